package io.vethkit.routing;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_KERNEL;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was in a namespace before descriptions changed it, as far as they can tell: what always has
 * a value, and addresses, which links may have had already.
 *
 * @param sysctls values by their paths below {@code /proc/sys}
 * @param mtus MTUs of links by their names
 * @param addresses those that were there, each as {@code DEVICE ADDRESS/LENGTH}
 */
public record Origin(
        Map<String, String> sysctls, Map<String, Integer> mtus, List<String> addresses) {
    /** Nothing was changed yet. */
    public static final Origin NONE = new Origin(Map.of(), Map.of(), List.of());

    /** Takes copies. */
    public Origin {
        sysctls = new LinkedHashMap<>(sysctls);
        mtus = new LinkedHashMap<>(mtus);
        addresses = new ArrayList<>(addresses);
    }

    /**
     * Returns this with what {@code namespace} has now where {@code state} first describes it.
     *
     * @param known what was described before; what is there of that is not the namespace's own
     */
    public Origin before(NamespaceState state, NamespaceState known, NamespaceHandle namespace)
            throws IOException {
        Origin all = new Origin(sysctls, mtus, addresses);
        KernelView kernel = new KernelView(namespace);
        for (Desired object : state.objects()) {
            if (object instanceof DesiredSysctl sysctl) {
                all.note(sysctl.key(), namespace.sysctl(sysctl.key()));
            } else if (object instanceof DesiredLink link && link.link().mtu() != null) {
                all.note(kernel.link(link.link().name()));
            } else if (object instanceof DesiredAddress address
                    && !known.objects().contains(address)
                    && address.difference(kernel) == null) {
                all.note(text(address));
            }
        }
        return all;
    }

    private static String text(DesiredAddress address) {
        return address.device() + " " + address.prefix();
    }

    private void note(String key, @Nullable String value) {
        if (value != null && !sysctls.containsKey(key)) {
            sysctls.put(key, value);
        }
    }

    private void note(@Nullable Link link) {
        Integer mtu = link == null ? null : link.mtu();
        if (link != null && mtu != null && !mtus.containsKey(link.name())) {
            mtus.put(link.name(), mtu);
        }
    }

    private void note(String address) {
        if (!addresses.contains(address)) {
            addresses.add(address);
        }
    }

    /** Returns the part of this that {@code state} describes. */
    public Origin of(NamespaceState state) {
        Origin part = new Origin(Map.of(), Map.of(), List.of());
        for (Desired object : state.objects()) {
            if (object instanceof DesiredSysctl sysctl) {
                part.note(sysctl.key(), sysctls.get(sysctl.key()));
            } else if (object instanceof DesiredLink link && link.link().mtu() != null) {
                Integer mtu = mtus.get(link.link().name());
                part.note(mtu == null ? null : Link.named(link.link().name()).mtu(mtu));
            } else if (object instanceof DesiredAddress address
                    && addresses.contains(text(address))) {
                part.note(text(address));
            }
        }
        return part;
    }

    /** Returns {@code state} without what was there before it: what a removal may remove. */
    public NamespaceState spared(NamespaceState state) {
        List<Desired> rest = new ArrayList<>();
        for (Desired object : state.objects()) {
            if (!(object instanceof DesiredAddress address) || !addresses.contains(text(address))) {
                rest.add(object);
            }
        }
        return new NamespaceState(rest);
    }

    /**
     * Describes what has to be set to have the origin of all that {@code kept} does not have; of
     * links only those that are there.
     */
    public NamespaceState without(Origin kept, NamespaceHandle namespace) throws IOException {
        NamespaceState.Builder state = NamespaceState.describe();
        KernelView kernel = new KernelView(namespace);
        for (Map.Entry<String, Integer> each : mtus.entrySet()) {
            if (!kept.mtus.containsKey(each.getKey()) && kernel.link(each.getKey()) != null) {
                state.link(Link.named(each.getKey()).mtu(each.getValue()));
            }
        }
        for (Map.Entry<String, String> each : sysctls.entrySet()) {
            if (!kept.sysctls.containsKey(each.getKey())) {
                state.sysctl(each.getKey(), each.getValue());
            }
        }
        for (String address : addresses) {
            if (!kept.addresses.contains(address)) {
                restore(address, kernel, state);
            }
        }
        return state.build();
    }

    /** The kernel's route to the subnet of an address, which a description may have taken away. */
    private static void restore(String address, KernelView kernel, NamespaceState.Builder state)
            throws IOException {
        int space = address.indexOf(' ');
        String device = address.substring(0, space);
        Prefix prefix = Prefix.parse(address.substring(space + 1));
        DesiredAddress own = new DesiredAddress(device, prefix, 0, 0);
        if (kernel.link(device) == null || own.difference(kernel) != null) {
            return; // it went by itself, and its route with it
        }
        Route connected = Route.to(prefix.network()).protocol(RTPROT_KERNEL);
        state.route(
                device,
                prefix.address().isV6()
                        ? connected
                        : connected.scope(RT_SCOPE_LINK).source(prefix.address()));
    }
}
