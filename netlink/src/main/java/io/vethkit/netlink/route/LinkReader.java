package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.If.IFF_UP;
import static io.vethkit.netlink.route.IfLink.IFLA_ADDRESS;
import static io.vethkit.netlink.route.IfLink.IFLA_IFALIAS;
import static io.vethkit.netlink.route.IfLink.IFLA_IFNAME;
import static io.vethkit.netlink.route.IfLink.IFLA_LINK;
import static io.vethkit.netlink.route.IfLink.IFLA_LINKINFO;
import static io.vethkit.netlink.route.IfLink.IFLA_MASTER;
import static io.vethkit.netlink.route.IfLink.IFLA_MTU;
import static io.vethkit.netlink.route.IfLink.IFLA_TXQLEN;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Reads a link where its message lies, without allocation.
 *
 * <p>Valid as long as the message is; not thread-safe.
 */
public final class LinkReader {
    private static final int MAC_LENGTH = 6;

    private final LinkKindReader kind = new LinkKindReader();
    private @Nullable ByteBuffer buffer;
    private int index;
    private int flags;
    private int mtu;
    private int txQueueLength;
    private int master;
    private int parent;
    private boolean hasParent;
    private boolean hasTxQueueLength;
    private int name;
    private int nameLength;
    private int alias;
    private int aliasLength;
    private int mac;

    /** A reader that stands nowhere. */
    public LinkReader() {}

    /** Tells whether {@code message} is a link. */
    static boolean reads(MessageReader message) {
        return message.type() == RtNetlink.RTM_NEWLINK;
    }

    /** Moves to the link of {@code message}. */
    public LinkReader read(MessageReader message) throws MalformedMessageException {
        clear();
        index = message.u32(4);
        flags = message.u32(8);
        AttributeReader attributes = message.attributes(LinkCodec.HEADER);
        buffer = attributes.buffer();
        while (attributes.next()) {
            read(attributes);
        }
        if (index <= 0 || nameLength == 0) {
            throw new MalformedMessageException("a link without index or name");
        }
        return this;
    }

    private void clear() {
        kind.clear();
        mtu = 0;
        txQueueLength = 0;
        master = 0;
        parent = 0;
        hasParent = false;
        hasTxQueueLength = false;
        name = 0;
        nameLength = 0;
        alias = 0;
        aliasLength = 0;
        mac = 0;
    }

    private void read(AttributeReader attribute) throws MalformedMessageException {
        switch (attribute.type()) {
            case IFLA_IFNAME -> {
                name = attribute.offset();
                nameLength = Fields.textLength(attribute);
            }
            case IFLA_ADDRESS -> mac = attribute.length() == MAC_LENGTH ? attribute.offset() : 0;
            case IFLA_MTU -> mtu = attribute.u32();
            case IFLA_LINK -> {
                parent = attribute.u32();
                hasParent = true;
            }
            case IFLA_MASTER -> master = attribute.u32();
            case IFLA_TXQLEN -> {
                txQueueLength = attribute.u32();
                hasTxQueueLength = true;
            }
            case IFLA_IFALIAS -> {
                alias = attribute.offset();
                aliasLength = Fields.textLength(attribute);
            }
            case IFLA_LINKINFO -> kind.read(attribute);
            default -> {} // newer kernels send attributes we do not know
        }
    }

    /** Returns the kernel's number of the link. */
    public int index() {
        return index;
    }

    /** Returns the flags of {@code IFF_}. */
    public int flags() {
        return flags;
    }

    /** Tells whether the link is switched on. */
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /** Returns the MTU in bytes. */
    public int mtu() {
        return mtu;
    }

    /** Returns the index of the master, or 0. */
    public int master() {
        return master;
    }

    /** Returns the index of the link it stands on, or 0. */
    public int parent() {
        return parent;
    }

    /** Tells whether the link is called {@code other}, without making a text of its name. */
    public boolean isNamed(String other) {
        return Fields.textEquals(memory(), name, nameLength, other);
    }

    /** Tells whether the kernel calls the kind {@code other}, without making a text of it. */
    public boolean isKind(String other) {
        return Fields.textEquals(memory(), kind.name(), kind.nameLength(), other);
    }

    /** Returns the name. */
    public String name() {
        return text(name, nameLength);
    }

    /** Tells whether the filter lets the link through. */
    boolean matches(LinkFilter filter) {
        Integer wanted = filter.master();
        String wantedKind = filter.kind();
        return (wanted == null || wanted == master) && (wantedKind == null || isKind(wantedKind));
    }

    /** Returns what was read as a value that lasts. */
    public Link toLink() throws MalformedMessageException {
        try {
            return new Link(
                    index,
                    name(),
                    kind.toKind(memory()),
                    mac == 0 ? null : new MacAddress(Fields.mac(memory(), mac)),
                    mtu <= 0 ? null : mtu,
                    hasTxQueueLength ? txQueueLength : null,
                    master == 0 ? null : master,
                    hasParent && parent != 0 ? parent : null,
                    aliasLength == 0 ? null : text(alias, aliasLength),
                    isUp());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a link: " + e.getMessage());
        }
    }

    private String text(int offset, int length) {
        return Fields.text(memory(), offset, length);
    }

    private ByteBuffer memory() {
        return Fields.memory(buffer);
    }
}
