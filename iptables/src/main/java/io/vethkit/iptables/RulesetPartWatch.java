package io.vethkit.iptables;

import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of one part that is watched: where it differs. */
final class RulesetPartWatch {
    private final RulesetPart part;
    private final PartTables tables;
    private final RulesetListener listener;
    private final boolean repairs;
    private final Attempts attempts = new Attempts();
    private final Map<String, Difference> open = new LinkedHashMap<>();
    private boolean hasNextTry;
    private long nextTry;

    RulesetPartWatch(PartTables tables, RulesetListener listener, boolean repairs) {
        this.part = tables.part();
        this.tables = tables;
        this.listener = listener;
        this.repairs = repairs;
    }

    RulesetPart part() {
        return part;
    }

    /** Tells whether anything is not as it was when looked at last, or is to be repaired again. */
    boolean isSuspect(long nanoTime) throws IOException {
        boolean isDue = hasNextTry && nextTry - nanoTime <= 0;
        return isDue || !texts(tables.diff()).equals(open.keySet());
    }

    private static Set<String> texts(List<Difference> differences) {
        Set<String> texts = new HashSet<>();
        for (Difference difference : differences) {
            texts.add(difference.toString());
        }
        return texts;
    }

    /** Says what is new and what is over, and repairs, now that nobody else changes it. */
    void judge(String by, long nanoTime) throws IOException {
        List<Difference> differences = tables.diff();
        if (open.isEmpty() && !differences.isEmpty()) {
            attempts.broken(nanoTime);
        }
        name(differences, by);
        hasNextTry = false;
        if (repairs && !differences.isEmpty()) {
            if (attempts.waitNanos(nanoTime) <= 0) {
                attempts.tried(nanoTime);
                repair(differences);
            }
            hasNextTry = !open.isEmpty();
            nextTry = nanoTime + attempts.waitNanos(nanoTime);
        }
    }

    private void name(List<Difference> differences, String by) {
        Set<String> texts = texts(differences);
        for (Difference before : new ArrayList<>(open.values())) {
            if (!texts.contains(before.toString())) {
                open.remove(before.toString());
                listener.isAsDescribed(part, before);
            }
        }
        for (Difference difference : differences) {
            if (open.putIfAbsent(difference.toString(), difference) == null) {
                listener.differs(part, difference, by);
            }
        }
    }

    private void repair(List<Difference> differences) {
        try {
            tables.apply();
            open.clear();
            listener.repaired(part, differences);
        } catch (IOException e) {
            if (attempts.count() == 1) {
                listener.failed(part, differences, e);
            }
        }
        if (attempts.isGivenUp()) {
            listener.gaveUp(part, differences, attempts);
        }
    }

    /** Returns in how many nanoseconds to repair again, or {@code Long.MAX_VALUE}. */
    long waitNanos(long nanoTime) {
        return hasNextTry ? Math.max(0, nextTry - nanoTime) : Long.MAX_VALUE;
    }
}
