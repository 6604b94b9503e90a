package io.vethkit.iptables;

import io.vethkit.iptables.IptablesRule.InterfaceMatch;
import io.vethkit.iptables.IptablesRule.PrefixMatch;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes rules of iptables as entries of legacy tables, as iptables-legacy 1.8.9 does. */
final class LegacyCompiler implements XtComparison.Compiler {
    @Override
    public XtRule compile(IptablesTable table, IptablesRule rule) {
        EntryLayout layout = EntryLayout.of(table.family());
        byte[] entry = entry(layout, rule);
        return XtRule.wanted(rule, form(layout, entry, rule.jumpsTo()), entry);
    }

    private static byte[] entry(EntryLayout layout, IptablesRule rule) {
        List<XtExtension> matches = new ArrayList<>(rule.matches().size());
        int target = layout.size;
        for (XtMatch match : rule.matches()) {
            XtExtension extension = XtExtension.of(match);
            matches.add(extension);
            target += EntryLayout.EXTENSION_HEADER + extension.data.length;
        }
        XtExtension action = XtExtension.of(rule.target());
        int length =
                action == null
                        ? EntryLayout.STANDARD_TARGET
                        : EntryLayout.EXTENSION_HEADER + action.data.length;
        byte[] entry = new byte[target + length];
        head(layout, rule, EntryLayout.view(entry));
        ByteBuffer out = EntryLayout.view(entry);
        out.putShort(layout.targetOffset, (short) target);
        out.putShort(layout.nextOffset, (short) entry.length);
        out.position(layout.size);
        for (XtExtension match : matches) {
            put(match, out);
        }
        if (action != null) {
            put(action, out);
        } else {
            out.putShort((short) EntryLayout.STANDARD_TARGET);
            if (rule.target() instanceof XtTarget.Verdict verdict) {
                layout.verdict(entry, verdict.legacyCode);
            }
        }
        return entry;
    }

    private static void head(EntryLayout layout, IptablesRule rule, ByteBuffer out) {
        int inverted = address(layout, 0, rule.source(), IpTables.IPT_INV_SRCIP, out);
        inverted |= address(layout, 1, rule.destination(), IpTables.IPT_INV_DSTIP, out);
        inverted |= device(layout, 0, rule.in(), IpTables.IPT_INV_VIA_IN, out);
        inverted |= device(layout, 1, rule.out(), IpTables.IPT_INV_VIA_OUT, out);
        out.put(layout.invertFlags, (byte) inverted);
    }

    /** Returns {@code flag} if the match is inverted, else 0. */
    private static int address(
            EntryLayout layout, int index, @Nullable PrefixMatch match, int flag, ByteBuffer out) {
        if (match == null) {
            return 0;
        }
        int length = layout.addressLength;
        out.put(index * length, Bytes.of(match.prefix().address()));
        out.put((index + 2) * length, CompatCompiler.mask(match.prefix(), length));
        return match.inverted() ? flag : 0;
    }

    /** A name that ends with {@code +} keeps it, outside of the mask. */
    private static int device(
            EntryLayout layout,
            int index,
            @Nullable InterfaceMatch match,
            int flag,
            ByteBuffer out) {
        if (match == null) {
            return 0;
        }
        String pattern = match.pattern();
        int at = layout.inInterface + index * EntryLayout.INTERFACE_LENGTH;
        out.put(at, pattern.getBytes(StandardCharsets.US_ASCII));
        byte[] mask = new byte[pattern.endsWith("+") ? pattern.length() - 1 : pattern.length() + 1];
        Arrays.fill(mask, (byte) 0xff);
        out.put(at + 2 * EntryLayout.INTERFACE_LENGTH, mask);
        return match.inverted() ? flag : 0;
    }

    private static void put(XtExtension extension, ByteBuffer out) {
        int start = out.position();
        out.putShort((short) (EntryLayout.EXTENSION_HEADER + extension.data.length));
        out.put(extension.name.getBytes(StandardCharsets.US_ASCII));
        out.position(start + EntryLayout.REVISION).put((byte) extension.revision);
        out.put(extension.data);
    }

    /** Returns the entry without what the kernel counts, caches or computes. */
    static String form(EntryLayout layout, byte[] entry, @Nullable String jumpsTo) {
        byte[] copy = entry.clone();
        ByteBuffer view = EntryLayout.view(copy);
        view.putInt(layout.nfcache, 0).putInt(layout.comefrom, 0);
        view.putLong(layout.counters, 0).putLong(layout.counters + 8, 0);
        if (jumpsTo == null) {
            return Hex.of(copy);
        }
        layout.verdict(copy, 0);
        return Hex.of(copy) + jumpsTo;
    }
}
