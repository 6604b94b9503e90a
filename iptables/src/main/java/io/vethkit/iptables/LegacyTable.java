package io.vethkit.iptables;

import io.vethkit.netlink.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A legacy table: entries one behind the other. A built-in chain ends with an entry that holds its
 * policy; another chain starts with an entry that holds its name and ends with one that returns;
 * the last entry is an error. Jumps are offsets.
 */
final class LegacyTable {
    private static final String ERROR = "ERROR";

    /** An entry, and its number in the table that was read, from 1; 0 if it is new. */
    private static final class Entry {
        final byte[] bytes;
        final int number;

        Entry(byte[] bytes, int number) {
            this.bytes = bytes;
            this.number = number;
        }
    }

    /** A chain with the entries around its rules. */
    private static final class Frame {
        final XtChain chain;
        final int hook;
        final @Nullable Entry head;
        @Nullable Entry tail;

        /** The offset that jumps to the chain have. */
        int start;

        Frame(XtChain chain, int hook, @Nullable Entry head) {
            this.chain = chain;
            this.hook = hook;
            this.head = head;
        }
    }

    /** What the kernel is to be given, and which entries of the old table it holds. */
    static final class Image {
        final int[] hookEntries = new int[5];
        final int[] underflows = new int[5];
        final List<byte[]> entries = new ArrayList<>();

        /** Of each entry the number it had, or 0. */
        final List<Integer> numbers = new ArrayList<>();

        int size;

        void add(byte[] entry, int number) {
            entries.add(entry);
            numbers.add(number);
            size += entry.length;
        }
    }

    private final IptablesTable wanted;
    private final EntryLayout layout;
    private final TableInfo info;
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable Entry last;

    private LegacyTable(IptablesTable wanted, TableInfo info) {
        this.wanted = wanted;
        this.layout = EntryLayout.of(wanted.family());
        this.info = info;
    }

    /** Reads the entries of a table, looking at those only that may be ours. */
    static LegacyTable read(IptablesTable wanted, TableInfo info, ByteBuffer entries)
            throws MalformedMessageException {
        LegacyTable table = new LegacyTable(wanted, info);
        table.split(entries);
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

    private void split(ByteBuffer entries) throws MalformedMessageException {
        List<byte[]> all = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        int at = 0;
        while (at < entries.limit()) {
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
            all.add(entry);
            offsets.add(at);
            at += next;
        }
        Map<Integer, String> starts = frames(all, offsets);
        for (Frame frame : frames) {
            if (frame.tail == null) {
                throw new MalformedMessageException("no end of chain " + frame.chain.name);
            }
        }
        rules(all, starts);
    }

    /** Finds the chains. Returns their names by the offsets that jumps to them have. */
    private Map<Integer, String> frames(List<byte[]> all, List<Integer> offsets)
            throws MalformedMessageException {
        Map<Integer, String> starts = new HashMap<>();
        Frame current = null;
        for (int i = 0; i < all.size(); i++) {
            byte[] entry = all.get(i);
            int offset = offsets.get(i);
            int hook = info.hookAt(offset);
            int target = layout.target(entry);
            if (hook >= 0) {
                current = new Frame(new XtChain(XtLayout.nameOf(hook)), hook, null);
                current.start = i;
                frames.add(current);
            } else if (EntryLayout.name(entry, target).equals(ERROR)) {
                Entry here = new Entry(entry, i + 1);
                if (i == all.size() - 1) {
                    last = here;
                    break;
                }
                int at = target + EntryLayout.EXTENSION_HEADER;
                String name = EntryLayout.string(entry, at, IpTables.XT_FUNCTION_MAXNAMELEN);
                current = new Frame(new XtChain(name), -1, here);
                current.start = i + 1;
                starts.put(offset + entry.length, name);
                frames.add(current);
                continue;
            }
            if (current == null) {
                throw new MalformedMessageException("an entry outside of chains at " + offset);
            }
            current.tail = new Entry(entry, i + 1); // until another comes
        }
        return starts;
    }

    private void rules(List<byte[]> all, Map<Integer, String> starts) {
        Map<String, XtChain> chains = new HashMap<>();
        for (Frame frame : frames) {
            chains.put(frame.chain.name, frame.chain);
        }
        for (Frame frame : frames) {
            Entry tail = frame.tail;
            boolean others = frame.hook < 0 && !wanted.owner().ownsChain(frame.chain.name);
            for (int i = frame.start; tail != null && i < tail.number - 1; i++) {
                byte[] entry = all.get(i);
                int verdict = layout.isStandard(entry) ? layout.verdict(entry) : -1;
                String to = verdict < 0 ? null : starts.get(verdict);
                XtChain target = to == null ? null : chains.get(to);
                if (target != null) {
                    target.uses++;
                }
                if (others) {
                    frame.chain.rules.add(XtRule.found("", null, to, entry, i + 1));
                    continue;
                }
                String form = LegacyCompiler.form(layout, entry, jumpOf(to, verdict));
                frame.chain.rules.add(XtRule.found(form, comment(entry), to, entry, i + 1));
            }
        }
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

    /** Returns the table with {@code changes}. */
    Image change(List<XtChanges.ChainChange> changes) {
        Map<String, List<XtRule>> after = new HashMap<>();
        for (XtChanges.ChainChange change : changes) {
            if (change.isGone()) {
                removeFrame(change.name());
            } else {
                after.put(change.name(), change.after());
                if (change.isNew()) {
                    addFrame(change.name());
                }
            }
        }
        Image image = new Image();
        for (Frame frame : frames) {
            append(frame, after.getOrDefault(frame.chain.name, frame.chain.rules), image);
        }
        Entry end = last;
        if (end != null) {
            image.add(end.bytes, end.number);
        }
        relocate(image, after);
        return image;
    }

    private void removeFrame(String name) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).chain.name.equals(name)) {
                frames.remove(i);
            }
        }
    }

    /** Chains are in the order of their names, as iptables expects them. */
    private void addFrame(String name) {
        int at = frames.size();
        while (at > 0
                && frames.get(at - 1).hook < 0
                && frames.get(at - 1).chain.name.compareTo(name) > 0) {
            at--;
        }
        Frame frame = new Frame(new XtChain(name), -1, new Entry(head(name), 0));
        frame.tail = new Entry(returns(), 0);
        frames.add(at, frame);
    }

    private byte[] head(String name) {
        byte[] entry = empty(EntryLayout.EXTENSION_HEADER + 32); // XT_FUNCTION_MAXNAMELEN, aligned
        ByteBuffer view = EntryLayout.view(entry);
        view.put(layout.size + EntryLayout.NAME, ERROR.getBytes(StandardCharsets.US_ASCII));
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        view.put(layout.size + EntryLayout.EXTENSION_HEADER, text);
        return entry;
    }

    private byte[] returns() {
        byte[] entry = empty(EntryLayout.STANDARD_TARGET);
        layout.verdict(entry, IpTables.XT_RETURN);
        return entry;
    }

    private byte[] empty(int target) {
        byte[] entry = new byte[layout.size + target];
        ByteBuffer view = EntryLayout.view(entry);
        view.putShort(layout.targetOffset, (short) layout.size);
        view.putShort(layout.nextOffset, (short) entry.length);
        view.putShort(layout.size, (short) target);
        return entry;
    }

    private static void append(Frame frame, List<XtRule> rules, Image image) {
        Entry head = frame.head;
        if (head != null) {
            image.add(head.bytes, head.number);
        }
        frame.start = image.size;
        if (frame.hook >= 0) {
            image.hookEntries[frame.hook] = image.size;
        }
        for (XtRule rule : rules) {
            image.add(rule.bytes.clone(), (int) rule.handle);
        }
        Entry tail = frame.tail;
        if (frame.hook >= 0) {
            image.underflows[frame.hook] = image.size;
        }
        if (tail != null) {
            image.add(tail.bytes, tail.number);
        }
    }

    /** Gives jumps the offsets that their chains have now. */
    private void relocate(Image image, Map<String, List<XtRule>> after) {
        Map<String, Integer> starts = new HashMap<>();
        for (Frame frame : frames) {
            starts.put(frame.chain.name, frame.start);
        }
        int entry = 0;
        int offset = 0;
        for (Frame frame : frames) {
            offset += frame.head == null ? 0 : image.entries.get(entry++).length;
            for (XtRule rule : after.getOrDefault(frame.chain.name, frame.chain.rules)) {
                byte[] bytes = image.entries.get(entry++);
                offset += bytes.length;
                if (rule.jumpsTo != null) {
                    layout.verdict(bytes, start(rule.jumpsTo, starts));
                } else if (layout.isStandard(bytes) && layout.verdict(bytes) >= 0) {
                    layout.verdict(bytes, offset); // on to the next rule
                }
            }
            offset += image.entries.get(entry++).length;
        }
    }

    private static int start(String chain, Map<String, Integer> starts) {
        Integer start = starts.get(chain);
        if (start == null) {
            throw new AssertionError("chain " + chain + " is gone, but jumped to");
        }
        return start;
    }
}
