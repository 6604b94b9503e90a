package io.vethkit.it.takeover;

/**
 * A secondary ENI of Amazon's node.
 *
 * @param address its own, with the subnet's prefix length
 * @param gateway the subnet's router
 * @param trunk whether it carries branch ENIs
 */
record AmazonEni(String name, int card, int device, String address, String gateway, boolean trunk) {
    /** Table of its routes (§2.1). */
    int table() {
        return table(card, device);
    }

    static int table(int card, int device) {
        if (card > 0) {
            return 10000 + device + 100 * card;
        }
        return device == 0 ? 254 : device + 1;
    }

    /** What SetupENINetwork does (§3.7). */
    Commands setUp(int mtu, boolean ipv6) {
        String ip = ipv6 ? "ip -6 " : "ip ";
        String table = " table " + table();
        Commands commands =
                Commands.of(
                        "ip link set " + name + " mtu " + mtu + " up",
                        ip + "address flush dev " + name + " scope global",
                        ip + "address add " + address + " dev " + name + (ipv6 ? " nodad" : ""),
                        ip + "route replace " + gateway + " dev " + name + " scope link" + table,
                        ip + "route replace default via " + gateway + " dev " + name + table,
                        ip + "route del " + network() + " dev " + name);
        return trunk
                ? commands
                : commands.and(
                        Commands.of(
                                ip
                                        + "rule add from "
                                        + host()
                                        + " lookup "
                                        + table()
                                        + " pref 32765"));
    }

    private String host() {
        return address.substring(0, address.indexOf('/'));
    }

    /** Networks in tests end at an octet, or at a group. */
    private String network() {
        boolean v6 = address.contains(":");
        String length = address.substring(address.indexOf('/'));
        return v6
                ? address.substring(0, address.lastIndexOf("::")) + "::" + length
                : address.substring(0, address.lastIndexOf('.')) + ".0" + length;
    }
}
