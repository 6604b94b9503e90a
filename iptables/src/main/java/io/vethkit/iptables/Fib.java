package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFTA_FIB_F_DADDR;
import static io.vethkit.iptables.NfTables.NFTA_FIB_F_IIF;
import static io.vethkit.iptables.NfTables.NFTA_FIB_F_SADDR;

/** What the routing tables say of a packet's address. */
public enum Fib implements Selector {
    SADDR_TYPE("fib saddr type", NFTA_FIB_F_SADDR),
    DADDR_TYPE("fib daddr type", NFTA_FIB_F_DADDR),
    /** Of the addresses of the incoming interface only ({@code addrtype --limit-iface-in}). */
    DADDR_IIF_TYPE("fib daddr . iif type", NFTA_FIB_F_DADDR | NFTA_FIB_F_IIF);

    private final String text;
    final int flags;

    Fib(String text, int flags) {
        this.text = text;
        this.flags = flags;
    }

    @Override
    public DataType type() {
        return DataType.FIB_ADDRTYPE;
    }

    @Override
    public String text() {
        return text;
    }
}
