package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Results of every version, to the model of the newest. */
final class ResultReader {
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    /** Reads {@code json}, found at {@code path}; what is wrong in it is {@code code}. */
    static CniResult read(JsonElement json, CniVersion assumed, String path, int code) {
        if (json.isJsonNull()) {
            return CniResult.EMPTY;
        }
        if (!(json instanceof JsonObject object)) {
            throw new CniException(
                    code,
                    path + " is " + Text.shown(json.toString()) + ": it must be an object",
                    "");
        }
        Fields fields = Fields.of(object, path, code);
        return version(fields, assumed).atLeast(CniVersion.V0_3_0)
                ? readLists(fields)
                : readFamilies(fields);
    }

    /** Returns the version a result is in. */
    static CniVersion version(Fields result, CniVersion assumed) {
        String text = result.text("cniVersion");
        if (text == null) {
            return assumed;
        }
        CniVersion version = CniVersion.find(text);
        if (version == null) {
            throw result.invalidText(
                    "cniVersion", text, "must be one of " + CniVersion.supported());
        }
        return version;
    }

    private static CniResult readLists(Fields fields) {
        List<CniInterface> interfaces = new ArrayList<>();
        for (Fields each : fields.list("interfaces")) {
            interfaces.add(readInterface(each));
        }
        List<CniIp> ips = new ArrayList<>();
        for (Fields each : fields.list("ips")) {
            ips.add(readIp(each));
        }
        return new CniResult(interfaces, ips, readRoutes(fields), Dns.read(fields.fields("dns")));
    }

    private static CniInterface readInterface(Fields fields) {
        String name = fields.string("name");
        return new CniInterface(
                name == null ? "" : name,
                fields.text("mac"),
                positive(fields, "mtu"),
                fields.text("sandbox"),
                fields.text("socketPath"),
                fields.text("pciID"));
    }

    private static CniIp readIp(Fields fields) {
        Integer index = fields.integer("interface", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new CniIp(
                requiredPrefix(fields, "address"),
                Addresses.address(fields, "gateway"),
                index == null || index < 0 ? null : index); // some plugins say "none" by -1
    }

    private static List<CniRoute> readRoutes(Fields fields) {
        List<CniRoute> routes = new ArrayList<>();
        for (Fields each : fields.list("routes")) {
            routes.add(readRoute(each));
        }
        return routes;
    }

    private static CniRoute readRoute(Fields fields) {
        Integer priority = unsigned(fields, "priority");
        return new CniRoute(
                requiredPrefix(fields, "dst"),
                Addresses.address(fields, "gw"),
                positive(fields, "mtu"),
                positive(fields, "advmss"),
                priority == null || priority == 0 ? null : priority,
                unsigned(fields, "table"),
                fields.integer("scope", 0, 255));
    }

    private static Prefix requiredPrefix(Fields fields, String name) {
        Prefix prefix = Addresses.prefix(fields, name);
        if (prefix == null) {
            throw fields.missing(name, "it must be an address with a prefix length");
        }
        return prefix;
    }

    // In Go's encoding 0 is the same as absent.
    private static @Nullable Integer positive(Fields fields, String name) {
        Integer value = fields.integer(name, 0, Integer.MAX_VALUE);
        return value == null || value == 0 ? null : value;
    }

    private static @Nullable Integer unsigned(Fields fields, String name) {
        Long value = fields.number(name, 0, UNSIGNED_INT_MAX);
        return value == null ? null : (Integer) value.intValue();
    }

    /** Reads the format before 0.3.0: at most one address per family, each with its routes. */
    private static CniResult readFamilies(Fields fields) {
        List<CniIp> ips = new ArrayList<>();
        List<CniRoute> routes = new ArrayList<>();
        readFamily(fields.fields("ip4"), ips, routes);
        readFamily(fields.fields("ip6"), ips, routes);
        return new CniResult(List.of(), ips, routes, Dns.read(fields.fields("dns")));
    }

    private static void readFamily(
            @Nullable Fields family, List<CniIp> ips, List<CniRoute> routes) {
        if (family != null) {
            Prefix address = requiredPrefix(family, "ip");
            ips.add(new CniIp(address, Addresses.address(family, "gateway"), null));
            routes.addAll(readRoutes(family));
        }
    }

    private ResultReader() {}
}
