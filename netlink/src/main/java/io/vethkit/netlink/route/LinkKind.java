package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

/** What makes a link: the driver, and what only that driver wants to know. */
public sealed interface LinkKind {
    /** Returns the kernel's name of the kind, such as {@code veth}. */
    String name();

    /**
     * One end of a virtual cable.
     *
     * @param peer the other end, when making the pair; null in what the kernel lists, where {@link
     *     Link#parent()} is the index of the other end
     */
    record Veth(@Nullable VethPeer peer) implements LinkKind {
        @Override
        public String name() {
            return "veth";
        }

        @Override
        public String toString() {
            return peer == null ? "veth" : "veth " + peer;
        }
    }

    /**
     * An 802.1Q VLAN on the parent link.
     *
     * @param id 1 to 4094
     */
    record Vlan(int id) implements LinkKind {
        /** Checks the range. */
        public Vlan {
            if (id < 1 || id > 4094) {
                throw new IllegalArgumentException("VLAN id " + id);
            }
        }

        @Override
        public String name() {
            return "vlan";
        }

        @Override
        public String toString() {
            return "vlan id " + id;
        }
    }

    /** An Ethernet bridge. */
    record Bridge() implements LinkKind {
        @Override
        public String name() {
            return "bridge";
        }

        @Override
        public String toString() {
            return "bridge";
        }
    }

    /**
     * A further MAC address on the parent link.
     *
     * @param mode whom it talks to
     */
    record Macvlan(Mode mode) implements LinkKind {
        /** {@code enum macvlan_mode} of if_link.h. */
        public enum Mode {
            PRIVATE(1, "private"),
            VEPA(2, "vepa"),
            BRIDGE(4, "bridge"),
            PASSTHRU(8, "passthru"),
            SOURCE(16, "source");

            final int number;
            final String text;

            Mode(int number, String text) {
                this.number = number;
                this.text = text;
            }

            static @Nullable Mode of(int number) {
                for (Mode mode : values()) {
                    if (mode.number == number) {
                        return mode;
                    }
                }
                return null;
            }
        }

        @Override
        public String name() {
            return "macvlan";
        }

        @Override
        public String toString() {
            return "macvlan mode " + mode.text;
        }
    }

    /** An intermediate functional block, to queue what comes in. */
    record Ifb() implements LinkKind {
        @Override
        public String name() {
            return "ifb";
        }

        @Override
        public String toString() {
            return "ifb";
        }
    }

    /**
     * A VXLAN tunnel.
     *
     * @param vni the network identifier, 24 bits
     * @param remote the endpoint or multicast group it sends to by default, or null
     * @param local its own address, or null
     * @param device the index of the link it sends over, or null
     * @param port the UDP port, or null for the kernel's choice
     * @param learning whether it learns where MAC addresses are, which is the default
     */
    record Vxlan(
            int vni,
            @Nullable IpAddress remote,
            @Nullable IpAddress local,
            @Nullable Integer device,
            @Nullable Integer port,
            boolean learning)
            implements LinkKind {
        /** Checks ranges, and that the addresses are of one family. */
        public Vxlan {
            if (vni >>> 24 != 0) {
                throw new IllegalArgumentException("VXLAN network identifier " + vni);
            }
            if (port != null && port >>> 16 != 0) {
                throw new IllegalArgumentException("UDP port " + port);
            }
            if (remote != null && local != null && remote.isV6() != local.isV6()) {
                throw new IllegalArgumentException("remote " + remote + " with local " + local);
            }
        }

        /** Returns the tunnel of that identifier, all else by default. */
        public static Vxlan of(int vni) {
            return new Vxlan(vni, null, null, null, null, true);
        }

        @Override
        public String name() {
            return "vxlan";
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("vxlan id ").append(vni);
            Text.append(text, " remote ", remote);
            Text.append(text, " local ", local);
            Text.appendDevice(text, device);
            Text.append(text, " dstport ", port);
            return learning ? text.toString() : text.append(" nolearning").toString();
        }
    }

    /** A link that only counts packets. */
    record Dummy() implements LinkKind {
        @Override
        public String name() {
            return "dummy";
        }

        @Override
        public String toString() {
            return "dummy";
        }
    }

    /**
     * Any other kind, or one configured in ways that the other records do not hold.
     *
     * @param name the kernel's name of the kind
     */
    record Generic(String name) implements LinkKind {
        @Override
        public String toString() {
            return name;
        }
    }
}
