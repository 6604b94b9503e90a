package io.vethkit.routing;

import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What one network namespace shall have: a value, made by pure functions, on which every verb
 * works.
 *
 * @param objects in the order of their making; removal goes the other way
 */
public record NamespaceState(List<Desired> objects) {
    /** Takes a copy. */
    public NamespaceState {
        objects = List.copyOf(objects);
    }

    /** Starts a description. */
    public static Builder describe() {
        return new Builder();
    }

    /** Returns the commands that a person would type to make all of it. */
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (Desired object : objects) {
            commands.add(object.command());
        }
        return commands;
    }

    /** Returns what of this description {@code other} does not have. */
    public NamespaceState without(NamespaceState other) {
        List<Desired> rest = new ArrayList<>(objects);
        rest.removeAll(other.objects);
        return new NamespaceState(rest);
    }

    /** Returns the commands that a person would type to remove all of it. */
    public List<String> removalCommands() {
        List<String> commands = new ArrayList<>();
        for (int i = objects.size() - 1; i >= 0; i--) {
            String command = objects.get(i).removalCommand();
            if (command != null) {
                commands.add(command);
            }
        }
        return commands;
    }

    /** Collects objects in the order of their making. Devices must come before what is on them. */
    public static final class Builder {
        private final List<Desired> objects = new ArrayList<>();

        private Builder() {}

        /** A link that is made if its kind is given, and otherwise must be there. */
        public Builder link(Link link) {
            return add(new DesiredLink(link, null, null));
        }

        /** A veth whose peer is born in the namespace that the verb calls {@code peerNamespace}. */
        public Builder link(Link link, String peerNamespace) {
            return add(new DesiredLink(link, peerNamespace, null));
        }

        /** A link that stands on the link {@code parent}, such as a VLAN. */
        public Builder linkOn(String parent, Link link) {
            return add(new DesiredLink(link, null, parent));
        }

        /** A kernel parameter, {@code key} as its path below {@code /proc/sys}. */
        public Builder sysctl(String key, String value) {
            return add(new DesiredSysctl(key, value));
        }

        /** An address of {@code device}, of scope universe. */
        public Builder address(String device, Prefix address) {
            return address(device, address, RT_SCOPE_UNIVERSE, 0);
        }

        /** An address of {@code device} of that scope, made with these {@code IFA_F_} flags. */
        public Builder address(String device, Prefix address, int scope, int flags) {
            return add(new DesiredAddress(device, address, scope, flags));
        }

        /** A permanent neighbour on {@code device}. */
        public Builder neighbour(String device, IpAddress address, MacAddress mac) {
            return add(new DesiredNeighbour(device, address, mac));
        }

        /** A route through {@code device}, or through none; it takes the place of another. */
        public Builder route(@Nullable String device, Route route) {
            return add(new DesiredRoute(device, route, false));
        }

        /** A route through {@code device} that takes no other one's place. */
        public Builder newRoute(String device, Route route) {
            return add(new DesiredRoute(device, route, true));
        }

        /** A route through {@code device} that shall not be there. */
        public Builder noRoute(String device, Route route) {
            return add(new AbsentRoute(device, route));
        }

        /** A policy rule. */
        public Builder rule(Rule rule) {
            return add(new DesiredRule(rule));
        }

        /** A policy rule that shall not be there. */
        public Builder noRule(Rule rule) {
            return add(new AbsentRule(rule));
        }

        private Builder add(Desired object) {
            objects.add(object);
            return this;
        }

        /** Returns the description. */
        public NamespaceState build() {
            return new NamespaceState(objects);
        }
    }
}
