package io.vethkit.iptables;

import io.vethkit.iptables.IptablesRule.InterfaceMatch;
import io.vethkit.iptables.IptablesRule.PrefixMatch;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * An extension of iptables that looks at a packet: {@code -m}. Those without one, {@code -s} and
 * the like, are {@link InterfaceMatch} and {@link PrefixMatch}.
 */
public sealed interface XtMatch {
    /** Returns it as {@code iptables -S} prints it. */
    String text();

    /**
     * {@code -m addrtype}.
     *
     * @param destination what the routing tables make of the destination
     * @param inverted whether they must make something else of it
     * @param limitIfaceIn whether only addresses of the interface the packet came in by count
     */
    record AddrType(AddressType destination, boolean inverted, boolean limitIfaceIn)
            implements XtMatch {
        @Override
        public String text() {
            StringBuilder text = new StringBuilder("-m addrtype");
            text.append(inverted ? " ! --dst-type " : " --dst-type ");
            text.append(destination.name());
            return text.append(limitIfaceIn ? " --limit-iface-in" : "").toString();
        }
    }

    /**
     * {@code -m conntrack --ctstate}.
     *
     * @param states of which the connection must be in one
     * @param inverted whether it must be in none of them
     */
    record Conntrack(Set<State> states, boolean inverted) implements XtMatch {
        /** A state of connection tracking, in the order iptables prints them. */
        public enum State {
            // XT_CONNTRACK_STATE_… of include/uapi/linux/netfilter/xt_conntrack.h
            INVALID(1),
            NEW(1 << 3),
            RELATED(1 << 2),
            ESTABLISHED(1 << 1),
            UNTRACKED(1 << 8),
            SNAT(1 << 6),
            DNAT(1 << 7);

            final int bit;

            State(int bit) {
                this.bit = bit;
            }
        }

        /** Checks that there is a state. */
        public Conntrack {
            if (states.isEmpty()) {
                throw new IllegalArgumentException("--ctstate without a state");
            }
            states = Set.copyOf(states);
        }

        @Override
        public String text() {
            return (inverted ? "-m conntrack ! --ctstate " : "-m conntrack --ctstate ")
                    + join(states);
        }

        static String join(Set<State> states) {
            StringBuilder text = new StringBuilder();
            for (State state : State.values()) {
                if (states.contains(state)) {
                    text.append(text.isEmpty() ? "" : ",").append(state.name());
                }
            }
            return text.toString();
        }
    }

    /**
     * {@code -m state --state}, the old form of {@link Conntrack}.
     *
     * @param states of which the connection must be in one; neither {@code SNAT} nor {@code DNAT}
     * @param inverted whether it must be in none of them
     */
    record State(Set<Conntrack.State> states, boolean inverted) implements XtMatch {
        /** Checks that there is a state, and only such that the old form has. */
        public State {
            if (states.isEmpty()
                    || states.contains(Conntrack.State.SNAT)
                    || states.contains(Conntrack.State.DNAT)) {
                throw new IllegalArgumentException("--state " + Conntrack.join(states));
            }
            states = EnumSet.copyOf(states);
        }

        @Override
        public String text() {
            return (inverted ? "-m state ! --state " : "-m state --state ")
                    + Conntrack.join(states);
        }
    }

    /**
     * {@code -m mark --mark value/mask}.
     *
     * @param value what the masked mark of the packet must be
     * @param mask the bits that count
     * @param inverted whether it must be something else
     */
    record Mark(int value, int mask, boolean inverted) implements XtMatch {
        @Override
        public String text() {
            return "-m mark " + markText(value, mask, inverted);
        }
    }

    /**
     * {@code -m connmark --mark value/mask}.
     *
     * @param value what the masked mark of the connection must be
     * @param mask the bits that count
     * @param inverted whether it must be something else
     */
    record Connmark(int value, int mask, boolean inverted) implements XtMatch {
        @Override
        public String text() {
            return "-m connmark " + markText(value, mask, inverted);
        }
    }

    /**
     * {@code -m comment --comment}, which matches every packet.
     *
     * @param comment at most 255 bytes, without control characters
     */
    record Comment(String comment) implements XtMatch {
        private static final int MAX_BYTES = 255; // XT_MAX_COMMENT_LEN counts the NUL

        /** Checks the text. */
        public Comment {
            boolean good = comment.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
            for (int i = 0; good && i < comment.length(); i++) {
                good = comment.charAt(i) >= ' ';
            }
            if (!good) {
                throw new IllegalArgumentException("comment '" + comment + "'");
            }
        }

        @Override
        public String text() {
            return "-m comment --comment " + IptablesText.quoted(comment);
        }
    }

    private static String markText(int value, int mask, boolean inverted) {
        String text = (inverted ? "! --mark 0x" : "--mark 0x") + Integer.toHexString(value);
        return mask == -1 ? text : text + "/0x" + Integer.toHexString(mask);
    }
}
