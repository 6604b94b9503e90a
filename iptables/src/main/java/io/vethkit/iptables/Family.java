package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFPROTO_INET;
import static io.vethkit.iptables.NfTables.NFPROTO_IPV4;
import static io.vethkit.iptables.NfTables.NFPROTO_IPV6;

/** The packets a table sees. */
public enum Family {
    IP("ip", NFPROTO_IPV4),
    IP6("ip6", NFPROTO_IPV6),
    /** Both IPv4 and IPv6. */
    INET("inet", NFPROTO_INET);

    final String text;
    final int number;

    Family(String text, int number) {
        this.text = text;
        this.number = number;
    }

    /** Returns the word of {@code nft}: {@code ip}, {@code ip6} or {@code inet}. */
    @Override
    public String toString() {
        return text;
    }
}
