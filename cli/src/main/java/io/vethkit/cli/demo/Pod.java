package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import java.util.List;
import java.util.Map;

/**
 * A pod of the demo.
 *
 * @param name its Kubernetes name
 * @param namespace its network namespace, the VPC's
 * @param address the address it asks for
 * @param table the route table of the ENI whose address that is
 */
record Pod(String name, NetworkNamespace namespace, IpAddress address, int table) {
    static final String INTERFACE = "eth0";
    static final String KUBERNETES_NAMESPACE = "demo";

    /** Returns the variables of a call about it, as a kubelet's runtime sets them. */
    Map<String, String> environment(String command, String binDir) {
        return Map.of(
                "CNI_COMMAND",
                command,
                "CNI_CONTAINERID",
                "container-" + name,
                "CNI_NETNS",
                namespace.toString(),
                "CNI_IFNAME",
                INTERFACE,
                "CNI_PATH",
                binDir,
                "CNI_ARGS",
                "IgnoreUnknown=1;K8S_POD_NAMESPACE="
                        + KUBERNETES_NAMESPACE
                        + ";K8S_POD_NAME="
                        + name);
    }

    /** Returns what the plugin's result for it says, as the value that descriptions are made of. */
    PodAttachment attachment(JsonObject result) {
        JsonObject host = result.getAsJsonArray("interfaces").get(0).getAsJsonObject();
        JsonObject inside = result.getAsJsonArray("interfaces").get(1).getAsJsonObject();
        return PodAttachment.of(
                new PodInterface(
                        inside.get("name").getAsString(),
                        host.get("name").getAsString(),
                        MacAddress.parse(host.get("mac").getAsString()),
                        MacAddress.parse(inside.get("mac").getAsString()),
                        List.of(address),
                        0,
                        table,
                        host.get("mtu").getAsInt()));
    }
}
