package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Results to the format of every version. Members come in the order of the specification. */
final class ResultWriter {
    static JsonObject write(CniResult result, CniVersion version) {
        JsonObject json = new JsonObject();
        json.addProperty("cniVersion", version.text());
        if (version.atLeast(CniVersion.V0_3_0)) {
            addLists(json, result, version);
        } else {
            addFamilies(json, result, version);
        }
        // older clients expect the member
        if (!result.dns().isEmpty() || !version.atLeast(CniVersion.V1_0_0)) {
            json.add("dns", dns(result.dns()));
        }
        return json;
    }

    private static void addLists(JsonObject json, CniResult result, CniVersion version) {
        JsonArray interfaces = new JsonArray(result.interfaces().size());
        for (CniInterface each : result.interfaces()) {
            interfaces.add(networkInterface(each, version));
        }
        JsonArray ips = new JsonArray(result.ips().size());
        for (CniIp each : result.ips()) {
            ips.add(ip(each, version));
        }
        JsonArray routes = new JsonArray(result.routes().size());
        for (CniRoute each : result.routes()) {
            routes.add(route(each));
        }
        addUnlessEmpty(json, "interfaces", interfaces);
        addUnlessEmpty(json, "ips", ips);
        addUnlessEmpty(json, "routes", routes);
    }

    private static JsonObject networkInterface(CniInterface from, CniVersion version) {
        JsonObject json = new JsonObject();
        json.addProperty("name", from.name());
        addText(json, "mac", from.mac());
        if (version.atLeast(CniVersion.V1_0_0)) {
            addNumber(json, "mtu", from.mtu());
        }
        addText(json, "sandbox", from.sandbox());
        if (version.atLeast(CniVersion.V1_0_0)) {
            addText(json, "socketPath", from.socketPath());
            addText(json, "pciID", from.pciId());
        }
        return json;
    }

    private static JsonObject ip(CniIp from, CniVersion version) {
        JsonObject json = new JsonObject();
        if (!version.atLeast(CniVersion.V1_0_0)) {
            json.addProperty("version", from.address().address().isV6() ? "6" : "4");
        }
        addNumber(json, "interface", from.interfaceIndex());
        json.addProperty("address", from.address().toString());
        addAddress(json, "gateway", from.gateway());
        return json;
    }

    private static JsonObject route(CniRoute from) {
        JsonObject json = shortRoute(from);
        addNumber(json, "mtu", from.mtu());
        addNumber(json, "advmss", from.advmss());
        addUnsigned(json, "priority", from.priority());
        addUnsigned(json, "table", from.table());
        addNumber(json, "scope", from.scope());
        return json;
    }

    private static JsonObject shortRoute(CniRoute from) {
        JsonObject json = new JsonObject();
        json.addProperty("dst", from.destination().toString());
        addAddress(json, "gw", from.gateway());
        return json;
    }

    private static void addFamilies(JsonObject json, CniResult result, CniVersion version) {
        JsonObject ip4 = family(result, false);
        JsonObject ip6 = family(result, true);
        if (ip4 == null && ip6 == null) {
            throw CniException.incompatibleVersion(
                    "cannot express the result in CNI " + version + ": no valid IP addresses", "");
        }
        if (ip4 != null) {
            json.add("ip4", ip4);
        }
        if (ip6 != null) {
            json.add("ip6", ip6);
        }
    }

    private static @Nullable JsonObject family(CniResult result, boolean v6) {
        CniIp first = first(result.ips(), v6);
        if (first == null) {
            return null;
        }
        JsonArray routes = new JsonArray();
        for (CniRoute each : result.routes()) {
            if (each.destination().address().isV6() == v6) {
                routes.add(shortRoute(each));
            }
        }
        JsonObject json = new JsonObject();
        json.addProperty("ip", first.address().toString());
        addAddress(json, "gateway", first.gateway());
        addUnlessEmpty(json, "routes", routes);
        return json;
    }

    private static @Nullable CniIp first(List<CniIp> ips, boolean v6) {
        for (CniIp ip : ips) {
            if (ip.address().address().isV6() == v6) {
                return ip;
            }
        }
        return null;
    }

    private static JsonObject dns(Dns from) {
        JsonObject json = new JsonObject();
        addUnlessEmpty(json, "nameservers", strings(from.nameservers()));
        addText(json, "domain", from.domain());
        addUnlessEmpty(json, "search", strings(from.search()));
        addUnlessEmpty(json, "options", strings(from.options()));
        return json;
    }

    private static JsonArray strings(List<String> from) {
        JsonArray json = new JsonArray(from.size());
        for (String each : from) {
            json.add(each);
        }
        return json;
    }

    private static void addUnlessEmpty(JsonObject json, String name, JsonArray value) {
        if (!value.isEmpty()) {
            json.add(name, value);
        }
    }

    private static void addText(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.addProperty(name, value);
        }
    }

    private static void addAddress(JsonObject json, String name, @Nullable IpAddress value) {
        if (value != null) {
            json.addProperty(name, value.toString());
        }
    }

    private static void addNumber(JsonObject json, String name, @Nullable Integer value) {
        if (value != null) {
            json.addProperty(name, value);
        }
    }

    private static void addUnsigned(JsonObject json, String name, @Nullable Integer value) {
        if (value != null) {
            json.addProperty(name, Integer.toUnsignedLong(value));
        }
    }

    private ResultWriter() {}
}
