package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfLink.IFLA_INFO_DATA;
import static io.vethkit.netlink.route.IfLink.IFLA_INFO_KIND;
import static io.vethkit.netlink.route.IfLink.IFLA_MACVLAN_MODE;
import static io.vethkit.netlink.route.IfLink.IFLA_VLAN_ID;
import static io.vethkit.netlink.route.IfLink.IFLA_VLAN_PROTOCOL;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_GROUP;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_GROUP6;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_ID;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LEARNING;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LINK;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LOCAL;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LOCAL6;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_PORT;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** Reads {@code IFLA_LINKINFO}: first where things are, then, on demand, what they are. */
final class LinkKindReader {
    private static final int ETH_P_8021Q = 0x8100; // include/uapi/linux/if_ether.h

    private @Nullable AttributeReader inner;
    private int name;
    private int nameLength;
    private int data;
    private int dataLength;

    void clear() {
        name = 0;
        nameLength = 0;
        data = 0;
        dataLength = 0;
    }

    void read(AttributeReader info) throws MalformedMessageException {
        AttributeReader reader = inner == null ? info.nested() : info.nested(inner);
        inner = reader;
        while (reader.next()) {
            if (reader.type() == IFLA_INFO_KIND) {
                name = reader.offset();
                nameLength = Fields.textLength(reader);
            } else if (reader.type() == IFLA_INFO_DATA) {
                data = reader.offset();
                dataLength = reader.length();
            }
        }
    }

    int name() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    /** Returns the kind, {@link LinkKind.Generic} if the others do not hold it; null if none. */
    @Nullable LinkKind toKind(ByteBuffer buffer) throws MalformedMessageException {
        if (nameLength == 0) {
            return null;
        }
        String kind = Fields.text(buffer, name, nameLength);
        AttributeReader attributes = new AttributeReader(buffer, data, data + dataLength);
        return switch (kind) {
            case "veth" -> new LinkKind.Veth(null);
            case "bridge" -> new LinkKind.Bridge();
            case "ifb" -> new LinkKind.Ifb();
            case "dummy" -> new LinkKind.Dummy();
            case "vlan" -> vlan(attributes);
            case "macvlan" -> macvlan(attributes);
            case "vxlan" -> vxlan(attributes);
            default -> new LinkKind.Generic(kind);
        };
    }

    private static LinkKind vlan(AttributeReader data) throws MalformedMessageException {
        int id = 0;
        int protocol = ETH_P_8021Q;
        while (data.next()) {
            switch (data.type()) {
                case IFLA_VLAN_ID -> id = data.u16();
                case IFLA_VLAN_PROTOCOL -> protocol = data.be16();
                default -> {} // newer kernels send attributes we do not know
            }
        }
        boolean plain = protocol == ETH_P_8021Q && id >= 1 && id <= 4094;
        return plain ? new LinkKind.Vlan(id) : new LinkKind.Generic("vlan");
    }

    private static LinkKind macvlan(AttributeReader data) throws MalformedMessageException {
        LinkKind.Macvlan.Mode mode = null;
        while (data.next()) {
            if (data.type() == IFLA_MACVLAN_MODE) {
                mode = LinkKind.Macvlan.Mode.of(data.u32());
            }
        }
        return mode == null ? new LinkKind.Generic("macvlan") : new LinkKind.Macvlan(mode);
    }

    private static LinkKind vxlan(AttributeReader data) throws MalformedMessageException {
        int vni = 0;
        IpAddress remote = null;
        IpAddress local = null;
        Integer device = null;
        Integer port = null;
        boolean learning = false;
        while (data.next()) {
            switch (data.type()) {
                case IFLA_VXLAN_ID -> vni = data.u32();
                case IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6 -> remote = data.address();
                case IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6 -> local = data.address();
                case IFLA_VXLAN_LINK -> device = data.u32();
                case IFLA_VXLAN_LEARNING -> learning = data.u8() != 0;
                case IFLA_VXLAN_PORT -> port = data.be16();
                default -> {} // newer kernels send attributes we do not know
            }
        }
        return new LinkKind.Vxlan(vni, remote, local, device, port, learning);
    }
}
