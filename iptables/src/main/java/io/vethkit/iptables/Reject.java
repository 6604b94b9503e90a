package io.vethkit.iptables;

/**
 * Drops a packet and tells its sender.
 *
 * @param with how
 */
public record Reject(With with) implements Statement {
    /** The answers. */
    public enum With {
        /** The table's family decides: {@code icmp}, {@code icmpv6} or {@code icmpx}. */
        PORT_UNREACHABLE("port-unreachable", "port-unreachable", 3, 4, 1),
        HOST_UNREACHABLE("host-unreachable", "addr-unreachable", 1, 3, 2),
        ADMIN_PROHIBITED("admin-prohibited", "admin-prohibited", 13, 1, 3),
        /** Of TCP connections only. */
        TCP_RESET("tcp reset", "tcp reset", 0, 0, 0);

        final String text;
        final String textV6;
        final int icmp; // ICMP_… of include/uapi/linux/icmp.h
        final int icmpv6; // ICMPV6_… of include/uapi/linux/icmpv6.h
        final int icmpx; // enum nft_reject_inet_code

        With(String text, String textV6, int icmp, int icmpv6, int icmpx) {
            this.text = text;
            this.textV6 = textV6;
            this.icmp = icmp;
            this.icmpv6 = icmpv6;
            this.icmpx = icmpx;
        }
    }
}
