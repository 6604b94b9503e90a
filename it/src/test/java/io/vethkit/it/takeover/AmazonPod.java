package io.vethkit.it.takeover;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A pod as Amazon's plugin leaves it (reference/aws-datapath.md §2.2-2.11): all that its networking
 * and its result are a function of.
 *
 * @param netns the path of its namespace
 * @param ips its addresses, the first that of {@code eth0}
 * @param branch its branch ENI, or null without one
 */
record AmazonPod(
        String namespace,
        String name,
        String containerId,
        String netns,
        String vethPrefix,
        int mtu,
        List<Ip> ips,
        @Nullable AmazonBranch branch) {
    private static final HexFormat HEX = HexFormat.of();

    /** An address, and the ENI it is of. */
    record Ip(String address, int card, int device) {
        boolean isV6() {
            return address.contains(":");
        }

        String host() {
            return address + (isV6() ? "/128" : "/32");
        }
    }

    /** A pod with one address. */
    static AmazonPod of(String name, String netns, String address, int device) {
        return of(name, netns, new Ip(address, 0, device));
    }

    /** A pod with an address of each of several network cards, or with one. */
    static AmazonPod of(String name, String netns, Ip... ips) {
        return new AmazonPod("default", name, "id-" + name, netns, "eni", 9001, List.of(ips), null);
    }

    AmazonPod branch(AmazonBranch eni) {
        return new AmazonPod(namespace, name, containerId, netns, vethPrefix, mtu, ips, eni);
    }

    /** The host's end of an interface (§2.1). */
    String hostVeth(int index) {
        return (branch != null && branch.strict() ? "vlan" : vethPrefix) + hash(index);
    }

    String hash(int index) {
        String text = namespace + "." + name + (index == 0 ? "" : "." + index);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(hash).substring(0, 11);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String ifName(int index) {
        return index == 0 ? "eth0" : "mNicIf" + index;
    }

    /** The MAC address that the plugin would have drawn. */
    String hostMac(int index) {
        return "06:00:" + hash(index).replaceAll("(..)(..)(..)(..)...", "$1:$2:$3:$4");
    }

    /** Makes it, from the namespace of the calling thread, as ADD does. */
    void create() throws IOException {
        Commands.of("ip link set lo up").runIn(netns); // the runtime's loopback plugin does
        for (int i = 0; i < ips.size(); i++) {
            veth(i).run();
            inPod(i).runIn(netns);
        }
        AmazonBranch eni = branch;
        for (int i = 0; i < ips.size(); i++) {
            (eni == null ? ipBased(i, table(i)) : onBranch(eni)).run();
        }
    }

    private int table(int index) {
        return AmazonEni.table(ips.get(index).card(), ips.get(index).device());
    }

    /** §2.2. */
    private Commands veth(int index) {
        String veth = hostVeth(index);
        return Commands.of(
                        "ip link add "
                                + veth
                                + (" mtu " + mtu + " txqueuelen 0 address " + hostMac(index))
                                + (" type veth peer name " + ifName(index))
                                + (" mtu " + mtu + " txqueuelen 0 netns " + netns))
                .and(sysctls(veth))
                .and(Commands.of("ip link set " + veth + " up"));
    }

    private static Commands sysctls(String link) {
        String key = "sysctl -qw net/ipv6/conf/" + link + "/";
        return Commands.of(key + "accept_ra=0", key + "accept_redirects=1", key + "forwarding=0");
    }

    /** §2.3. */
    private Commands inPod(int index) {
        Ip ip = ips.get(index);
        String cmd = ip.isV6() ? "ip -6 " : "ip ";
        String dev = " dev " + ifName(index);
        String gateway = ip.isV6() ? "fe80::" + (index + 1) : "169.254.1." + (index + 1);
        String table = index == 0 ? "" : " table " + index;
        List<String> lines = new ArrayList<>();
        lines.add("ip link set " + ifName(index) + " up");
        if (ip.isV6()) {
            lines.add("sysctl -qw net/ipv6/conf/" + ifName(index) + "/disable_ipv6=0");
            lines.add("sysctl -qw net/ipv6/conf/lo/disable_ipv6=0");
        }
        lines.add(cmd + "route replace " + gateway + dev + " scope link" + table);
        if (index > 0) {
            lines.add(cmd + "rule add from " + ip.address() + " lookup " + index + " pref 1");
        }
        lines.add(cmd + "route add default via " + gateway + dev + table);
        lines.add(cmd + "address add " + ip.host() + dev);
        lines.add(
                cmd
                        + "neighbour add "
                        + gateway
                        + " lladdr "
                        + hostMac(index)
                        + " nud permanent"
                        + dev);
        return new Commands(lines);
    }

    /** §2.4. */
    private Commands ipBased(int index, int table) {
        Ip ip = ips.get(index);
        String cmd = ip.isV6() ? "ip -6 " : "ip ";
        Commands commands =
                Commands.of(
                        cmd
                                + "route replace "
                                + ip.host()
                                + " dev "
                                + hostVeth(index)
                                + " scope link",
                        cmd + "rule add to " + ip.address() + " lookup main pref 512");
        return table == 254
                ? commands
                : commands.and(
                        Commands.of(
                                cmd
                                        + "rule add from "
                                        + ip.address()
                                        + " lookup "
                                        + table
                                        + " pref 1536"));
    }

    /** §2.9. */
    private Commands onBranch(AmazonBranch eni) {
        Ip ip = ips.get(0);
        String cmd = ip.isV6() ? "ip -6 " : "ip ";
        String link = eni.link();
        String table = " table " + eni.table();
        Commands vlan =
                Commands.of(
                                ("ip link add link " + eni.trunk() + " name " + link)
                                        + (" address " + eni.mac() + " type vlan id " + eni.vlan()))
                        .and(sysctls(link))
                        .and(
                                Commands.of(
                                        "ip link set " + link + " up",
                                        (cmd + "route replace " + eni.gateway() + " dev " + link)
                                                + (" scope link" + table),
                                        (cmd + "route replace default via " + eni.gateway())
                                                + (" dev " + link + table)));
        if (!eni.strict()) {
            return vlan.and(ipBased(0, eni.table()));
        }
        return vlan.and(
                Commands.of(
                        (cmd + "route replace " + ip.host() + " dev " + hostVeth(0))
                                + (" scope link" + table),
                        cmd + "rule add iif " + link + " lookup " + eni.table() + " pref 10",
                        cmd
                                + "rule add iif "
                                + hostVeth(0)
                                + " lookup "
                                + eni.table()
                                + " pref 10"));
    }
}
