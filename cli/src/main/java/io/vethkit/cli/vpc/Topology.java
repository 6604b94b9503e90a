package io.vethkit.cli.vpc;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.List;

/**
 * What a simulated VPC is made of beside its router: a node with ENIs, a second node with one pod,
 * and a host on the internet.
 *
 * @param enis the node's, the primary one first; the trunk, if there is one, last
 * @param branches the ENIs of pods with security groups of their own
 */
public record Topology(List<VpcEni> enis, List<BranchEni> branches) {
    /** The VPC's IPv4 addresses. */
    public static final Prefix VPC = Prefix.parse("10.0.0.0/16");

    /** More of them, for pods of custom networking. */
    public static final Prefix PODS_VPC = Prefix.parse("100.64.0.0/16");

    /** The VPC's IPv6 addresses. */
    public static final Prefix VPC_V6 = Prefix.parse("2001:db8:0:100::/56");

    /** The second node's own addresses. */
    public static final List<Prefix> NODE2 =
            List.of(Prefix.parse("10.0.2.4/24"), Prefix.parse("2001:db8:0:102::4/64"));

    /** What the second node has for pods. */
    public static final List<Prefix> NODE2_PODS =
            List.of(Prefix.parse("10.0.2.16/28"), Prefix.parse("2001:db8:0:102:a::/80"));

    /** The addresses of the pod on the second node. */
    public static final List<IpAddress> POD2 =
            List.of(IpAddress.parse("10.0.2.17"), IpAddress.parse("2001:db8:0:102:a::1"));

    /** The addresses of the host on the internet. */
    public static final List<Prefix> INTERNET =
            List.of(Prefix.parse("198.51.100.7/24"), Prefix.parse("2001:db8:ffff::7/64"));

    /** What the internet sees of pods behind the NAT gateway: those of branch ENIs. */
    public static final IpAddress NAT_GATEWAY = IpAddress.parse("198.51.100.1");

    /** Takes copies. */
    public Topology {
        enis = List.copyOf(enis);
        branches = List.copyOf(branches);
    }

    /** Returns the node's primary ENI. */
    public VpcEni primary() {
        return enis.get(0);
    }

    /** Tells whether there is IPv6 in it. */
    public boolean hasIpv6() {
        return primary().own(true) != null;
    }
}
