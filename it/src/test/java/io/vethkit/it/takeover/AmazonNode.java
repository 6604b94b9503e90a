package io.vethkit.it.takeover;

import io.vethkit.it.Tool;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * A node as Amazon's daemon leaves it (VPC CNI 1.23, reference/aws-datapath.md §3): all that its
 * networking is a function of.
 *
 * @param primary the link of the primary ENI
 * @param address the primary ENI's own address
 * @param excluded destinations beside the VPC's that are not translated
 * @param randomize {@code prng}, {@code hashrandom} or {@code none}
 * @param podEni {@code strict}, {@code standard}, or null without security groups for pods
 */
record AmazonNode(
        AmazonFilter filter,
        boolean ipv6,
        String primary,
        String address,
        List<String> vpcCidrs,
        List<String> excluded,
        List<String> externalServices,
        boolean externalSnat,
        boolean nodePort,
        int connmark,
        String randomize,
        String vethPrefix,
        int mtu,
        @Nullable String podEni,
        List<AmazonEni> enis) {

    /** The node of the simulated VPC, with all defaults. */
    static AmazonNode inVpc(AmazonFilter filter) {
        return new AmazonNode(
                filter,
                false,
                "eth0",
                "10.0.0.4",
                List.of("10.0.0.0/16"),
                List.of(),
                List.of(),
                false,
                true,
                0x80,
                "prng",
                "eni",
                9001,
                null,
                List.of(new AmazonEni("eth1", 0, 1, "10.0.1.4/24", "10.0.1.1", false)));
    }

    /** A node with no IPv4 pods; {@code eth0} is its only ENI. */
    static AmazonNode ofIpv6(AmazonFilter filter) {
        return inVpc(filter).ipv6("2001:db8::4", List.of());
    }

    AmazonNode ipv6(String primaryAddress, List<AmazonEni> others) {
        return new AmazonNode(
                filter,
                true,
                primary,
                primaryAddress,
                List.of(),
                List.of(),
                List.of(),
                false,
                nodePort,
                connmark,
                randomize,
                vethPrefix,
                mtu,
                podEni,
                others);
    }

    AmazonNode excluding(String... cidrs) {
        return new AmazonNode(
                filter,
                ipv6,
                primary,
                address,
                vpcCidrs,
                List.of(cidrs),
                externalServices,
                externalSnat,
                nodePort,
                connmark,
                randomize,
                vethPrefix,
                mtu,
                podEni,
                enis);
    }

    AmazonNode externalServices(String... cidrs) {
        return new AmazonNode(
                filter,
                ipv6,
                primary,
                address,
                vpcCidrs,
                excluded,
                List.of(cidrs),
                externalSnat,
                nodePort,
                connmark,
                randomize,
                vethPrefix,
                mtu,
                podEni,
                enis);
    }

    AmazonNode podEni(String mode) {
        return new AmazonNode(
                filter,
                ipv6,
                primary,
                address,
                vpcCidrs,
                excluded,
                externalServices,
                externalSnat,
                nodePort,
                connmark,
                randomize,
                vethPrefix,
                mtu,
                mode,
                enis);
    }

    AmazonNode enis(AmazonEni... others) {
        return new AmazonNode(
                filter,
                ipv6,
                primary,
                address,
                vpcCidrs,
                excluded,
                externalServices,
                externalSnat,
                nodePort,
                connmark,
                randomize,
                vethPrefix,
                mtu,
                podEni,
                List.of(others));
    }

    /** Sets it up in the namespace of the calling thread, where its ENIs are. */
    void setUp() throws IOException {
        commands().run();
        if (!ipv6 && !externalSnat && filter.marksByNft()) {
            Tool.feed(AmazonMarks.nft(this), "nft", "-f", "-");
        }
    }

    /** What init container and daemon do, in their order (§3.2, §4.1), but for nftables. */
    private Commands commands() {
        Commands commands = sysctls().and(hostNetwork());
        for (AmazonEni eni : enis) {
            commands = commands.and(eni.setUp(mtu, ipv6));
        }
        for (String cidr : externalServices) {
            commands =
                    commands.and(Commands.of("ip rule add to " + cidr + " lookup main pref 1535"));
        }
        return commands;
    }

    private Commands sysctls() {
        Commands ofBoth =
                Commands.of(
                        "sysctl -qw net.ipv4.ip_forward=1", // the runtime's, or kubelet's
                        "sysctl -qw net.ipv4.conf." + primary + ".rp_filter=2",
                        "sysctl -qw net.ipv4.tcp_early_demux=" + ("strict".equals(podEni) ? 0 : 1));
        return ipv6
                ? ofBoth.and(
                        Commands.of(
                                "sysctl -qw net.ipv6.conf.all.disable_ipv6=0",
                                "sysctl -qw net.ipv6.conf.all.forwarding=1",
                                "sysctl -qw net.ipv6.conf." + primary + ".accept_ra=2"))
                : ofBoth;
    }

    /** SetupHostNetwork (§3.3). */
    private Commands hostNetwork() {
        String rule = ipv6 ? "ip -6 rule " : "ip rule ";
        Commands commands = Commands.of("ip link set " + primary + " mtu " + mtu);
        if (ipv6) {
            commands = commands.and(blockRule());
        }
        if (nodePort || !externalSnat) {
            commands =
                    commands.and(
                            Commands.of(rule + "add fwmark " + mark() + " lookup main pref 1024"));
        }
        if ("strict".equals(podEni)) {
            commands =
                    commands.and(
                            Commands.of(
                                    rule + "add lookup local pref 20",
                                    rule + "del lookup local pref 0"));
        }
        if ("strict".equals(podEni) && ipv6) {
            commands =
                    commands.and(
                            Commands.of(
                                    "ip -6 rule add from fe80:ec2::1 ipproto ipv6-icmp"
                                            + " lookup local pref 0"));
        }
        return ipv6 ? commands : commands.and(AmazonMarks.iptables(this));
    }

    /** IPv4 addresses for egress are not for pods to reach each other. */
    private Commands blockRule() {
        return Commands.of(
                filter.iptables()
                        + " -I FORWARD 1 -d 169.254.172.0/22 -m conntrack --ctstate NEW -m comment"
                        + " --comment 'Block Node Local Pod access via IPv4' -j REJECT");
    }

    String mark() {
        String hex = "0x" + Integer.toHexString(connmark);
        return hex + "/" + hex;
    }
}
