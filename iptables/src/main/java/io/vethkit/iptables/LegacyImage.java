package io.vethkit.iptables;

import io.vethkit.iptables.LegacyTable.Entry;
import io.vethkit.iptables.LegacyTable.Frame;
import io.vethkit.iptables.XtChanges.ChainChange;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A legacy table as the kernel is to be given it, and which entries of the old table it holds.
 *
 * <p>A new chain starts with an {@code ipt_error} and ends with an {@code ipt_standard}.
 *
 * <pre>{@code
 * struct ipt_standard { struct ipt_entry entry; struct xt_standard_target target; };
 * struct ipt_error { struct ipt_entry entry; struct xt_error_target target; };
 * }</pre>
 */
final class LegacyImage {
    /** Size of a {@code struct xt_error_target}, aligned. */
    private static final int ERROR_TARGET = EntryLayout.EXTENSION_HEADER + 32;

    final int[] hookEntries = new int[TableInfo.NF_INET_NUMHOOKS];
    final int[] underflows = new int[TableInfo.NF_INET_NUMHOOKS];
    final List<Entry> entries = new ArrayList<>();
    int size;

    private final EntryLayout layout;
    private final List<Frame> frames;

    /** The rules of the chains that change. */
    private final Map<String, List<XtRule>> changed = new HashMap<>();

    /** The offsets that jumps to the chains have. */
    private final Map<String, Integer> starts = new HashMap<>();

    private LegacyImage(LegacyTable table) {
        this.layout = table.layout;
        this.frames = new ArrayList<>(table.frames);
    }

    /** Returns {@code table} with {@code changes}. */
    static LegacyImage of(LegacyTable table, List<ChainChange> changes) {
        LegacyImage image = new LegacyImage(table);
        for (ChainChange change : changes) {
            image.change(change);
        }
        for (Frame frame : image.frames) {
            image.append(frame);
        }
        image.append(table.last);
        image.relocate();
        return image;
    }

    private void change(ChainChange change) {
        if (change.isGone()) {
            removeFrame(change.name());
            return;
        }
        changed.put(change.name(), change.after());
        if (change.isNew()) {
            addFrame(change.name());
        }
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
        Frame frame = new Frame(new XtChain(name), -1, new Entry(head(name), 0), 0);
        frame.tail = new Entry(returns(), 0);
        frames.add(at, frame);
    }

    private byte[] head(String name) {
        byte[] entry = empty(ERROR_TARGET);
        ByteBuffer view = EntryLayout.view(entry);
        byte[] error = IpTables.XT_ERROR_TARGET.getBytes(StandardCharsets.US_ASCII);
        view.put(layout.size + EntryLayout.NAME, error);
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

    private List<XtRule> rules(Frame frame) {
        return changed.getOrDefault(frame.chain.name, frame.chain.rules);
    }

    private void append(Frame frame) {
        append(frame.head);
        starts.put(frame.chain.name, size);
        if (frame.hook >= 0) {
            hookEntries[frame.hook] = size;
        }
        for (XtRule rule : rules(frame)) {
            append(new Entry(rule.bytes.clone(), (int) rule.handle));
        }
        if (frame.hook >= 0) {
            underflows[frame.hook] = size;
        }
        append(frame.tail);
    }

    private void append(@Nullable Entry entry) {
        if (entry != null) {
            entries.add(entry);
            size += entry.bytes.length;
        }
    }

    /** Gives jumps the offsets that their chains have now. */
    private void relocate() {
        int entry = 0;
        int offset = 0;
        for (Frame frame : frames) {
            offset += frame.head == null ? 0 : entries.get(entry++).bytes.length;
            for (XtRule rule : rules(frame)) {
                byte[] bytes = entries.get(entry++).bytes;
                offset += bytes.length;
                relocate(bytes, rule.jumpsTo, offset);
            }
            offset += entries.get(entry++).bytes.length;
        }
    }

    private void relocate(byte[] entry, @Nullable String jumpsTo, int next) {
        if (jumpsTo != null) {
            layout.verdict(entry, start(jumpsTo));
        } else if (layout.isStandard(entry) && layout.verdict(entry) >= 0) {
            layout.verdict(entry, next); // on to the next rule
        }
    }

    private int start(String chain) {
        Integer start = starts.get(chain);
        if (start == null) {
            throw new AssertionError("chain " + chain + " is gone, but jumped to");
        }
        return start;
    }
}
