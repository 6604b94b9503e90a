package io.vethkit.it.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.Eni;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;
import io.vethkit.podnet.PodNetwork;
import io.vethkit.podnet.SnatPorts;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod as the state directory of a {@link CniNode} has it on record.
 *
 * @param netns the path of its namespace
 */
record DescribedPod(PodAttachment attachment, String alias, String netns) {

    static DescribedPod onRecord(CniNode node, String id) throws IOException {
        JsonObject json =
                JsonParser.parseString(
                                Files.readString(
                                        node.stateDir.resolve(
                                                "attachments/"
                                                        + node.network
                                                        + "/"
                                                        + id
                                                        + ":eth0")))
                        .getAsJsonObject();
        JsonObject only = json.getAsJsonArray("interfaces").get(0).getAsJsonObject();
        PodAttachment attachment =
                PodAttachment.of(
                        new PodInterface(
                                only.get("ifName").getAsString(),
                                only.get("hostVeth").getAsString(),
                                MacAddress.parse(only.get("hostMac").getAsString()),
                                MacAddress.parse(only.get("podMac").getAsString()),
                                addresses(only.getAsJsonArray("addresses")),
                                0,
                                only.get("table").getAsInt(),
                                only.get("mtu").getAsInt()));
        return new DescribedPod(
                attachment, json.get("alias").getAsString(), json.get("netns").getAsString());
    }

    private static List<IpAddress> addresses(JsonArray texts) {
        List<IpAddress> addresses = new ArrayList<>();
        for (JsonElement text : texts) {
            addresses.add(IpAddress.parse(text.getAsString()));
        }
        return addresses;
    }

    String hostVeth() {
        return attachment.first().hostVeth();
    }

    /** Returns {@code text} with the pod's names in place of VETH, HOSTMAC and PODNS. */
    String inserted(String text) {
        return text.replace("VETH", attachment.first().hostVeth())
                .replace("HOSTMAC", attachment.first().hostMac().toString())
                .replace("PODNS", "nsenter --net=" + netns);
    }

    /** Applies the descriptions of the pod and of the node of {@link CniNode#withSecondaryEni}. */
    void repair(String path) throws IOException {
        Prefix eth1 = Prefix.parse("10.0.1.4/24");
        Node node =
                new Node(
                        "eth0",
                        Prefix.parse("10.0.0.4/24"),
                        false,
                        List.of(Prefix.parse("10.0.0.0/16")),
                        List.of(Prefix.parse("172.20.0.0/16")),
                        false,
                        true,
                        0x80,
                        SnatPorts.PRNG,
                        "eni",
                        null,
                        List.of(new Eni("eth1", 0, 1, eth1, null, false)),
                        null,
                        true,
                        false);
        try (NetworkNamespace namespace = NetworkNamespace.open(path);
                NodeKernel kernel = NodeKernel.here(namespace)) {
            kernel.apply(NodeSetUp.describe(node));
            kernel.apply(PodNetwork.describe(attachment, alias));
        }
    }
}
