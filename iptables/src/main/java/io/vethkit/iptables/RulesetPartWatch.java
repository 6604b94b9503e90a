package io.vethkit.iptables;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of one part that is watched: where it differs. */
final class RulesetPartWatch {
    /** How long to leave alone what others are changing. */
    static final long BUSY_NANOS = 20_000_000;

    private final RulesetPart part;
    private final PartTables tables;
    private final RulesetListener listener;
    private final boolean repairs;
    private final Map<String, Attempts> attempts = new HashMap<>();
    private final Map<String, Difference> open = new LinkedHashMap<>();
    private boolean isStale = true;
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

    /** Something happened to its tables. */
    void stale() {
        isStale = true;
    }

    /** Tells whether anything is not as it was when looked at last, or is to be repaired again. */
    boolean isSuspect(long nanoTime) throws IOException {
        boolean isDue = hasNextTry && nextTry - nanoTime <= 0;
        return isDue || (isStale && !texts(tables.diff()).equals(open.keySet()));
    }

    /** It is as it was: nothing need be looked at until something happens. */
    void settled() {
        isStale = false;
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
        isStale = false;
        name(differences, part.backend() == FilterBackend.IPTABLES_LEGACY ? "" : by, nanoTime);
        hasNextTry = false;
        if (repairs && !differences.isEmpty()) {
            long wait = waitNanosOf(differences, nanoTime);
            if (wait <= 0) {
                wait = repair(differences, nanoTime);
            }
            hasNextTry = !open.isEmpty();
            nextTry = nanoTime + wait;
        }
        attempts.values().removeIf(each -> each.isForgiven(nanoTime));
    }

    private void name(List<Difference> differences, String by, long nanoTime) {
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
                Attempts tried = attempts(difference);
                tried.broken(nanoTime);
                if (tried.isGivenUp() && tried.waitNanos(nanoTime) > 0) {
                    listener.gaveUp(part, List.of(difference), tried);
                }
            }
        }
    }

    /** Of what is told apart by handles, one is like another. */
    private Attempts attempts(Difference difference) {
        String key = difference.toString().replaceFirst("handle \\d+", "handle");
        return attempts.computeIfAbsent(key, any -> new Attempts());
    }

    /** Returns in how many nanoseconds the first of them may be tried again. */
    private long waitNanosOf(Collection<Difference> differences, long nanoTime) {
        long first = Long.MAX_VALUE;
        for (Difference difference : differences) {
            first = Math.min(first, attempts(difference).waitNanos(nanoTime));
        }
        return first;
    }

    /** Returns in how many nanoseconds to try again, if anything is left. */
    private long repair(List<Difference> differences, long nanoTime) {
        IOException refusal = null;
        try {
            done(differences, tables.apply());
        } catch (IOException e) {
            if (isBusy(e)) {
                return BUSY_NANOS;
            }
            refusal = e;
        }
        for (Difference difference : differences) {
            attempts(difference).tried(nanoTime);
        }
        for (Difference left : open.values()) {
            Attempts tried = attempts(left);
            if (refusal != null && tried.count() == 1) {
                listener.failed(part, List.of(left), refusal);
            }
            if (tried.isGivenUp()) {
                listener.gaveUp(part, List.of(left), tried);
            }
        }
        return waitNanosOf(open.values(), nanoTime);
    }

    private void done(List<Difference> differences, List<Difference> left) {
        List<Difference> repaired = new ArrayList<>(differences);
        repaired.removeAll(left);
        for (Difference difference : repaired) {
            open.remove(difference.toString());
        }
        if (!repaired.isEmpty()) {
            listener.repaired(part, repaired);
        }
    }

    /** Tells whether others are changing tables now, or have the lock of legacy tables. */
    static boolean isBusy(IOException e) {
        return e instanceof ErrnoException refusal
                && (refusal.is(Errno.ERESTART) || refusal.is(Errno.EAGAIN));
    }

    /** Returns in how many nanoseconds to repair again, or {@code Long.MAX_VALUE}. */
    long waitNanos(long nanoTime) {
        return hasNextTry ? Math.max(0, nextTry - nanoTime) : Long.MAX_VALUE;
    }
}
