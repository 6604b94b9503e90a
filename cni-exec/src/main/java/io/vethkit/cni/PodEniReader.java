package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Datapath;

import org.jspecify.annotations.Nullable;

/** Reads and checks the annotation {@value PodEni#ANNOTATION}. */
final class PodEniReader {
    private static final int TABLE_OFFSET = 100; // of a branch ENI's route table to its VLAN id
    private static final int RT_TABLE_DEFAULT = 253; // include/uapi/linux/rtnetlink.h
    private static final int RT_TABLE_LOCAL = 255;

    private final Fields eni;
    private final NodeConf node;

    private PodEniReader(Fields eni, NodeConf node) {
        this.eni = eni;
        this.node = node;
    }

    /**
     * Returns the pod's branch ENI: the first element of the list that {@code annotation} holds.
     *
     * @throws CniException code 7
     */
    static PodEni read(String annotation, NodeConf node) {
        String path = "annotation " + PodEni.ANNOTATION;
        Fields eni = Fields.of(first(annotation, path), path + "[0]", ErrorCodes.INVALID_CONFIG);
        return new PodEniReader(eni, node).read();
    }

    private static JsonObject first(String annotation, String path) {
        JsonElement json;
        try {
            json = Json.parse(annotation);
        } catch (Json.NotJsonException e) {
            throw invalid(path, annotation, "must be JSON: " + e.getMessage());
        }
        if (json instanceof JsonArray list
                && !list.isEmpty()
                && list.get(0) instanceof JsonObject first) {
            return first;
        }
        throw invalid(path, annotation, "must be a list whose first element is an object");
    }

    private static CniException invalid(String path, String annotation, String rule) {
        return CniException.invalidConfig(
                path + " is " + Text.shown('"' + annotation + '"') + ": it " + rule);
    }

    private PodEni read() {
        int vlanId = vlanId();
        MacAddress mac = Addresses.mac(eni, "ifAddress");
        if (mac == null) {
            throw eni.missing("ifAddress", "it must be the MAC address of the branch ENI");
        }
        IpAddress ipv4 = node.ipv4() ? address("privateIp", false) : null;
        IpAddress ipv6 = node.ipv6() ? address("ipv6Addr", true) : null;
        Prefix subnetV4 = ipv4 == null ? null : subnet("subnetCidr", ipv4);
        if (ipv4 != null && subnetV4 == null) {
            throw eni.missing("subnetCidr", "it must be the branch ENI's subnet, like 10.0.2.0/24");
        }
        Prefix subnetV6 = ipv6 == null ? null : subnet("subnetV6Cidr", ipv6);
        return new PodEni(vlanId, mac, ipv4, ipv6, subnetV4, subnetV6);
    }

    /** Its key was once spelled in another way, which {@link Fields} takes for the same. */
    private int vlanId() {
        Integer id = eni.integer("vlanId", 1, PodEni.VLAN_ID_MAX);
        if (id == null) {
            throw eni.missing("vlanId", "it must be the branch ENI's VLAN");
        }
        int table = id + TABLE_OFFSET;
        if (table >= RT_TABLE_DEFAULT && table <= RT_TABLE_LOCAL) {
            throw eni.invalid(
                    "vlanId", "must not be 153 to 155: tables 253 to 255 are the kernel's");
        }
        for (EniConf other : node.enis()) {
            if (other.networkCard() == 0 && Datapath.table(0, other.deviceNumber()) == table) {
                throw eni.invalid(
                        "vlanId",
                        "must not lead to table " + table + ", which an ENI of the node has");
            }
        }
        return id;
    }

    private IpAddress address(String name, boolean v6) {
        IpAddress address = Addresses.address(eni, name);
        if (address == null) {
            throw eni.missing(name, "the node's pods need an " + Families.name(v6) + " address");
        }
        if (address.isV6() != v6) {
            throw eni.invalid(name, "must be " + Families.name(v6));
        }
        Addresses.requireHosts(eni, name, address.toString(), Prefix.host(address));
        if (node.owns(address) || node.primaryServes(address) || node.eniOf(address) != null) {
            throw eni.invalid(name, "must not be an address of another ENI, which node describes");
        }
        return address;
    }

    private @Nullable Prefix subnet(String name, IpAddress address) {
        Prefix subnet = Addresses.prefix(eni, name);
        if (subnet == null) {
            return null;
        }
        if (!subnet.contains(address)) {
            throw eni.invalid(name, "must contain the branch ENI's address, " + address);
        }
        if (!subnet.network().equals(subnet)) {
            throw eni.invalid(name, "must have no host bits set, like " + subnet.network());
        }
        return subnet;
    }
}
