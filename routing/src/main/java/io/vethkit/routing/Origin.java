package io.vethkit.routing;

import io.vethkit.netlink.route.Link;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was in a namespace before descriptions changed it, of the kinds that always have a value.
 *
 * @param sysctls values by their paths below {@code /proc/sys}
 * @param mtus MTUs of links by their names
 */
public record Origin(Map<String, String> sysctls, Map<String, Integer> mtus) {
    /** Nothing was changed yet. */
    public static final Origin NONE = new Origin(Map.of(), Map.of());

    /** Takes copies. */
    public Origin {
        sysctls = new LinkedHashMap<>(sysctls);
        mtus = new LinkedHashMap<>(mtus);
    }

    /** Returns this with what {@code namespace} has now where {@code state} first describes it. */
    public Origin before(NamespaceState state, NamespaceHandle namespace) throws IOException {
        Origin all = new Origin(sysctls, mtus);
        for (Desired object : state.objects()) {
            if (object instanceof DesiredSysctl sysctl) {
                all.note(sysctl.key(), namespace.sysctl(sysctl.key()));
            } else if (object instanceof DesiredLink link && link.link().mtu() != null) {
                all.note(namespace.links().find(link.link().name()));
            }
        }
        return all;
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

    /** Returns the part of this that {@code state} describes. */
    public Origin of(NamespaceState state) {
        Origin part = new Origin(Map.of(), Map.of());
        for (Desired object : state.objects()) {
            if (object instanceof DesiredSysctl sysctl) {
                part.note(sysctl.key(), sysctls.get(sysctl.key()));
            } else if (object instanceof DesiredLink link && link.link().mtu() != null) {
                Integer mtu = mtus.get(link.link().name());
                part.note(mtu == null ? null : Link.named(link.link().name()).mtu(mtu));
            }
        }
        return part;
    }

    /**
     * Describes what has to be set to have the origin of all that {@code kept} does not have; of
     * links only those that are there.
     */
    public NamespaceState without(Origin kept, NamespaceHandle namespace) throws IOException {
        NamespaceState.Builder state = NamespaceState.describe();
        for (Map.Entry<String, Integer> each : mtus.entrySet()) {
            boolean isKept = kept.mtus.containsKey(each.getKey());
            if (!isKept && namespace.links().find(each.getKey()) != null) {
                state.link(Link.named(each.getKey()).mtu(each.getValue()));
            }
        }
        for (Map.Entry<String, String> each : sysctls.entrySet()) {
            if (!kept.sysctls.containsKey(each.getKey())) {
                state.sysctl(each.getKey(), each.getValue());
            }
        }
        return state.build();
    }
}
