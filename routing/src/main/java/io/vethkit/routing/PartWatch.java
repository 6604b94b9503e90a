package io.vethkit.routing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** What is known of one part that is watched: where it differs. */
final class PartWatch {
    private final Part part;
    private final WatchListener listener;
    private final @Nullable Repairer repairer;
    private final IdentityHashMap<Desired, Difference> open = new IdentityHashMap<>();
    private boolean owesRepair;
    private boolean hasNextTry;
    private long nextTry;

    PartWatch(Part part, WatchListener listener, @Nullable Repairer repairer) {
        this.part = part;
        this.listener = listener;
        this.repairer = repairer;
    }

    Part part() {
        return part;
    }

    /** Returns the objects that may differ and are not as they were when looked at last. */
    List<Desired> suspects(Concern concern, KernelView kernel, SysctlWatch sysctls)
            throws IOException {
        List<Desired> suspects = new ArrayList<>();
        for (Desired object : part.state().objects()) {
            if (concern.isAbout(object, part.name())) {
                if (object instanceof DesiredSysctl sysctl) {
                    sysctls.watch(sysctl.key()); // before it is read
                }
                if (!isAsBefore(open.get(object), object.difference(kernel))) {
                    suspects.add(object);
                }
            }
        }
        return suspects;
    }

    private static boolean isAsBefore(@Nullable Difference before, @Nullable Difference now) {
        return text(before).equals(text(now));
    }

    private static String text(@Nullable Difference difference) {
        return difference == null ? "" : difference.text();
    }

    /**
     * Looks again at what is suspected, now that nobody else changes it, and says what it finds.
     */
    void judge(List<Desired> suspects, NamespaceHandle namespace, long nanoTime)
            throws IOException {
        KernelView kernel = new KernelView(namespace);
        for (Desired object : suspects) {
            Difference now = object.difference(kernel);
            Difference before = now == null ? open.remove(object) : open.put(object, now);
            if (isAsBefore(before, now)) {
                continue;
            }
            if (now != null) {
                owesRepair = repairer != null;
                listener.differs(part.name(), now);
                if (repairer != null && before == null) {
                    repairer.broken(part.name(), now, nanoTime);
                }
            } else if (before != null) {
                listener.isAsDescribed(part.name(), before);
            }
        }
    }

    /** Repairs what differs, as far as its time has come. */
    void repair(NamespaceHandle namespace, Namespaces peers, long nanoTime) throws IOException {
        if (repairer == null) {
            return;
        }
        owesRepair = false;
        List<Difference> differences = open();
        for (Difference done : repairer.repair(part, differences, namespace, peers, nanoTime)) {
            open.remove(done.object());
        }
        long wait = repairer.waitNanos(part.name(), open.values(), nanoTime);
        hasNextTry = wait != Long.MAX_VALUE;
        nextTry = nanoTime + wait;
    }

    /** Returns what differs, in the order of the description. */
    private List<Difference> open() {
        List<Difference> differences = new ArrayList<>(open.size());
        for (Desired object : part.state().objects()) {
            Difference difference = open.get(object);
            if (difference != null) {
                differences.add(difference);
            }
        }
        return differences;
    }

    /** Tells whether the time has come to repair. */
    boolean isDue(long nanoTime) {
        return owesRepair || (hasNextTry && nextTry - nanoTime <= 0);
    }

    /** Returns in how many nanoseconds to repair again, or {@code Long.MAX_VALUE}. */
    long waitNanos(long nanoTime) {
        return hasNextTry ? Math.max(0, nextTry - nanoTime) : Long.MAX_VALUE;
    }
}
