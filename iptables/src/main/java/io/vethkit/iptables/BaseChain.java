package io.vethkit.iptables;

/**
 * Where packets enter a base chain.
 *
 * @param type what the chain is for
 * @param hook when packets come
 * @param priority its place among the chains of the hook, the lowest first
 * @param policy what becomes of packets that no rule decided on
 */
public record BaseChain(Type type, Hook hook, int priority, Policy policy) {
    /** {@code raw}: before connection tracking. */
    public static final int RAW = -300; // enum nf_ip_hook_priorities, netfilter_ipv4.h

    /** {@code mangle}. */
    public static final int MANGLE = -150;

    /** {@code dstnat}, of prerouting. */
    public static final int DSTNAT = -100;

    /** {@code filter}. */
    public static final int FILTER = 0;

    /** {@code security}. */
    public static final int SECURITY = 50;

    /** {@code srcnat}, of postrouting. */
    public static final int SRCNAT = 100;

    /** What a chain is for. */
    public enum Type {
        FILTER("filter"),
        NAT("nat"),
        ROUTE("route");

        final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /** When packets come. */
    public enum Hook {
        // enum nf_inet_hooks, netfilter.h
        PREROUTING("prerouting", 0),
        INPUT("input", 1),
        FORWARD("forward", 2),
        OUTPUT("output", 3),
        POSTROUTING("postrouting", 4);

        final String text;
        final int number;

        Hook(String text, int number) {
            this.text = text;
            this.number = number;
        }
    }

    /** What becomes of packets in the end. */
    public enum Policy {
        DROP("drop", NfTables.NF_DROP),
        ACCEPT("accept", NfTables.NF_ACCEPT);

        final String text;
        final int number;

        Policy(String text, int number) {
            this.text = text;
            this.number = number;
        }
    }

    /** Checks that the hook has chains of the type. */
    public BaseChain {
        boolean fits =
                switch (type) {
                    case FILTER -> true;
                    case NAT -> hook != Hook.FORWARD;
                    case ROUTE -> hook == Hook.OUTPUT;
                };
        if (!fits) {
            throw new IllegalArgumentException("type " + type.text + " hook " + hook.text);
        }
    }

    /** A base chain whose policy is to accept. */
    public static BaseChain of(Type type, Hook hook, int priority) {
        return new BaseChain(type, hook, priority, Policy.ACCEPT);
    }
}
