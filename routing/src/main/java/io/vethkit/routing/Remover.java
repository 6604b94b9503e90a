package io.vethkit.routing;

import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes what a description names, last things first, and tolerates what is gone.
 *
 * <p>A link that has the name but neither the alias nor the MAC address of the description is
 * somebody else's, and stays. What dies with a link is not removed on its own.
 */
public final class Remover {
    private Remover() {}

    /**
     * Removes from {@code namespace} what {@code state} describes.
     *
     * @throws IOException the first thing the kernel refused, after all others were tried
     */
    public static void remove(NamespaceState state, NamespaceHandle namespace) throws IOException {
        Map<String, @Nullable Link> devices = findDevices(state, namespace);
        Batch batch = namespace.socket().batch();
        List<Desired> objects = state.objects();
        for (int i = objects.size() - 1; i >= 0; i--) {
            Request request = removal(objects.get(i), state, devices);
            if (request != null) {
                batch.add(request);
            }
        }
        if (batch.size() > 0) {
            throwUnlessGone(batch.execute());
        }
    }

    private static Map<String, @Nullable Link> findDevices(
            NamespaceState state, NamespaceHandle namespace) throws IOException {
        Map<String, @Nullable Link> devices = new HashMap<>();
        for (Desired object : state.objects()) {
            String name = Applier.deviceOf(object);
            if (name == null || devices.containsKey(name)) {
                continue;
            }
            Link present = namespace.links().find(name);
            boolean isOther =
                    present != null && object instanceof DesiredLink link && !link.isSame(present);
            devices.put(name, isOther ? null : present);
        }
        return devices;
    }

    private static @Nullable Request removal(
            Desired object, NamespaceState state, Map<String, @Nullable Link> devices) {
        if (object instanceof DesiredLink link) {
            Link present = devices.get(link.link().name());
            return present == null || !link.isMade()
                    ? null
                    : Links.deleting(Applier.index(present));
        }
        return object instanceof TableEntry entry ? removal(entry, state, devices) : null;
    }

    private static @Nullable Request removal(
            TableEntry entry, NamespaceState state, Map<String, @Nullable Link> devices) {
        String name = entry.device();
        if (name == null) {
            return entry.deleting(0);
        }
        Link device = devices.get(name);
        return device == null || isMadeBy(state, name)
                ? null
                : entry.deleting(Applier.index(device));
    }

    private static boolean isMadeBy(NamespaceState state, String name) {
        for (Desired object : state.objects()) {
            if (object instanceof DesiredLink link && link.link().name().equals(name)) {
                return link.isMade();
            }
        }
        return false;
    }

    private static void throwUnlessGone(BatchResult result) throws NetlinkException {
        NetlinkException first = null;
        for (int i = 0; i < result.size(); i++) {
            NetlinkException error = result.error(i);
            if (error != null && !Desired.isGone(error)) {
                first = first == null ? error : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
