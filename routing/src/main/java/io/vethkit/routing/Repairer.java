package io.vethkit.routing;

import io.vethkit.netlink.Attempts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes what a {@link Watcher} finds missing, by the {@link Applier}, from the description alone.
 *
 * <p>It does not fight: an object that breaks again and again is left alone for growing {@linkplain
 * Attempts pauses}, and the listener told so. What hangs on a link that is not there, and that the
 * description does not make, waits for the link. Not thread-safe; works for one watcher.
 */
public final class Repairer {
    private static final int ROUNDS = 4;

    private final WatchListener listener;
    private final Map<String, Map<String, Attempts>> attempts = new HashMap<>();

    /** A repairer that tells {@code listener} what it did. */
    public Repairer(WatchListener listener) {
        this.listener = listener;
    }

    /**
     * Compares once, and makes what is missing, also what only shows when something else is there.
     */
    public void once(Part part, NamespaceHandle namespace, Namespaces peers) throws IOException {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            List<Difference> fresh = new ArrayList<>();
            for (Difference difference : Differ.diff(part.state(), namespace)) {
                if (named.add(difference.text())) {
                    listener.differs(part.name(), difference);
                    fresh.add(difference);
                }
            }
            if (repair(part, fresh, namespace, peers, System.nanoTime()).isEmpty()) {
                return;
            }
        }
    }

    /** Forgets what it knows of a part. */
    void forget(String part) {
        attempts.remove(part);
    }

    /** {@code difference} was not there before. */
    void broken(String part, Difference difference, long nanoTime) {
        Attempts tried = attempts(part, difference);
        tried.broken(nanoTime);
        if (tried.isGivenUp() && tried.waitNanos(nanoTime) > 0) {
            listener.gaveUp(part, difference, tried);
        }
    }

    /**
     * Returns in how many nanoseconds the first of {@code differences} may be tried again; {@code
     * Long.MAX_VALUE} if all wait for something to happen.
     */
    long waitNanos(String part, Iterable<Difference> differences, long nanoTime) {
        long first = Long.MAX_VALUE;
        for (Difference difference : differences) {
            long wait = attempts(part, difference).waitNanos(nanoTime);
            if (wait > 0) {
                first = Math.min(first, wait);
            }
        }
        return first;
    }

    /** Repairs those of {@code differences} whose time has come. Returns those it repaired. */
    List<Difference> repair(
            Part part,
            Iterable<Difference> differences,
            NamespaceHandle namespace,
            Namespaces peers,
            long nanoTime)
            throws IOException {
        List<Difference> due = due(part, differences, namespace, nanoTime);
        if (due.isEmpty()) {
            return due;
        }
        for (Difference difference : due) {
            attempts(part.name(), difference).tried(nanoTime);
        }
        IdentityHashMap<Desired, IOException> refusals =
                apply(objects(part, due), namespace, peers);
        return report(part.name(), due, refusals, namespace);
    }

    private List<Difference> due(
            Part part, Iterable<Difference> differences, NamespaceHandle namespace, long nanoTime)
            throws IOException {
        KernelView kernel = new KernelView(namespace);
        Set<String> made = new HashSet<>();
        List<Difference> due = new ArrayList<>();
        for (Difference difference : differences) {
            if (attempts(part.name(), difference).waitNanos(nanoTime) > 0) {
                continue;
            }
            Desired object = difference.object();
            if (object instanceof DesiredLink link && link.isMade()) {
                made.add(link.link().name());
            }
            String device = Applier.deviceOf(object);
            if (device == null || made.contains(device) || kernel.link(device) != null) {
                due.add(difference);
            }
        }
        return due;
    }

    /**
     * Returns what to apply: also all that belongs to a link which is to be made, such as its
     * sysctls, which cannot differ as long as it is not there; and all rules, if one is to go, for
     * its removal may meet another.
     */
    private static List<Desired> objects(Part part, List<Difference> due) {
        IdentityHashMap<Desired, Difference> differences = new IdentityHashMap<>();
        Set<String> made = new HashSet<>();
        boolean removesRule = false;
        for (Difference difference : due) {
            differences.put(difference.object(), difference);
            removesRule |= difference.object() instanceof AbsentRule;
            if (difference.object() instanceof DesiredLink link && link.isMade()) {
                made.add(link.link().name());
            }
        }
        List<Desired> objects = new ArrayList<>();
        for (Desired object : part.state().objects()) {
            String device = Scope.deviceOf(object);
            boolean isOfMade = device != null && made.contains(device);
            boolean isRule = removesRule && object instanceof DesiredRule;
            if (differences.containsKey(object) || isOfMade || isRule) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** Applies all at once, or what is refused then one by one. Returns the refusals. */
    private static IdentityHashMap<Desired, IOException> apply(
            List<Desired> objects, NamespaceHandle namespace, Namespaces peers) {
        IdentityHashMap<Desired, IOException> refusals = new IdentityHashMap<>();
        if (tryToApply(objects, namespace, peers) == null) {
            return refusals;
        }
        for (Desired object : objects) {
            IOException refusal = tryToApply(List.of(object), namespace, peers);
            if (refusal != null) {
                refusals.put(object, refusal);
            }
        }
        return refusals;
    }

    private static @Nullable IOException tryToApply(
            List<Desired> objects, NamespaceHandle namespace, Namespaces peers) {
        Applier applier = new Applier();
        try {
            applier.apply(new NamespaceState(objects), namespace, peers);
            return null;
        } catch (IOException e) {
            return e;
        } catch (IllegalArgumentException e) {
            return new IOException(e.getMessage(), e); // a peer's namespace that is gone
        }
    }

    private List<Difference> report(
            String part,
            List<Difference> due,
            IdentityHashMap<Desired, IOException> refusals,
            NamespaceHandle namespace)
            throws IOException {
        KernelView kernel = new KernelView(namespace);
        List<Difference> repaired = new ArrayList<>();
        for (Difference difference : due) {
            Attempts tried = attempts(part, difference);
            IOException refusal = refusals.get(difference.object());
            if (difference.object().difference(kernel) == null) {
                repaired.add(difference);
                listener.repaired(part, difference);
                continue;
            }
            if (refusal != null && tried.count() == 1) {
                listener.failed(part, difference, refusal);
            }
            if (tried.isGivenUp()) {
                listener.gaveUp(part, difference, tried);
            }
        }
        return repaired;
    }

    private Attempts attempts(String part, Difference difference) {
        Map<String, Attempts> ofPart = attempts.get(part);
        if (ofPart == null) {
            ofPart = new HashMap<>();
            attempts.put(part, ofPart);
        }
        String object = difference.object().toString();
        Attempts known = ofPart.get(object);
        if (known == null) {
            known = new Attempts();
            ofPart.put(object, known);
        }
        return known;
    }
}
