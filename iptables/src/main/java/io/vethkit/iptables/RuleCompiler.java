package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Turns rules into the expressions that nft 1.0.6 turns them into. */
final class RuleCompiler {
    private final Family family;
    private final List<String> sets;
    private final ExpressionWriter out;
    private final Headers headers;
    private final MatchCompiler matches;

    /**
     * Compiles one rule.
     *
     * @param family of its table
     * @param sets the names of the table's sets and maps, which number them
     * @param to takes the expressions
     */
    RuleCompiler(Family family, List<String> sets, MessageWriter to) {
        this.family = family;
        this.sets = sets;
        this.out = new ExpressionWriter(to);
        this.headers = new Headers(family, out);
        this.matches = new MatchCompiler(headers, out, sets);
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
    void compile(Rule rule) {
        List<Statement> statements = rule.statements();
        if (Headers.resetsAnyProtocol(statements)) {
            headers.requireTransport(Payload.TCP, "tcp reset"); // in front of all, as nft has it
        }
        for (int i = 0; i < statements.size(); i++) {
            Statement next = i + 1 < statements.size() ? statements.get(i + 1) : null;
            if (matches.ports(statements.get(i), next)) {
                i++;
            } else {
                compile(statements.get(i));
            }
        }
    }

    private void compile(Statement statement) {
        if (statement instanceof Match match) {
            matches.compile(match);
        } else if (statement instanceof VerdictLookup lookup) {
            matches.load(lookup.selector());
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

    private void compile(SetMark set) {
        MarkValue value = set.value();
        if (value.source() == null) {
            out.immediate(NFT_REG_1, Bytes.ofMark(value.xor()));
        } else {
            matches.load(value.source());
            if (value.mask() != -1 || value.xor() != 0) {
                out.bitwise(true, Bytes.ofMark(value.mask()), Bytes.ofMark(value.xor()));
            }
        }
        if (set.target() == Ct.MARK) {
            out.setCt(NFT_CT_MARK);
        } else {
            out.setMeta(NFT_META_MARK);
        }
    }

    private void compile(Nat nat) {
        Value.Addresses addresses = nat.addresses();
        int of = addresses.first().isV6() ? NFPROTO_IPV6 : NFPROTO_IPV4;
        if (headers.network() != 0 && headers.network() != of) {
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
        if (headers.transport() == 0) {
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
            headers.requireTransport(Payload.TCP, "tcp reset");
            out.reject(NFT_REJECT_TCP_RST, 0);
        } else if (family == Family.INET && !isDefaultOfKnownNetwork(with)) {
            out.reject(NFT_REJECT_ICMPX_UNREACH, with.icmpx);
        } else {
            boolean v6 = headers.network() == NFPROTO_IPV6;
            out.reject(NFT_REJECT_ICMP_UNREACH, v6 ? with.icmpv6 : with.icmp);
        }
    }

    private boolean isDefaultOfKnownNetwork(Reject.With with) {
        return with == Reject.With.PORT_UNREACHABLE && headers.network() != 0;
    }
}
