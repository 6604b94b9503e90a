package io.vethkit.routing;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes what a description names, last things first, and tolerates what is gone.
 *
 * <p>A link that has the name but neither the alias nor the MAC address of the description is
 * somebody else's, and stays, with the rules for what comes in by it. What dies with a link is not
 * removed on its own.
 */
public final class Remover {
    private final NamespaceState state;
    private final Map<String, @Nullable Link> devices = new HashMap<>();
    private final Set<String> others = new HashSet<>();

    private Remover(NamespaceState state, NamespaceHandle namespace) throws IOException {
        this.state = state;
        for (Desired object : state.objects()) {
            String name = Applier.deviceOf(object);
            if (name != null && !devices.containsKey(name)) {
                find(object, name, namespace);
            }
        }
    }

    private void find(Desired object, String name, NamespaceHandle namespace) throws IOException {
        Link present = namespace.links().find(name);
        boolean isOthers =
                present != null && object instanceof DesiredLink link && !link.isSame(present);
        devices.put(name, isOthers ? null : present);
        if (isOthers) {
            others.add(name);
        }
    }

    /**
     * Removes from {@code namespace} what {@code state} describes.
     *
     * @throws IOException the first thing the kernel refused, after all others were tried
     */
    public static void remove(NamespaceState state, NamespaceHandle namespace) throws IOException {
        Remover remover = new Remover(state, namespace);
        Batch batch = namespace.socket().batch();
        List<Desired> objects = state.objects();
        for (int i = objects.size() - 1; i >= 0; i--) {
            Request request = remover.removal(objects.get(i));
            if (request != null) {
                batch.add(request);
            }
        }
        if (batch.size() > 0) {
            throwUnlessGone(batch.execute());
        }
    }

    private @Nullable Request removal(Desired object) {
        if (object instanceof DesiredLink link) {
            Link present = devices.get(link.link().name());
            return present == null || !link.isMade()
                    ? null
                    : Links.deleting(Applier.index(present));
        }
        if (object instanceof DesiredRule rule && others.contains(rule.rule().iif())) {
            return null;
        }
        return object instanceof TableEntry entry ? removal(entry) : null;
    }

    private @Nullable Request removal(TableEntry entry) {
        String name = entry.device();
        if (name == null) {
            return entry.deleting(0);
        }
        Link device = devices.get(name);
        return device == null || isMade(name) ? null : entry.deleting(Applier.index(device));
    }

    private boolean isMade(String name) {
        for (Desired object : state.objects()) {
            if (object instanceof DesiredLink link && link.link().name().equals(name)) {
                return link.isMade();
            }
        }
        return false;
    }

    /** What an absence brings back may be back. */
    private static void throwUnlessGone(BatchResult result) throws NetlinkException {
        NetlinkException first = null;
        for (int i = 0; i < result.size(); i++) {
            NetlinkException error = result.error(i);
            if (error != null && !Desired.isGone(error) && !error.is(Errno.EEXIST)) {
                first = first == null ? error : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
