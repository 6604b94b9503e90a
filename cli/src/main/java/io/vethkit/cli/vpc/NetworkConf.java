package io.vethkit.cli.vpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The CNI configuration of the node of a simulated VPC. */
public final class NetworkConf {
    /** Pods that a secondary-IP node of the VPC has addresses for, at each ENI. */
    private static final int SECONDARY_IPS = 6;

    private NetworkConf() {}

    /** Returns what the configuration says of the node in that mode. */
    public static JsonObject node(Mode mode) {
        return node(mode, mode.topology());
    }

    /** Returns the same for a node with other ENIs. */
    public static JsonObject node(Mode mode, Topology topology) {
        VpcEni primary = topology.primary();
        JsonObject node = new JsonObject();
        node.addProperty("primaryInterface", primary.device());
        if (mode != Mode.IPV6) {
            node.addProperty("primaryAddress", String.valueOf(primary.own(false)));
            node.add("vpcCidrs", vpcCidrs(mode));
        }
        if (topology.hasIpv6()) {
            node.add("ipFamilies", strings(mode == Mode.IPV6 ? "IPv6" : "IPv4,IPv6"));
            node.addProperty("primaryIpv6Address", String.valueOf(primary.own(true)));
        }
        node.add("addresses", pods(mode, primary));
        JsonArray enis = new JsonArray();
        for (VpcEni eni : topology.enis().subList(1, topology.enis().size())) {
            enis.add(eni(mode, eni));
        }
        node.add("enis", enis);
        switch (mode) {
            case CUSTOM_NETWORKING -> node.addProperty("customNetworking", true);
            case BRANCH_STRICT, BRANCH_STANDARD -> node.addProperty("podEni", true);
            case MULTI_NIC -> node.addProperty("multiNic", true);
            case SECONDARY_IP, PREFIX, IPV6, DUAL_STACK -> {} // as the addresses have it
        }
        return node;
    }

    private static JsonArray vpcCidrs(Mode mode) {
        String vpc = Topology.VPC.toString();
        return strings(mode == Mode.CUSTOM_NETWORKING ? vpc + "," + Topology.PODS_VPC : vpc);
    }

    private static JsonObject eni(Mode mode, VpcEni eni) {
        JsonObject json = new JsonObject();
        if (eni.networkCard() > 0) {
            json.addProperty("networkCard", eni.networkCard());
        }
        json.addProperty("deviceNumber", eni.deviceNumber());
        json.addProperty("name", eni.device());
        for (Prefix own : eni.own()) {
            json.addProperty(own.address().isV6() ? "ipv6Address" : "address", own.toString());
        }
        if (eni.trunk()) {
            json.addProperty("trunk", true);
        } else {
            json.add("addresses", pods(mode, eni));
        }
        return json;
    }

    private static JsonArray pods(Mode mode, VpcEni eni) {
        JsonArray addresses = new JsonArray();
        for (Prefix prefix : eni.pods()) {
            if (mode != Mode.SECONDARY_IP) {
                addresses.add(prefix.toString());
                continue;
            }
            for (int n = 1; n <= SECONDARY_IPS; n++) {
                addresses.add(Prefix.host(prefix.address().plus(n)).toString());
            }
        }
        return addresses;
    }

    private static JsonArray strings(String commaSeparated) {
        JsonArray array = new JsonArray();
        for (String each : List.of(commaSeparated.split(",", -1))) {
            array.add(each);
        }
        return array;
    }

    /** Returns how branch ENIs are enforced, or null if the mode has none. */
    public static @Nullable String enforcingMode(Mode mode) {
        return switch (mode) {
            case BRANCH_STRICT -> "strict";
            case BRANCH_STANDARD -> "standard";
            default -> null;
        };
    }

    /** Returns {@code runtimeConfig} for a pod that asks for those addresses. */
    public static JsonObject asking(List<IpAddress> addresses) {
        JsonArray ips = new JsonArray();
        for (IpAddress address : addresses) {
            ips.add(Prefix.host(address).toString());
        }
        JsonObject runtime = new JsonObject();
        runtime.add("ips", ips);
        return runtime;
    }

    /** Returns {@code runtimeConfig} with the annotation that tells of the pod's branch ENI. */
    public static JsonObject annotated(BranchEni branch) {
        JsonObject eni = new JsonObject();
        eni.addProperty("eniId", "eni-0" + branch.vlanId());
        eni.addProperty("ifAddress", branch.mac().toString());
        eni.addProperty("vlanId", branch.vlanId());
        for (Prefix address : branch.addresses()) {
            boolean v6 = address.address().isV6();
            eni.addProperty(v6 ? "ipv6Addr" : "privateIp", address.address().toString());
            eni.addProperty(v6 ? "subnetV6Cidr" : "subnetCidr", address.network().toString());
        }
        JsonArray list = new JsonArray();
        list.add(eni);
        return annotated("vpc.amazonaws.com/pod-eni", list.toString());
    }

    /** Returns {@code runtimeConfig} with the wish for an interface of each network card. */
    public static JsonObject wishingAllCards() {
        return annotated("k8s.amazonaws.com/nicConfig", "multi-nic-attachment");
    }

    private static JsonObject annotated(String key, String value) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty(key, value);
        JsonObject runtime = new JsonObject();
        runtime.add("io.kubernetes.cri.pod-annotations", annotations);
        return runtime;
    }
}
