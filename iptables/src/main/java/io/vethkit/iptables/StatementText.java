package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Writes rules and their parts as {@code nft} reads them. */
final class StatementText {
    private final StringBuilder out;
    private final Family family;

    /** Writes for a table of {@code family}, on which some words depend. */
    StatementText(StringBuilder out, Family family) {
        this.out = out;
        this.family = family;
    }

    void rule(Rule rule) {
        String space = "";
        for (Statement statement : rule.statements()) {
            out.append(space);
            statement(statement);
            space = " ";
        }
        if (rule.comment() != null) {
            out.append(" comment \"").append(rule.comment()).append('"');
        }
    }

    private void statement(Statement statement) {
        if (statement instanceof Match match) {
            match(match);
        } else if (statement instanceof VerdictLookup lookup) {
            out.append(lookup.selector().text()).append(" vmap @").append(lookup.map());
        } else if (statement instanceof SetMark set) {
            out.append(set.target().text()).append(" set ");
            mark(set.value());
        } else if (statement instanceof Count count) {
            out.append("counter");
            if (count.counter() != null) {
                out.append(" name \"").append(count.counter()).append('"');
            }
        } else if (statement instanceof Verdict verdict) {
            verdict(verdict);
        } else if (statement instanceof Nat nat) {
            nat(nat);
        } else if (statement instanceof Masquerade masquerade) {
            out.append("masquerade");
            ports(" to :", masquerade.ports());
            flags(masquerade.flags());
        } else if (statement instanceof Redirect redirect) {
            out.append("redirect");
            ports(" to :", redirect.ports());
            flags(redirect.flags());
        } else if (statement instanceof Reject reject) {
            reject(reject);
        } else {
            log((Log) statement);
        }
    }

    private void match(Match match) {
        Operand operand = match.operand();
        out.append(match.selector().text());
        if (operand instanceof Operand.Masked masked) {
            out.append(" & 0x").append(Integer.toHexString(masked.mask()));
            out.append(match.negated() ? " != 0x" : " == 0x");
            out.append(Integer.toHexString(masked.value()));
            return;
        }
        boolean noneOf = operand instanceof Operand.States some && some.states().size() > 1;
        out.append(!match.negated() ? " " : noneOf ? " ! " : " != ");
        if (operand instanceof Operand.InSet in) {
            out.append('@').append(in.set());
        } else if (operand instanceof Operand.States states) {
            String comma = "";
            for (CtState state : states.states()) {
                out.append(comma).append(state.text);
                comma = ",";
            }
        } else if (operand instanceof AddressType type) {
            out.append(type.text);
        } else {
            value(match.selector().type(), (Value) operand);
        }
    }

    void value(DataType type, Value value) {
        if (value instanceof Value.Addresses addresses) {
            addresses(addresses);
        } else if (value instanceof Value.Numbers numbers) {
            if (numbers.first() == numbers.last()) {
                number(type, numbers.first());
            } else {
                out.append(numbers.first()).append('-').append(numbers.last());
            }
        } else {
            out.append('"').append(((Value.InterfaceName) value).pattern()).append('"');
        }
    }

    private void addresses(Value.Addresses addresses) {
        int length = addresses.prefixLength();
        out.append(addresses.first());
        if (length < 0) {
            out.append('-').append(addresses.last());
        } else if (length < addresses.first().bits()) {
            out.append('/').append(length);
        }
    }

    private void number(DataType type, int number) {
        if (type == DataType.MARK) {
            out.append("0x").append(Integer.toHexString(number));
        } else if (type == DataType.NF_PROTO && number == NfTables.NFPROTO_IPV4) {
            out.append("ipv4");
        } else if (type == DataType.NF_PROTO && number == NfTables.NFPROTO_IPV6) {
            out.append("ipv6");
        } else if (type == DataType.INET_PROTO && number == 1) {
            out.append("icmp");
        } else if (type == DataType.INET_PROTO && number == Payload.TCP) {
            out.append("tcp");
        } else if (type == DataType.INET_PROTO && number == Payload.UDP) {
            out.append("udp");
        } else {
            out.append(number);
        }
    }

    private void mark(MarkValue value) {
        int mask = value.mask();
        int xor = value.xor();
        if (value.source() == null) {
            number(DataType.MARK, xor);
            return;
        }
        out.append(value.source().text());
        boolean setsOnly = (mask & xor) == 0; // then ^ and | are the same
        if (mask != -1 && (xor == 0 || mask != ~xor)) {
            out.append(" & ");
            number(DataType.MARK, mask);
        }
        if (xor != 0) {
            out.append(setsOnly ? " | " : " ^ ");
            number(DataType.MARK, xor);
        }
    }

    void verdict(Verdict verdict) {
        out.append(verdict.kind().text);
        if (verdict.chain() != null) {
            out.append(' ').append(verdict.chain());
        }
    }

    private void nat(Nat nat) {
        Value.Addresses addresses = nat.addresses();
        boolean single = addresses.first().compareTo(addresses.last()) == 0;
        boolean brackets = addresses.first().isV6() && nat.ports() != null;
        out.append(nat.kind().text);
        if (family == Family.INET) {
            out.append(addresses.first().isV6() ? " ip6" : " ip");
        }
        out.append(" to ");
        out.append(brackets ? "[" : "").append(addresses.first()).append(brackets ? "]" : "");
        if (!single) {
            out.append('-').append(brackets ? "[" : "");
            out.append(addresses.last()).append(brackets ? "]" : "");
        }
        ports(":", nat.ports());
        flags(nat.flags());
    }

    private void ports(String before, Value.@Nullable Numbers ports) {
        if (ports != null) {
            out.append(before);
            value(DataType.INET_SERVICE, ports);
        }
    }

    private void flags(List<NatFlag> flags) {
        String separator = " ";
        for (NatFlag flag : flags) {
            out.append(separator).append(flag.text);
            separator = ",";
        }
    }

    private void reject(Reject reject) {
        Reject.With with = reject.with();
        out.append("reject");
        if (with == Reject.With.TCP_RESET) {
            out.append(" with tcp reset");
        } else if (with != Reject.With.PORT_UNREACHABLE) {
            switch (family) {
                case IP -> out.append(" with icmp type ").append(with.text);
                case IP6 -> out.append(" with icmpv6 type ").append(with.textV6);
                case INET -> out.append(" with icmpx type ").append(with.text);
            }
        }
    }

    private void log(Log log) {
        out.append("log");
        if (log.prefix() != null) {
            out.append(" prefix \"").append(log.prefix()).append('"');
        }
    }
}
