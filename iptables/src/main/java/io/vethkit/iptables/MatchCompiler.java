package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Turns conditions into expressions: load a property, compare it. */
final class MatchCompiler {
    private static final byte[] NOTHING = new byte[16];

    private final Headers headers;
    private final ExpressionWriter out;
    private final List<String> sets;

    MatchCompiler(Headers headers, ExpressionWriter out, List<String> sets) {
        this.headers = headers;
        this.out = out;
        this.sets = sets;
    }

    /** Looks at a source and a destination port side by side at once, as nft does. */
    boolean ports(Statement one, @Nullable Statement other) {
        if (!(one instanceof Match first) || !(other instanceof Match second)) {
            return false;
        }
        boolean swapped = isDestination(first.selector());
        Match source = swapped ? second : first;
        Match destination = swapped ? first : second;
        boolean single = Headers.isOneNumber(source) && Headers.isOneNumber(destination);
        if (!single || !isPair(source.selector(), destination.selector())) {
            return false;
        }
        headers.require((Payload) source.selector());
        out.payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 4);
        byte[] both = Arrays.copyOf(port(source), 4);
        System.arraycopy(port(destination), 0, both, 2, 2);
        out.cmp(NFT_CMP_EQ, both);
        return true;
    }

    private static boolean isDestination(Selector selector) {
        return selector == Payload.TCP_DPORT || selector == Payload.UDP_DPORT;
    }

    private static boolean isPair(Selector source, Selector destination) {
        return (source == Payload.TCP_SPORT && destination == Payload.TCP_DPORT)
                || (source == Payload.UDP_SPORT && destination == Payload.UDP_DPORT);
    }

    private static byte[] port(Match match) {
        return Bytes.of(DataType.INET_SERVICE, ((Value.Numbers) match.operand()).first());
    }

    void compile(Match match) {
        Selector selector = match.selector();
        Operand operand = match.operand();
        int equal = match.negated() ? NFT_CMP_NEQ : NFT_CMP_EQ;
        if (operand instanceof Operand.InSet in) {
            load(selector);
            out.lookup(in.set(), RuleCompiler.setId(sets, in.set()), match.negated());
        } else if (operand instanceof Operand.Masked masked) {
            load(selector);
            out.bitwise(true, Bytes.ofMark(masked.mask()), Bytes.ofMark(0));
            out.cmp(equal, Bytes.ofMark(masked.value()));
        } else if (operand instanceof Operand.States states) {
            load(selector);
            states(states, match.negated());
        } else if (operand instanceof AddressType type) {
            load(selector);
            out.cmp(equal, Bytes.ofMark(type.number));
        } else if (operand instanceof Value.InterfaceName name) {
            load(selector);
            out.cmp(equal, name(name));
        } else {
            interval(match, Interval.of(selector.type(), (Value) operand), equal);
            headers.learn(match);
        }
    }

    private void states(Operand.States states, boolean negated) {
        if (negated && states.states().size() == 1) {
            out.cmp(NFT_CMP_NEQ, Bytes.ofMark(states.bits()));
        } else {
            out.bitwise(false, Bytes.ofMark(states.bits()), Bytes.ofMark(0));
            out.cmp(negated ? NFT_CMP_EQ : NFT_CMP_NEQ, Bytes.ofMark(0));
        }
    }

    private static byte[] name(Value.InterfaceName name) {
        String pattern = name.pattern();
        int length = pattern.length() - 1;
        return name.isWildcard()
                ? Bytes.padded(pattern, length) // compares as many bytes as it is given
                : Bytes.padded(pattern, DataType.IFNAME.length);
    }

    private void interval(Match match, Interval interval, int equal) {
        if (interval.isSingle()) {
            load(match.selector());
            out.cmp(equal, interval.first);
            return;
        }
        int length = match.operand() instanceof Value.Addresses some ? some.prefixLength() : -1;
        if (length >= 0) {
            prefix((Payload) match.selector(), interval, length, equal);
            return;
        }
        load(match.selector());
        if (match.negated()) {
            out.rangeNeq(interval.first, interval.last);
        } else {
            out.cmp(NFT_CMP_GTE, interval.first);
            out.cmp(NFT_CMP_LTE, interval.last);
        }
    }

    /** Whole bytes are compared as such, other lengths with a mask. */
    private void prefix(Payload payload, Interval interval, int length, int equal) {
        if (length % 8 == 0 && length > 0) {
            headers.require(payload);
            out.payload(payload.base(), payload.offset, length / 8);
            out.cmp(equal, Arrays.copyOf(interval.first, length / 8));
            return;
        }
        load(payload);
        byte[] mask = new byte[interval.first.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) ~(interval.first[i] ^ interval.last[i]);
        }
        out.bitwise(false, mask, Arrays.copyOf(NOTHING, mask.length));
        out.cmp(equal, interval.first);
    }

    /** Loads the property into the register that comparisons read. */
    void load(Selector selector) {
        if (selector instanceof Payload payload) {
            headers.require(payload);
            out.payload(payload.base(), payload.offset, payload.type().length);
        } else if (selector instanceof Meta meta) {
            out.meta(meta.key);
        } else if (selector instanceof Ct ct) {
            out.ct(ct.key);
        } else {
            out.fib(((Fib) selector).flags);
        }
    }
}
