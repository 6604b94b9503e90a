package io.vethkit.routing;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes namespaces as they are described, in as few messages as can be, and takes back what it made
 * if asked to: one object for one attempt, over one or more namespaces.
 *
 * <pre>{@code
 * Applier applier = new Applier();
 * try {
 *     applier.apply(host, hostNamespace, namespaces);
 *     applier.apply(pod, podNamespace, namespaces);
 * } catch (IOException e) {
 *     applier.rollBack(e);
 *     throw e;
 * }
 * }</pre>
 *
 * <p>Does not read what is there, unless it removed a rule: its cost does not depend on how full
 * the tables are. What is there already as described is left alone and not rolled back.
 */
public final class Applier {
    private static final int ROUNDS = 4;

    private final UndoLog undo = new UndoLog();
    private boolean removedRule;

    /** An attempt that has changed nothing yet. */
    public Applier() {}

    /**
     * Makes {@code namespace} as {@code state} describes it.
     *
     * @param peers where the descriptors of other namespaces named in it come from
     * @throws IOException the first thing the kernel refused; what was made before is still there
     *     until {@link #rollBack}
     */
    public void apply(NamespaceState state, NamespaceHandle namespace, Namespaces peers)
            throws IOException {
        Set<String> made = makeLinks(state, namespace, peers);
        Map<String, Link> devices = findDevices(state, namespace);
        setSysctls(state, namespace, made);
        fillTables(state, namespace, made, devices);
    }

    /**
     * Takes back what was made, last things first; what fails joins {@code cause} as suppressed.
     */
    public void rollBack(Exception cause) {
        undo.run(cause);
    }

    private Set<String> makeLinks(NamespaceState state, NamespaceHandle namespace, Namespaces peers)
            throws IOException {
        List<DesiredLink> links = new ArrayList<>();
        Batch batch = namespace.socket().batch();
        for (Desired object : state.objects()) {
            if (object instanceof DesiredLink link && link.isMade()) {
                links.add(link);
                batch.add(link.adding(peer(link, peers), parent(link, namespace)));
            }
        }
        Set<String> made = new HashSet<>();
        if (links.isEmpty()) {
            return made;
        }
        BatchResult result = batch.execute();
        NetlinkException refusal = null;
        for (int i = 0; i < links.size(); i++) {
            NetlinkException error = result.error(i);
            String name = links.get(i).link().name();
            if (error == null) {
                made.add(name);
                undo.add(namespace, Links.deleting(name));
            } else if (!error.is(Errno.EEXIST) || !isThere(links.get(i), namespace)) {
                refusal = refusal == null ? error : refusal;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return made;
    }

    /** Another link may have the name, or another one the name of the peer. */
    private static boolean isThere(DesiredLink link, NamespaceHandle namespace) throws IOException {
        Link present = namespace.links().find(link.link().name());
        return present != null && link.isSame(present);
    }

    private static @Nullable Integer parent(DesiredLink link, NamespaceHandle namespace)
            throws IOException {
        String name = link.parent();
        return name == null ? null : index(namespace.links().get(name));
    }

    private static @Nullable Fd peer(DesiredLink link, Namespaces peers) {
        String name = link.peerNamespace();
        if (name == null) {
            return null;
        }
        Fd fd = peers.fd(name);
        if (fd == null) {
            throw new IllegalArgumentException(link + " names an unknown namespace: " + name);
        }
        return fd;
    }

    private static Map<String, Link> findDevices(NamespaceState state, NamespaceHandle namespace)
            throws IOException {
        Map<String, Link> devices = new HashMap<>();
        for (Desired object : state.objects()) {
            String name = deviceOf(object);
            if (name != null && !devices.containsKey(name)) {
                devices.put(name, namespace.links().get(name));
            }
        }
        return devices;
    }

    static @Nullable String deviceOf(Desired object) {
        if (object instanceof DesiredLink link) {
            return link.link().name();
        }
        return object instanceof TableEntry entry ? entry.device() : null;
    }

    private void setSysctls(NamespaceState state, NamespaceHandle namespace, Set<String> made)
            throws IOException {
        for (Desired object : state.objects()) {
            if (object instanceof DesiredSysctl sysctl) {
                set(sysctl, namespace, made);
            }
        }
    }

    private void set(DesiredSysctl sysctl, NamespaceHandle namespace, Set<String> made)
            throws IOException {
        if (sysctl.isOfOneOf(made)) { // it goes with its link
            namespace.sysctl(sysctl.key(), sysctl.value());
            return;
        }
        String before = namespace.sysctl(sysctl.key());
        if (before != null && !before.equals(sysctl.value())) {
            namespace.sysctl(sysctl.key(), sysctl.value());
            undo.add(namespace, sysctl.key(), before);
        }
    }

    private void fillTables(
            NamespaceState state,
            NamespaceHandle namespace,
            Set<String> made,
            Map<String, Link> devices)
            throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Desired object : state.objects()) {
            if (object instanceof DesiredLink link) {
                Link present = device(devices, link.link().name());
                Step step = Step.of(link, present, made.contains(present.name()));
                if (step != null) {
                    steps.add(step);
                }
            } else if (object instanceof TableEntry entry) {
                String name = entry.device();
                steps.add(Step.of(entry, name == null ? 0 : index(device(devices, name))));
            }
        }
        removedRule = false;
        execute(execute(steps, namespace), namespace);
        if (removedRule) {
            settleRules(state, namespace);
        }
    }

    /**
     * The request that removes a rule meets the first that has all it names, and so may have met
     * another of the same priority, that has more: if that is described, it comes back, and the
     * rule goes. What takes the first request back takes this back.
     */
    private static void settleRules(NamespaceState state, NamespaceHandle namespace)
            throws IOException {
        Batch batch = rulesToSettle(state, namespace);
        for (int i = 0; i < ROUNDS && batch.size() > 0; i++) {
            batch.execute(); // what was refused shows in the next comparison
            batch = rulesToSettle(state, namespace);
        }
        if (batch.size() > 0) {
            throw new ErrnoException("settle rules", Errno.EAGAIN.number());
        }
    }

    /** Returns what is to be done about rules: removals first. */
    private static Batch rulesToSettle(NamespaceState state, NamespaceHandle namespace)
            throws IOException {
        KernelView kernel = new KernelView(namespace);
        Batch batch = namespace.socket().batch();
        List<Request> additions = new ArrayList<>();
        for (Desired object : state.objects()) {
            if (object instanceof AbsentRule absent && absent.difference(kernel) != null) {
                batch.add(absent.adding(0));
            } else if (object instanceof DesiredRule rule && rule.difference(kernel) != null) {
                additions.add(rule.adding(0));
            }
        }
        for (Request addition : additions) {
            batch.add(addition);
        }
        return batch;
    }

    /** Carries out {@code steps}. Returns those that are to be done in place of what is there. */
    private List<Step> execute(List<Step> steps, NamespaceHandle namespace) throws IOException {
        List<Step> again = new ArrayList<>();
        if (steps.isEmpty()) {
            return again;
        }
        Batch batch = namespace.socket().batch();
        for (Step step : steps) {
            batch.add(step.request());
        }
        BatchResult result = batch.execute();
        NetlinkException refusal = null;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            NetlinkException error = result.error(i);
            if (error == null) {
                undo.add(namespace, step.undo());
                removedRule |= step.isRemovalOfRule();
            } else if (step.isOccupied(error)) {
                again.add(step.replacing());
            } else if (!step.isDone(error) && !isOwnPlace(step, error, namespace)) {
                refusal = refusal == null ? error : refusal;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return again;
    }

    /** What must not take another's place may be there already itself. */
    private static boolean isOwnPlace(Step step, NetlinkException error, NamespaceHandle namespace)
            throws IOException {
        DesiredRoute route = step.newRoute();
        return route != null
                && error.is(Errno.EEXIST)
                && route.difference(new KernelView(namespace)) == null;
    }

    private static Link device(Map<String, Link> devices, String name) {
        Link link = devices.get(name);
        if (link == null) {
            throw new AssertionError(name + " was looked for");
        }
        return link;
    }

    static int index(Link link) {
        Integer index = link.index();
        if (index == null) {
            throw new AssertionError("the kernel gives each link an index: " + link.name());
        }
        return index;
    }
}
