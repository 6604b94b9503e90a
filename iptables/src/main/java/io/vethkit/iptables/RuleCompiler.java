package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Turns rules into the expressions that nft 1.0.6 turns them into. */
final class RuleCompiler {
    private static final byte[] NOTHING = new byte[16];

    private final Family family;
    private final List<String> sets;

    // What the rule at hand has made sure of so far; 0 is unknown.
    private int network;
    private int transport;
    private ExpressionWriter out = new ExpressionWriter(new MessageWriter());

    /** Compiles for tables of {@code family} whose sets and maps have these names. */
    RuleCompiler(Family family, List<String> sets) {
        this.family = family;
        this.sets = sets;
    }

    /** Returns the transaction's number of a set or map, from 1. */
    static int setId(List<String> sets, String name) {
        return sets.indexOf(name) + 1;
    }

    /**
     * Writes the expressions of {@code rule}, each a {@code NFTA_LIST_ELEM}.
     *
     * @throws IllegalArgumentException if parts of the rule contradict each other or the family
     */
    void compile(Rule rule, MessageWriter to) {
        out = new ExpressionWriter(to);
        network = family == Family.INET ? 0 : family.number;
        transport = 0;
        List<Statement> statements = rule.statements();
        if (resetsAnyProtocol(statements)) {
            requireTransport(Payload.TCP, "tcp reset"); // in front of all, as nft has it
        }
        for (int i = 0; i < statements.size(); i++) {
            if (i + 1 < statements.size() && ports(statements.get(i), statements.get(i + 1))) {
                i++;
            } else {
                compile(statements.get(i));
            }
        }
    }

    /** Tells whether TCP connections are reset of which no statement before says they are TCP. */
    private static boolean resetsAnyProtocol(List<Statement> statements) {
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

    /** Looks at a source and a destination port side by side at once, as nft does. */
    private boolean ports(Statement one, Statement other) {
        if (!(one instanceof Match first) || !(other instanceof Match second)) {
            return false;
        }
        boolean swapped = isDestination(first.selector());
        Match source = swapped ? second : first;
        Match destination = swapped ? first : second;
        boolean single = isOneNumber(source) && isOneNumber(destination);
        if (!single || !isPair(source.selector(), destination.selector())) {
            return false;
        }
        require((Payload) source.selector());
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

    private static boolean isOneNumber(Match match) {
        return !match.negated()
                && match.operand() instanceof Value.Numbers numbers
                && numbers.first() == numbers.last();
    }

    private static byte[] port(Match match) {
        return Bytes.of(DataType.INET_SERVICE, ((Value.Numbers) match.operand()).first());
    }

    private void compile(Statement statement) {
        if (statement instanceof Match match) {
            compile(match);
        } else if (statement instanceof VerdictLookup lookup) {
            load(lookup.selector());
            out.lookupVerdict(lookup.map(), setId(sets, lookup.map()));
        } else if (statement instanceof SetMark set) {
            compile(set);
        } else if (statement instanceof Count count) {
            if (count.counter() == null) {
                out.counter();
            } else {
                out.counter(count.counter());
            }
        } else if (statement instanceof Verdict verdict) {
            out.verdict(verdict);
        } else if (statement instanceof Nat nat) {
            compile(nat);
        } else if (statement instanceof Masquerade masquerade) {
            int[] ports = ports(NFT_REG_1, masquerade.ports());
            out.masquerade(ports[0], ports[1], flags(masquerade.ports(), masquerade.flags()));
        } else if (statement instanceof Redirect redirect) {
            int[] ports = ports(NFT_REG_1, redirect.ports());
            out.redirect(ports[0], ports[1], flags(redirect.ports(), redirect.flags()));
        } else if (statement instanceof Reject reject) {
            compile(reject);
        } else {
            out.log(((Log) statement).prefix());
        }
    }

    private void compile(Match match) {
        Selector selector = match.selector();
        Operand operand = match.operand();
        int equal = match.negated() ? NFT_CMP_NEQ : NFT_CMP_EQ;
        if (operand instanceof Operand.InSet in) {
            load(selector);
            out.lookup(in.set(), setId(sets, in.set()), match.negated());
        } else if (operand instanceof Operand.Masked masked) {
            load(selector);
            out.bitwise(true, mark(masked.mask()), mark(0));
            out.cmp(equal, mark(masked.value()));
        } else if (operand instanceof Operand.States states) {
            load(selector);
            states(states, match.negated());
        } else if (operand instanceof AddressType type) {
            load(selector);
            out.cmp(equal, mark(type.number));
        } else if (operand instanceof Value.InterfaceName name) {
            load(selector);
            out.cmp(equal, name(name));
        } else {
            interval(match, Interval.of(selector.type(), (Value) operand), equal);
            learn(match);
        }
    }

    private void states(Operand.States states, boolean negated) {
        if (negated && states.states().size() == 1) {
            out.cmp(NFT_CMP_NEQ, mark(states.bits()));
        } else {
            out.bitwise(false, mark(states.bits()), mark(0));
            out.cmp(negated ? NFT_CMP_EQ : NFT_CMP_NEQ, mark(0));
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
            require(payload);
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

    private void load(Selector selector) {
        if (selector instanceof Payload payload) {
            require(payload);
            out.payload(payload.base(), payload.offset, payload.type().length);
        } else if (selector instanceof Meta meta) {
            out.meta(meta.key);
        } else if (selector instanceof Ct ct) {
            out.ct(ct.key);
        } else {
            out.fib(((Fib) selector).flags);
        }
    }

    /** Makes sure that the packet has the header, as nft does unless the rule already has. */
    private void require(Payload payload) {
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

    private void requireTransport(int needed, String what) {
        if (transport == 0) {
            out.meta(NFT_META_L4PROTO);
            out.cmp(NFT_CMP_EQ, new byte[] {(byte) needed});
            transport = needed;
        } else if (transport != needed) {
            throw new IllegalArgumentException(what + " of packets of another protocol");
        }
    }

    /** Notes what a condition that the rule itself states makes sure of. */
    private void learn(Match match) {
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

    private void compile(SetMark set) {
        MarkValue value = set.value();
        if (value.source() == null) {
            out.immediate(NFT_REG_1, mark(value.xor()));
        } else {
            load(value.source());
            if (value.mask() != -1 || value.xor() != 0) {
                out.bitwise(true, mark(value.mask()), mark(value.xor()));
            }
        }
        if (set.target() == Ct.MARK) {
            out.setCt(NFT_CT_MARK);
        } else {
            out.setMeta(NFT_META_MARK);
        }
    }

    private static byte[] mark(int number) {
        return Bytes.of(DataType.MARK, number);
    }

    private void compile(Nat nat) {
        Value.Addresses addresses = nat.addresses();
        int of = addresses.first().isV6() ? NFPROTO_IPV6 : NFPROTO_IPV4;
        if (network != 0 && network != of) {
            throw new IllegalArgumentException(
                    nat.kind().text + " to " + addresses.first() + " of another family");
        }
        int register = NFT_REG_1;
        out.immediate(register, Bytes.of(addresses.first()));
        int addressMax = 0;
        if (addresses.first().compareTo(addresses.last()) != 0) {
            addressMax = ++register;
            out.immediate(addressMax, Bytes.of(addresses.last()));
        }
        int[] ports = ports(register + 1, nat.ports());
        int type = nat.kind() == Nat.Kind.SNAT ? 0 : 1; // enum nft_nat_types
        out.nat(type, of, addressMax, ports[0], ports[1], flags(nat.ports(), nat.flags()));
    }

    /** Loads ports into registers. Returns the registers of the first and the last one, or 0. */
    private int[] ports(int register, Value.@Nullable Numbers ports) {
        int[] registers = new int[2];
        if (ports == null) {
            return registers;
        }
        if (transport == 0) {
            throw new IllegalArgumentException("ports of packets of an unknown protocol");
        }
        registers[0] = register;
        out.immediate(register, Bytes.of(DataType.INET_SERVICE, ports.first()));
        if (ports.first() != ports.last()) {
            registers[1] = register + 1;
            out.immediate(registers[1], Bytes.of(DataType.INET_SERVICE, ports.last()));
        }
        return registers;
    }

    private static int flags(Value.@Nullable Numbers ports, List<NatFlag> flags) {
        int protoSpecified = 1 << 1; // NF_NAT_RANGE_PROTO_SPECIFIED, nf_nat.h
        return NatFlag.bits(flags) | (ports == null ? 0 : protoSpecified);
    }

    private void compile(Reject reject) {
        Reject.With with = reject.with();
        if (with == Reject.With.TCP_RESET) {
            requireTransport(Payload.TCP, "tcp reset");
            out.reject(NFT_REJECT_TCP_RST, 0);
        } else if (family == Family.INET && !isDefaultOfKnownNetwork(with)) {
            out.reject(NFT_REJECT_ICMPX_UNREACH, with.icmpx);
        } else {
            boolean v6 = network == NFPROTO_IPV6;
            out.reject(NFT_REJECT_ICMP_UNREACH, v6 ? with.icmpv6 : with.icmp);
        }
    }

    private boolean isDefaultOfKnownNetwork(Reject.With with) {
        return with == Reject.With.PORT_UNREACHABLE && network != 0;
    }
}
