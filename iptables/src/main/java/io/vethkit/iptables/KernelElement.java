package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An element as a message tells it: a value, or where an interval starts or has ended. */
final class KernelElement implements Comparable<KernelElement> {
    private final byte[] key;
    private final boolean isEnd;
    private final String value;
    private final @Nullable String comment;

    /**
     * An element.
     *
     * @param key the value, the first of an interval or the one behind the last
     * @param isEnd whether it is the one behind the last
     * @param value what a map holds, in the form of {@link RuleForm}
     */
    KernelElement(byte[] key, boolean isEnd, String value, @Nullable String comment) {
        this.key = key;
        this.isEnd = isEnd;
        this.value = value;
        this.comment = comment;
    }

    /** Returns single values sorted. */
    static List<ElementForm> singles(List<KernelElement> elements) {
        ElementForm[] forms = new ElementForm[elements.size()];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = elements.get(i).upTo(elements.get(i).key, false);
        }
        Arrays.sort(forms);
        return Arrays.asList(forms);
    }

    /** Returns intervals sorted, put together from starts and ends. */
    static List<ElementForm> intervals(List<KernelElement> elements) {
        KernelElement[] sorted = elements.toArray(new KernelElement[0]);
        Arrays.sort(sorted);
        List<ElementForm> intervals = new ArrayList<>(sorted.length / 2);
        KernelElement open = null;
        for (KernelElement element : sorted) {
            if (open != null) {
                byte[] last = Bytes.predecessor(element.key);
                intervals.add(open.upTo(last, element.isEnd));
            }
            open = element.isEnd ? null : element;
        }
        if (open != null) {
            byte[] highest = new byte[open.key.length];
            Arrays.fill(highest, (byte) 0xff);
            intervals.add(open.upTo(highest, false));
        }
        return intervals;
    }

    private ElementForm upTo(byte[] last, boolean hasEnd) {
        return new ElementForm(new Interval(key, last), hasEnd, value, comment, null);
    }

    /** Orders by key, an end before the start of the next interval. */
    @Override
    public int compareTo(KernelElement other) {
        int byKey = Arrays.compareUnsigned(key, other.key);
        return byKey != 0 ? byKey : Boolean.compare(other.isEnd, isEnd);
    }
}
