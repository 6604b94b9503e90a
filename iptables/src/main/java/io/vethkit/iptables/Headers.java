package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_CMP_EQ;
import static io.vethkit.iptables.NfTables.NFT_META_L4PROTO;
import static io.vethkit.iptables.NfTables.NFT_META_NFPROTO;

import java.util.List;

/** Which headers the packets have that a rule has let through so far. */
final class Headers {
    private final ExpressionWriter out;
    private int network;
    private int transport;

    Headers(Family family, ExpressionWriter out) {
        this.out = out;
        this.network = family == Family.INET ? 0 : family.number;
    }

    /** Returns {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}, or 0 if it may be either. */
    int network() {
        return network;
    }

    /** Returns the protocol, or 0 if it may be any. */
    int transport() {
        return transport;
    }

    /** Makes sure that the packet has the header, as nft does unless the rule already has. */
    void require(Payload payload) {
        if (payload.network != 0) {
            requireNetwork(payload.network, payload.text());
        } else {
            requireTransport(payload.transport, payload.text());
        }
    }

    private void requireNetwork(int needed, String what) {
        if (network == 0) {
            out.meta(NFT_META_NFPROTO);
            out.cmp(NFT_CMP_EQ, new byte[] {(byte) needed});
            network = needed;
        } else if (network != needed) {
            throw new IllegalArgumentException(what + " of packets of another family");
        }
    }

    void requireTransport(int needed, String what) {
        if (transport == 0) {
            out.meta(NFT_META_L4PROTO);
            out.cmp(NFT_CMP_EQ, new byte[] {(byte) needed});
            transport = needed;
        } else if (transport != needed) {
            throw new IllegalArgumentException(what + " of packets of another protocol");
        }
    }

    /** Notes what a condition that the rule itself states makes sure of. */
    void learn(Match match) {
        if (!isOneNumber(match)) {
            return;
        }
        int number = ((Value.Numbers) match.operand()).first();
        if (match.selector() == Meta.L4PROTO || match.selector() == Payload.IP_PROTOCOL) {
            transport = number;
        } else if (match.selector() == Meta.NFPROTO) {
            network = number;
        }
    }

    /** Tells whether TCP connections are reset of which no statement before says they are TCP. */
    static boolean resetsAnyProtocol(List<Statement> statements) {
        for (Statement statement : statements) {
            if (saysTransport(statement)) {
                return false;
            }
            if (statement instanceof Reject reject && reject.with() == Reject.With.TCP_RESET) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysTransport(Statement statement) {
        if (statement instanceof VerdictLookup lookup) {
            return isPort(lookup.selector());
        }
        return statement instanceof Match match && saysTransport(match);
    }

    private static boolean saysTransport(Match match) {
        boolean protocol =
                match.selector() == Meta.L4PROTO || match.selector() == Payload.IP_PROTOCOL;
        return isPort(match.selector()) || (protocol && isOneNumber(match));
    }

    private static boolean isPort(Selector selector) {
        return selector instanceof Payload payload && payload.transport != 0;
    }

    /** Tells whether the condition is that of one number. */
    static boolean isOneNumber(Match match) {
        return !match.negated()
                && match.operand() instanceof Value.Numbers numbers
                && numbers.first() == numbers.last();
    }
}
