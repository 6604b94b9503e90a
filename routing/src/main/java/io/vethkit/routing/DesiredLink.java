package io.vethkit.routing;

import io.vethkit.linux.Fd;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.VethPeer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A link: made if its kind is given, otherwise one that must be there, of which the given
 * properties are set.
 *
 * @param link what it shall be; a null property does not matter, and master and parent, which are
 *     indexes, only when it is made
 * @param peerNamespace what the verbs call the namespace that a veth's peer is born in, or null
 * @param parent the name of the link it stands on, or null
 */
public record DesiredLink(Link link, @Nullable String peerNamespace, @Nullable String parent)
        implements Desired {
    /** Tells whether it is this description that makes the link. */
    boolean isMade() {
        return link.kind() != null;
    }

    /**
     * Returns the request that makes it, down, so that sysctls can be set before it is up.
     *
     * @param peer the namespace its peer is born in, or null
     * @param on the index of {@link #parent}, or null
     */
    Request adding(@Nullable Fd peer, @Nullable Integer on) {
        Link down =
                new Link(
                        null,
                        link.name(),
                        null,
                        link.mac(),
                        link.mtu(),
                        link.txQueueLength(),
                        link.master(),
                        on == null ? link.parent() : on,
                        null,
                        false);
        VethPeer described = veth();
        LinkKind kind =
                described == null
                        ? link.kind()
                        : new LinkKind.Veth(new VethPeer(described.link(), peer));
        return Links.adding(kind == null ? down : down.kind(kind));
    }

    private @Nullable VethPeer veth() {
        return link.kind() instanceof LinkKind.Veth veth ? veth.peer() : null;
    }

    /** Returns the request that gives {@code present} the properties it lacks, or null if none. */
    @Nullable Request setting(Link present) {
        boolean sameMtu = link.mtu() == null || link.mtu().equals(present.mtu());
        boolean sameMac = link.mac() == null || link.mac().equals(present.mac());
        boolean sameQueue =
                link.txQueueLength() == null
                        || link.txQueueLength().equals(present.txQueueLength());
        boolean sameAlias = link.alias() == null || link.alias().equals(present.alias());
        boolean isUp = !link.up() || present.up();
        if (sameMtu && sameMac && sameQueue && sameAlias && isUp) {
            return null;
        }
        return Links.setting(
                new Link(
                        present.index(),
                        link.name(),
                        null,
                        sameMac ? null : link.mac(),
                        sameMtu ? null : link.mtu(),
                        sameQueue ? null : link.txQueueLength(),
                        null,
                        null,
                        sameAlias ? null : link.alias(),
                        link.up()));
    }

    /**
     * Tells whether {@code present}, of the same name, is this link and not a later one: of the
     * same alias, or of the same MAC address unless its alias names another owner in the same way.
     */
    boolean isSame(Link present) {
        String alias = link.alias();
        if (alias != null && alias.equals(present.alias())) {
            return true;
        }
        if (alias != null && present.alias() != null && isAlike(alias, present.alias())) {
            return false;
        }
        return link.mac() == null ? alias == null : link.mac().equals(present.mac());
    }

    /** Aliases that name owners begin alike, up to a colon; others are people's remarks. */
    private static boolean isAlike(String alias, String other) {
        int colon = alias.indexOf(':');
        return colon > 0 && other.startsWith(alias.substring(0, colon + 1));
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        Link present = kernel.link(link.name());
        if (present == null) {
            return Difference.missing(this);
        }
        LinkKind kind = link.kind();
        LinkKind presentKind = present.kind();
        if (kind != null && (presentKind == null || !presentKind.name().equals(kind.name()))) {
            return unlike("type", presentKind == null ? "none" : presentKind.name(), kind.name());
        }
        if (kind instanceof LinkKind.Vlan && !kind.equals(presentKind)) {
            return unlike("type", presentKind, kind);
        }
        Integer under = present.parent();
        if (parent != null && (under == null || under != kernel.index(parent))) {
            return new Difference(this, this + " does not stand on " + parent);
        }
        if (link.mac() != null && !link.mac().equals(present.mac())) {
            return unlike("address", present.mac(), link.mac());
        }
        if (link.mtu() != null && !link.mtu().equals(present.mtu())) {
            return unlike("mtu", present.mtu(), link.mtu());
        }
        if (link.txQueueLength() != null && !link.txQueueLength().equals(present.txQueueLength())) {
            return unlike("txqueuelen", present.txQueueLength(), link.txQueueLength());
        }
        if (link.alias() != null && !link.alias().equals(present.alias())) {
            return unlike("alias", present.alias(), link.alias());
        }
        if (link.up() && !present.up()) {
            return new Difference(this, this + " is down");
        }
        return null;
    }

    private Difference unlike(String field, @Nullable Object actual, Object wanted) {
        return Difference.unlike(this, field, actual == null ? "none" : actual, wanted);
    }

    @Override
    public String command() {
        if (!isMade()) {
            return settingCommand();
        }
        String rest = rest();
        String on = parent == null ? "" : "link " + parent + " name ";
        String add = "ip link add " + on + link.name() + properties(link) + " type " + kindWords();
        return rest.isEmpty() ? add : add + " && ip link set " + link.name() + rest;
    }

    /** Returns what a person would type to give it its properties when it is there. */
    String settingCommand() {
        return "ip link set " + link.name() + properties(link) + rest();
    }

    private String rest() {
        String alias = link.alias() == null ? "" : " alias '" + link.alias() + "'";
        return alias + (link.up() ? " up" : "");
    }

    private static String properties(Link link) {
        return (link.mtu() == null ? "" : " mtu " + link.mtu())
                + (link.mac() == null ? "" : " address " + link.mac())
                + (link.txQueueLength() == null ? "" : " txqueuelen " + link.txQueueLength());
    }

    private String kindWords() {
        VethPeer peer = veth();
        return peer == null
                ? String.valueOf(link.kind())
                : "veth peer name "
                        + peer.link().name()
                        + properties(peer.link())
                        + (peerNamespace == null ? "" : " netns " + peerNamespace);
    }

    @Override
    public @Nullable String removalCommand() {
        return isMade() ? "ip link del " + link.name() : null;
    }

    @Override
    public String toString() {
        return "link " + link.name();
    }
}
