package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Datapath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A pod's own branch ENI, as the VPC's resource controller notes it in the pod's annotation {@value
 * #ANNOTATION}.
 *
 * @param vlanId of its VLAN on the trunk
 * @param mac its MAC address
 * @param ipv4 the pod's IPv4 address; null: none, or the node has no IPv4
 * @param ipv6 the pod's IPv6 address; null: none, or the node has no IPv6
 * @param subnetV4 the network that {@code ipv4} is in; there if that is
 * @param subnetV6 the network that {@code ipv6} is in, if it is known
 */
public record PodEni(
        int vlanId,
        MacAddress mac,
        @Nullable IpAddress ipv4,
        @Nullable IpAddress ipv6,
        @Nullable Prefix subnetV4,
        @Nullable Prefix subnetV6) {
    /** The key of the annotation. */
    public static final String ANNOTATION = "vpc.amazonaws.com/pod-eni";

    static final int VLAN_ID_MAX = 4094;

    /** Checks what {@link PodEniReader} has reported in better words. */
    public PodEni {
        if (vlanId < 1 || vlanId > VLAN_ID_MAX) {
            throw new IllegalArgumentException("VLAN id " + vlanId);
        }
        if (ipv4 == null && ipv6 == null) {
            throw new IllegalArgumentException("a branch ENI without an address");
        }
        if (ipv4 != null && subnetV4 == null) {
            throw new IllegalArgumentException("a branch ENI without the subnet of " + ipv4);
        }
    }

    /** Returns the pod's addresses, IPv4 first. */
    List<IpAddress> addresses() {
        List<IpAddress> addresses = new ArrayList<>(2);
        if (ipv4 != null) {
            addresses.add(ipv4);
        }
        if (ipv6 != null) {
            addresses.add(ipv6);
        }
        return addresses;
    }

    /** Returns the routers of the addresses' subnets, in the same order. */
    List<IpAddress> gateways() {
        List<IpAddress> gateways = new ArrayList<>(2);
        if (subnetV4 != null && ipv4 != null) {
            gateways.add(Datapath.subnetGateway(subnetV4));
        }
        if (ipv6 != null) {
            gateways.add(Datapath.SUBNET_GATEWAY_V6);
        }
        return gateways;
    }
}
