package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The expressions of a rule in the form in which two rules that do the same are equal: attributes
 * in order, without the values of counters and without what the kernel adds or implies.
 */
final class RuleForm {
    private static final int MAX_ATTRIBUTE = 31;

    /** No expressions. */
    static final RuleForm EMPTY = new RuleForm();

    private final StringBuilder text = new StringBuilder(256);
    private final List<String> references = new ArrayList<>(2);
    private final @Nullable String[] values = new @Nullable String[MAX_ATTRIBUTE + 1];

    private RuleForm() {}

    /** Reads expressions, each a {@code NFTA_LIST_ELEM}. */
    static RuleForm of(AttributeReader expressions) throws MalformedMessageException {
        RuleForm form = new RuleForm();
        while (expressions.next()) {
            form.expression(expressions.nested());
        }
        return form;
    }

    /** Returns the form. */
    String text() {
        return text.toString();
    }

    /** Tells whether the rule uses a set, map, chain or counter of that name. */
    boolean refersTo(String name) {
        return references.contains(name);
    }

    private void expression(AttributeReader attributes) throws MalformedMessageException {
        String name = "";
        AttributeReader data = null;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_EXPR_NAME -> name = attributes.string();
                case NFTA_EXPR_DATA -> data = attributes.nested();
                default -> {} // there is no other yet
            }
        }
        text.append('[').append(name);
        if (data != null && !name.equals("counter")) {
            read(name, data);
            dropImplied(name);
            write();
        }
        text.append(']');
    }

    private void read(String name, AttributeReader data) throws MalformedMessageException {
        Arrays.fill(values, null);
        while (data.next()) {
            int type = data.type();
            if (type > MAX_ATTRIBUTE) {
                text.append(' ').append(type).append(' ').append(Hex.of(data.bytes()));
            } else if (holdsData(name, type)) {
                values[type] = data(data.nested(), references);
            } else {
                values[type] = Hex.of(data.bytes());
                refer(name, type, data);
            }
        }
    }

    private static boolean holdsData(String expression, int type) {
        return switch (expression) {
            case "immediate" -> type == NFTA_IMMEDIATE_DATA;
            case "cmp" -> type == NFTA_CMP_DATA;
            case "bitwise" -> type == NFTA_BITWISE_MASK || type == NFTA_BITWISE_XOR;
            case "range" -> type == NFTA_RANGE_FROM_DATA || type == NFTA_RANGE_TO_DATA;
            default -> false;
        };
    }

    /** Names end with or without a NUL, as the sender likes. */
    private void refer(String expression, int type, AttributeReader data) {
        boolean lookup = expression.equals("lookup") && type == NFTA_LOOKUP_SET;
        boolean object = expression.equals("objref") && type == NFTA_OBJREF_IMM_NAME;
        if (lookup || object) {
            String name = data.string();
            values[type] = '"' + name + '"';
            references.add(name);
        }
    }

    /** Returns the form of a {@code NFTA_DATA_…}, as {@link ElementForm} has it too. */
    static String data(AttributeReader data) throws MalformedMessageException {
        return data(data, new ArrayList<>(1));
    }

    private static String data(AttributeReader data, List<String> references)
            throws MalformedMessageException {
        String value = "";
        while (data.next()) {
            if (data.type() == NFTA_DATA_VERDICT) {
                value = verdict(data.nested(), references);
            } else {
                value = Hex.of(data.bytes());
            }
        }
        return value;
    }

    private static String verdict(AttributeReader verdict, List<String> references)
            throws MalformedMessageException {
        String code = "";
        String chain = "";
        while (verdict.next()) {
            switch (verdict.type()) {
                case NFTA_VERDICT_CODE -> code = Integer.toString(verdict.be32());
                case NFTA_VERDICT_CHAIN -> {
                    chain = " \"" + verdict.string() + '"';
                    references.add(verdict.string());
                }
                default -> {} // the chain's number within a transaction
            }
        }
        return "verdict " + code + chain;
    }

    private void dropImplied(String expression) {
        switch (expression) {
            case "bitwise" -> dropIf(NFTA_BITWISE_OP, "00000000");
            case "lookup" -> {
                values[NFTA_LOOKUP_SET_ID] = null;
                dropIf(NFTA_LOOKUP_FLAGS, "00000000");
            }
            case "log" -> dropIf(NFTA_LOG_LEVEL, "00000004"); // LOGLEVEL_WARNING
            case "reject" -> {
                if ("00000001".equals(values[NFTA_REJECT_TYPE])) {
                    values[NFTA_REJECT_ICMP_CODE] = null;
                }
            }
            case "nat" -> {
                dropCopy(NFTA_NAT_REG_ADDR_MAX, NFTA_NAT_REG_ADDR_MIN);
                dropCopy(NFTA_NAT_REG_PROTO_MAX, NFTA_NAT_REG_PROTO_MIN);
                values[NFTA_NAT_FLAGS] = chosenNatFlags(values[NFTA_NAT_FLAGS]);
            }
            case "masq" -> dropCopy(NFTA_MASQ_REG_PROTO_MAX, NFTA_MASQ_REG_PROTO_MIN);
            case "redir" -> dropCopy(NFTA_REDIR_REG_PROTO_MAX, NFTA_REDIR_REG_PROTO_MIN);
            default -> {} // the kernel adds nothing to these
        }
    }

    /** Leaves out the flags for addresses and ports being there, which the kernel sets itself. */
    private static @Nullable String chosenNatFlags(@Nullable String flags) {
        if (flags == null || flags.length() != 8) {
            return flags;
        }
        int chosen = Integer.parseUnsignedInt(flags, 16) & ~3; // NF_NAT_RANGE_{MAP_IPS,PROTO_…}
        return chosen == 0 ? null : Integer.toHexString(chosen);
    }

    private void dropIf(int type, String value) {
        if (value.equals(values[type])) {
            values[type] = null;
        }
    }

    private void dropCopy(int type, int original) {
        String value = values[original];
        if (value != null && value.equals(values[type])) {
            values[type] = null;
        }
    }

    private void write() {
        for (int type = 0; type <= MAX_ATTRIBUTE; type++) {
            if (values[type] != null) {
                text.append(' ').append(type).append(' ').append(values[type]);
            }
        }
    }
}
