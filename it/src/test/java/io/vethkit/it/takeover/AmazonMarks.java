package io.vethkit.it.takeover;

import java.util.ArrayList;
import java.util.List;

/** SNAT and marks of Amazon's node, in the argument and rule order it emits (§3.4, §3.5). */
final class AmazonMarks {
    private AmazonMarks() {}

    static Commands iptables(AmazonNode node) {
        Commands commands = snat(node).and(mangle(node));
        return node.externalSnat() || node.filter().marksByNft()
                ? commands
                : commands.and(connmark(node));
    }

    private static Commands snat(AmazonNode node) {
        String nat = node.filter().iptables() + " -t nat ";
        String chain = "AWS-SNAT-CHAIN-0 ";
        List<String> lines = new ArrayList<>();
        lines.add(nat + "-N " + chain);
        if (node.externalSnat()) {
            return new Commands(lines);
        }
        lines.add(nat + "-A POSTROUTING -m comment --comment 'AWS SNAT CHAIN' -j " + chain);
        for (String cidr : node.vpcCidrs()) {
            lines.add(nat + "-I " + chain + "1 " + returned(cidr, "AWS SNAT CHAIN"));
        }
        for (String cidr : node.excluded()) {
            lines.add(nat + "-I " + chain + "1 " + returned(cidr, "AWS SNAT CHAIN EXCLUSION"));
        }
        lines.add(
                nat
                        + ("-A " + chain + "! -o vlan+ -m comment --comment 'AWS, SNAT'")
                        + " -m addrtype ! --dst-type LOCAL -j SNAT --to-source "
                        + node.address()
                        + randomization(node.randomize()));
        return new Commands(lines);
    }

    private static String returned(String cidr, String comment) {
        String destination = cidr.equals("0.0.0.0/0") ? "" : "-d " + cidr + " ";
        return destination + "-m comment --comment '" + comment + "' -j RETURN";
    }

    private static String randomization(String randomize) {
        return switch (randomize) {
            case "none" -> "";
            case "hashrandom" -> " --random";
            default -> " --random-fully";
        };
    }

    private static Commands mangle(AmazonNode node) {
        String rule =
                node.filter().iptables()
                        + " -t mangle -A PREROUTING -m comment --comment 'AWS, primary ENI' -i ";
        String mask = Integer.toHexString(node.connmark());
        String restore = "+ -j CONNMARK --restore-mark --mask 0x" + mask;
        List<String> lines = new ArrayList<>();
        if (node.nodePort()) {
            lines.add(
                    rule
                            + node.primary()
                            + " -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-mark "
                            + node.mark());
        }
        if (node.nodePort() || !node.externalSnat()) {
            lines.add(rule + node.vethPrefix() + restore);
        }
        if (node.nodePort()) {
            lines.add(rule + "vlan" + restore);
        }
        return new Commands(lines);
    }

    private static Commands connmark(AmazonNode node) {
        String nat = node.filter().iptables() + " -t nat ";
        String chain = "AWS-CONNMARK-CHAIN-0 ";
        String comment = "-m comment --comment 'AWS, CONNMARK' -j CONNMARK ";
        List<String> lines = new ArrayList<>();
        lines.add(nat + "-N " + chain);
        lines.add(
                nat
                        + ("-A PREROUTING -i " + node.vethPrefix() + "+")
                        + " -m comment --comment 'AWS, outbound connections' -j "
                        + chain);
        for (String cidr : exempt(node)) {
            lines.add(nat + "-I " + chain + "1 " + returned(cidr, "AWS CONNMARK CHAIN"));
        }
        String mask = Integer.toHexString(node.connmark());
        lines.add(nat + "-A PREROUTING " + comment + "--restore-mark --mask 0x" + mask);
        lines.add(nat + "-A " + chain + comment + "--set-xmark " + node.mark());
        return new Commands(lines);
    }

    private static List<String> exempt(AmazonNode node) {
        List<String> cidrs = new ArrayList<>(node.vpcCidrs());
        cidrs.addAll(node.excluded());
        return cidrs;
    }

    /**
     * The nftables form (§3.5.2). Masks are written out, so that the expressions are upstream's:
     * the whole address, a mask, a comparison.
     */
    static String nft(AmazonNode node) {
        String mark = "0x" + Integer.toHexString(node.connmark());
        StringBuilder cidrs = new StringBuilder();
        for (String cidr : exempt(node)) {
            cidrs.insert(0, "    counter " + masked(cidr) + " return\n");
        }
        return """
        table ip aws-cni {
          chain nat-prerouting {
            type nat hook prerouting priority -90; policy accept;
            fib daddr type local return
            iifname "PREFIX*" counter jump snat-mark
            counter meta mark set ct mark & MARK
          }
          chain snat-mark {
        CIDRS    counter ct mark set ct mark | MARK
          }
        }
        """
                .replace("CIDRS", cidrs)
                .replace("PREFIX", node.vethPrefix())
                .replace("MARK", mark);
    }

    private static String masked(String cidr) {
        int slash = cidr.indexOf('/');
        int bits = -1 << (32 - Integer.parseInt(cidr.substring(slash + 1)));
        String mask =
                (bits >>> 24)
                        + "."
                        + (bits >>> 16 & 255)
                        + "."
                        + (bits >>> 8 & 255)
                        + "."
                        + (bits & 255);
        return "ip daddr & " + mask + " == " + cidr.substring(0, slash);
    }
}
