package io.vethkit.iptables;

import io.vethkit.netlink.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A legacy table that is there: entries one behind the other, as {@link EntryLayout} has them.
 *
 * <p>A built-in chain ends with an entry that holds its policy; another chain starts with an error
 * that holds its name and ends with an entry that returns; the last entry is an error. The verdict
 * of a jump is the offset of the first rule of its chain.
 *
 * <pre>{@code
 * struct xt_error_target {
 *     struct xt_entry_target target; char errorname[XT_FUNCTION_MAXNAMELEN];
 * };
 * }</pre>
 */
final class LegacyTable {
    /** An entry, and its number in the table that was read, from 1; 0 if it is new. */
    static final class Entry {
        final byte[] bytes;
        final int number;

        Entry(byte[] bytes, int number) {
            this.bytes = bytes;
            this.number = number;
        }
    }

    /** A chain with the entries around its rules. */
    static final class Frame {
        final XtChain chain;

        /** The hook that leads to the chain if it is built in, else -1. */
        final int hook;

        final @Nullable Entry head;

        /** The index of the entry behind {@code head} in the table that was read; 0 if new. */
        final int first;

        @Nullable Entry tail;

        Frame(XtChain chain, int hook, @Nullable Entry head, int first) {
            this.chain = chain;
            this.hook = hook;
            this.head = head;
            this.first = first;
        }
    }

    private final IptablesTable wanted;
    private final TableInfo info;
    final EntryLayout layout;
    final List<Frame> frames = new ArrayList<>();

    /** The error at the end, or null in a table without entries. */
    @Nullable Entry last;

    private LegacyTable(IptablesTable wanted, TableInfo info) {
        this.wanted = wanted;
        this.info = info;
        this.layout = EntryLayout.of(wanted.family());
    }

    /** Reads the entries of a table, looking at those only that may be ours. */
    static LegacyTable read(IptablesTable wanted, TableInfo info, ByteBuffer entries)
            throws MalformedMessageException {
        LegacyTable table = new LegacyTable(wanted, info);
        List<byte[]> all = table.split(entries);
        Map<Integer, String> starts = table.frames(all);
        table.checkEnds();
        table.rules(all, starts);
        table.countUses();
        return table;
    }

    /** Returns the chains and rules. */
    XtTable chains() {
        XtTable table = new XtTable();
        for (Frame frame : frames) {
            table.chains.add(frame.chain);
        }
        return table;
    }

    private List<byte[]> split(ByteBuffer entries) throws MalformedMessageException {
        List<byte[]> all = new ArrayList<>();
        int at = 0;
        while (at < entries.limit()) {
            byte[] entry = entry(entries, at);
            all.add(entry);
            at += entry.length;
        }
        return all;
    }

    private byte[] entry(ByteBuffer entries, int at) throws MalformedMessageException {
        int rest = entries.limit() - at;
        int next = rest < layout.size ? 0 : entries.getShort(at + layout.nextOffset) & 0xffff;
        if (next < layout.size + EntryLayout.EXTENSION_HEADER || next > rest) {
            throw new MalformedMessageException("entry of " + next + " bytes at " + at);
        }
        byte[] entry = new byte[next];
        entries.get(at, entry);
        if (layout.target(entry) > next - EntryLayout.EXTENSION_HEADER) {
            throw new MalformedMessageException("no target in the entry at " + at);
        }
        return entry;
    }

    /** Finds the chains. Returns their names by the offsets that jumps to them have. */
    private Map<Integer, String> frames(List<byte[]> all) throws MalformedMessageException {
        Map<Integer, String> starts = new HashMap<>();
        int offset = 0;
        for (int i = 0; i < all.size(); i++) {
            Entry entry = new Entry(all.get(i), i + 1);
            int hook = info.hookAt(offset);
            if (hook >= 0) {
                frames.add(new Frame(new XtChain(XtLayout.nameOf(hook)), hook, null, i));
                extend(entry, offset);
            } else if (!isError(entry.bytes)) {
                extend(entry, offset);
            } else if (i == all.size() - 1) {
                last = entry;
            } else {
                String name = errorName(entry.bytes);
                frames.add(new Frame(new XtChain(name), -1, entry, i + 1));
                starts.put(offset + entry.bytes.length, name);
            }
            offset += entry.bytes.length;
        }
        return starts;
    }

    private boolean isError(byte[] entry) {
        return EntryLayout.name(entry, layout.target(entry)).equals(IpTables.XT_ERROR_TARGET);
    }

    private String errorName(byte[] entry) {
        int at = layout.target(entry) + EntryLayout.EXTENSION_HEADER;
        return EntryLayout.string(entry, at, IpTables.XT_FUNCTION_MAXNAMELEN);
    }

    private void extend(Entry entry, int offset) throws MalformedMessageException {
        if (frames.isEmpty()) {
            throw new MalformedMessageException("an entry outside of chains at " + offset);
        }
        frames.getLast().tail = entry; // until another comes
    }

    private void checkEnds() throws MalformedMessageException {
        for (Frame frame : frames) {
            if (frame.tail == null) {
                throw new MalformedMessageException("no end of chain " + frame.chain.name);
            }
        }
    }

    private void rules(List<byte[]> all, Map<Integer, String> starts) {
        for (Frame frame : frames) {
            Entry tail = frame.tail;
            boolean others = frame.hook < 0 && !wanted.owner().ownsChain(frame.chain.name);
            for (int i = frame.first; tail != null && i < tail.number - 1; i++) {
                frame.chain.rules.add(rule(all.get(i), i + 1, others, starts));
            }
        }
    }

    private XtRule rule(byte[] entry, int number, boolean others, Map<Integer, String> starts) {
        int verdict = layout.isStandard(entry) ? layout.verdict(entry) : -1;
        String to = verdict < 0 ? null : starts.get(verdict);
        if (others) {
            return XtRule.found("", null, to, entry, number);
        }
        String form = LegacyCompiler.form(layout, entry, jumpOf(to, verdict));
        return XtRule.found(form, comment(entry), to, entry, number);
    }

    /** A standard target that leads to no chain leads to the next rule. */
    private static @Nullable String jumpOf(@Nullable String to, int verdict) {
        return to == null && verdict >= 0 ? "" : to;
    }

    private @Nullable String comment(byte[] entry) {
        ByteBuffer view = EntryLayout.view(entry);
        int at = layout.size;
        int target = layout.target(entry);
        while (at + EntryLayout.EXTENSION_HEADER <= target) {
            if (EntryLayout.name(entry, at).equals("comment")) {
                return EntryLayout.string(entry, at + EntryLayout.EXTENSION_HEADER, 256);
            }
            int size = Short.toUnsignedInt(view.getShort(at));
            if (size == 0) {
                return null;
            }
            at += size;
        }
        return null;
    }

    private void countUses() {
        Map<String, XtChain> chains = new HashMap<>();
        for (Frame frame : frames) {
            chains.put(frame.chain.name, frame.chain);
        }
        for (Frame frame : frames) {
            for (XtRule rule : frame.chain.rules) {
                XtChain target = rule.jumpsTo == null ? null : chains.get(rule.jumpsTo);
                if (target != null) {
                    target.uses++;
                }
            }
        }
    }
}
