package io.vethkit.cli.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod of the demo.
 *
 * @param name its Kubernetes name
 * @param namespace its network namespace, the VPC's
 * @param runtime what the container runtime adds to the configuration for it
 * @param result what the plugin answered to ADD; empty before
 */
record Pod(String name, NetworkNamespace namespace, JsonObject runtime, JsonObject result) {
    static final String INTERFACE = "eth0";
    static final String KUBERNETES_NAMESPACE = "demo";

    /** Returns the variables of a call about it, as a kubelet's runtime sets them. */
    Map<String, String> environment(String command, String binDir) {
        return Map.of(
                "CNI_COMMAND",
                command,
                "CNI_CONTAINERID",
                containerId(),
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

    String containerId() {
        return "container-" + name;
    }

    /** Returns it with its result. */
    Pod added(JsonObject answer) {
        return new Pod(name, namespace, runtime, answer);
    }

    /** Returns its addresses, as the result has them. */
    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        for (JsonElement ip : result.getAsJsonArray("ips")) {
            String address = ip.getAsJsonObject().get("address").getAsString();
            addresses.add(Prefix.parse(address).address());
        }
        return addresses;
    }

    /** Returns the address of that family of the interface with that number. */
    IpAddress address(boolean v6, int index) throws IOException {
        int left = index;
        for (IpAddress address : addresses()) {
            if (address.isV6() == v6 && left-- == 0) {
                return address;
            }
        }
        throw new IOException("pod " + name + " has no such address");
    }

    /** Returns the names of the host's ends of its interfaces. */
    List<String> hostVeths() {
        List<String> names = new ArrayList<>();
        for (JsonElement each : result.getAsJsonArray("interfaces")) {
            JsonObject link = each.getAsJsonObject();
            String linkName = link.get("name").getAsString();
            if (!link.has("sandbox") && !linkName.startsWith("vlan.eth.")) {
                names.add(linkName);
            }
        }
        return names;
    }
}
