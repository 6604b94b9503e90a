package io.vethkit.cli.demo;

import static io.vethkit.cli.demo.SimulatedVpc.PRIMARY_ENI;
import static io.vethkit.cli.demo.SimulatedVpc.PRIMARY_PODS;
import static io.vethkit.cli.demo.SimulatedVpc.SECONDARY_ENI;
import static io.vethkit.cli.demo.SimulatedVpc.SECONDARY_PODS;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Eni;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.SnatPorts;

import java.nio.file.Path;
import java.util.List;

/** The CNI network on the node of a {@link SimulatedVpc}: configuration, and what it amounts to. */
final class Network {
    static final String NAME = "demo";
    static final int SECONDARY_TABLE = 2;

    private static final int CONNMARK = 0x80;

    private Network() {}

    /** Returns the configuration that a runtime would read from its conflist. */
    static JsonObject config(Path stateDir) {
        JsonObject config = new JsonObject();
        config.addProperty("cniVersion", "1.1.0");
        config.addProperty("name", NAME);
        config.addProperty("type", "vethkit-cni");
        config.addProperty("stateDir", stateDir.toString());
        config.add("node", node());
        config.add("ipam", ipam());
        return config;
    }

    private static JsonObject node() {
        JsonObject eni = new JsonObject();
        eni.addProperty("deviceNumber", 1);
        eni.addProperty("name", "eth1");
        eni.addProperty("address", SECONDARY_ENI.toString());
        eni.add("addresses", strings(SECONDARY_PODS.toString()));
        JsonObject node = new JsonObject();
        node.addProperty("primaryInterface", "eth0");
        node.addProperty("primaryAddress", PRIMARY_ENI.toString());
        node.add("vpcCidrs", strings(SimulatedVpc.CIDR.toString()));
        node.add("addresses", strings(PRIMARY_PODS.toString()));
        node.add("enis", array(eni));
        return node;
    }

    private static JsonObject ipam() {
        JsonArray set = array(range(PRIMARY_ENI, PRIMARY_PODS));
        set.add(range(SECONDARY_ENI, SECONDARY_PODS));
        JsonObject ipam = new JsonObject();
        ipam.addProperty("type", "vethkit");
        ipam.add("ranges", array(set));
        return ipam;
    }

    private static JsonObject range(Prefix eni, Prefix pods) {
        IpAddress first = pods.address();
        JsonObject range = new JsonObject();
        range.addProperty("subnet", eni.network().toString());
        range.addProperty("rangeStart", first.toString());
        range.addProperty("rangeEnd", first.plus((1L << (32 - pods.length())) - 1).toString());
        return range;
    }

    private static JsonArray array(JsonElement element) {
        JsonArray array = new JsonArray();
        array.add(element);
        return array;
    }

    private static JsonArray strings(String value) {
        JsonArray array = new JsonArray();
        array.add(value);
        return array;
    }

    /** Returns {@code config} with a request for that address, as a runtime adds it. */
    static JsonObject withAddress(JsonObject config, IpAddress address) {
        JsonObject runtime = new JsonObject();
        runtime.add("ips", strings(address + "/32"));
        JsonObject copy = config.deepCopy();
        copy.add("runtimeConfig", runtime);
        return copy;
    }

    /** Returns {@code config} with the result of the ADD, as a runtime hands it on. */
    static JsonObject withPrevResult(JsonObject config, JsonObject result) {
        JsonObject copy = config.deepCopy();
        copy.add("prevResult", result.deepCopy());
        return copy;
    }

    /** Returns the node that the configuration describes. */
    static Node describeNode() {
        return new Node(
                "eth0",
                PRIMARY_ENI,
                false,
                List.of(SimulatedVpc.CIDR),
                List.of(),
                false,
                true,
                CONNMARK,
                SnatPorts.PRNG,
                "eni",
                null,
                List.of(new Eni("eth1", 0, 1, SECONDARY_ENI, null, false)),
                null,
                true,
                false);
    }
}
