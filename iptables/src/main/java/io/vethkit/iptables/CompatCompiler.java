package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_CMP_EQ;
import static io.vethkit.iptables.NfTables.NFT_JUMP;
import static io.vethkit.iptables.NfTables.NFT_META_IIFNAME;
import static io.vethkit.iptables.NfTables.NFT_META_MARK;
import static io.vethkit.iptables.NfTables.NFT_META_OIFNAME;
import static io.vethkit.iptables.NfTables.NFT_PAYLOAD_NETWORK_HEADER;

import io.vethkit.iptables.IptablesRule.InterfaceMatch;
import io.vethkit.iptables.IptablesRule.PrefixMatch;
import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Writes rules of iptables as expressions of nf_tables, as iptables-nft 1.8.9 does. */
final class CompatCompiler implements XtComparison.Compiler {
    private static final int NFT_CMP_NEQ = NfTables.NFT_CMP_NEQ;

    private final MessageWriter scratch = new MessageWriter();

    @Override
    public XtRule compile(IptablesTable table, IptablesRule rule) {
        write(table.family(), rule, new ExpressionWriter(scratch.clear()));
        byte[] expressions = new byte[scratch.position()];
        scratch.written().get(expressions);
        AttributeReader reader = new AttributeReader(scratch.written(), 0, expressions.length);
        try {
            String form = RuleForm.of(reader).text();
            return XtRule.wanted(rule, form, expressions);
        } catch (MalformedMessageException e) {
            throw new AssertionError(rule.toString(), e);
        }
    }

    private static void write(Family family, IptablesRule rule, ExpressionWriter out) {
        device(NFT_META_IIFNAME, rule.in(), out);
        device(NFT_META_OIFNAME, rule.out(), out);
        boolean v6 = family == Family.IP6;
        address(v6 ? 8 : 12, rule.source(), out); // offset of saddr in the header
        address(v6 ? 24 : 16, rule.destination(), out);
        for (XtMatch match : rule.matches()) {
            if (match instanceof XtMatch.Mark mark) {
                mark(mark, out);
            } else {
                out.match(XtExtension.of(match));
            }
        }
        out.counterFromZero();
        target(rule.target(), out);
    }

    private static void device(int key, @Nullable InterfaceMatch match, ExpressionWriter out) {
        if (match == null) {
            return;
        }
        String pattern = match.pattern();
        boolean prefix = pattern.endsWith("+");
        String name = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
        out.meta(key);
        int length = prefix ? name.length() : name.length() + 1;
        out.cmp(match.inverted() ? NFT_CMP_NEQ : NFT_CMP_EQ, Bytes.padded(name, length));
    }

    /** Loads no more bytes than count, where the prefix ends with a byte. */
    private static void address(int offset, @Nullable PrefixMatch match, ExpressionWriter out) {
        if (match == null) {
            return;
        }
        Prefix prefix = match.prefix();
        byte[] address = Bytes.of(prefix.address());
        int length = prefix.length() % 8 == 0 ? prefix.length() / 8 : address.length;
        out.payload(NFT_PAYLOAD_NETWORK_HEADER, offset, length);
        if (prefix.length() % 8 != 0) {
            out.bitwise(false, mask(prefix, length), new byte[length]);
        }
        int op = match.inverted() ? NFT_CMP_NEQ : NFT_CMP_EQ;
        out.cmp(op, Arrays.copyOf(address, length));
    }

    static byte[] mask(Prefix prefix, int bytes) {
        byte[] mask = new byte[bytes];
        for (int i = 0; i < prefix.length(); i++) {
            mask[i / 8] |= (byte) (0x80 >>> i % 8);
        }
        return mask;
    }

    private static void mark(XtMatch.Mark mark, ExpressionWriter out) {
        out.meta(NFT_META_MARK);
        if (mark.mask() != -1) {
            out.bitwise(false, Bytes.ofMark(mark.mask()), Bytes.ofMark(0));
        }
        out.cmp(mark.inverted() ? NFT_CMP_NEQ : NFT_CMP_EQ, Bytes.ofMark(mark.value()));
    }

    private static void target(XtTarget target, ExpressionWriter out) {
        XtExtension extension = XtExtension.of(target);
        if (extension != null) {
            out.target(extension);
        } else if (target instanceof XtTarget.Jump jump) {
            out.verdict(NFT_JUMP, jump.chain());
        } else {
            out.verdict(((XtTarget.Verdict) target).code, null);
        }
    }
}
