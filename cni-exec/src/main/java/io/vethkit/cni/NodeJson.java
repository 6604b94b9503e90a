package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.Eni;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A {@link Node} as JSON, for records: each component by its name. */
final class NodeJson {
    private NodeJson() {}

    static JsonObject write(Node node) {
        JsonObject json = new JsonObject();
        json.addProperty("primaryInterface", node.primaryInterface());
        json.add("primaryAddress", text(node.primaryAddress()));
        json.addProperty("ipv6", node.ipv6());
        json.add("exemptCidrs", texts(node.exemptCidrs()));
        json.add("externalServiceCidrs", texts(node.externalServiceCidrs()));
        json.addProperty("externalSnat", node.externalSnat());
        json.addProperty("nodePort", node.nodePort());
        json.addProperty("connmark", node.connmark());
        json.addProperty("snatPorts", node.snatPorts().name());
        json.addProperty("vethPrefix", node.vethPrefix());
        json.addProperty("mtu", node.mtu());
        JsonArray enis = new JsonArray();
        for (Eni eni : node.enis()) {
            enis.add(write(eni));
        }
        json.add("enis", enis);
        json.add("branchEnis", text(node.branchEnis()));
        json.addProperty("tcpEarlyDemux", node.tcpEarlyDemux());
        json.addProperty("egress", node.egress());
        json.addProperty("filterBackend", node.filterBackend().name());
        return json;
    }

    private static JsonObject write(Eni eni) {
        JsonObject json = new JsonObject();
        json.addProperty("name", eni.name());
        json.addProperty("networkCard", eni.networkCard());
        json.addProperty("deviceNumber", eni.deviceNumber());
        json.add("address", text(eni.address()));
        json.add("ipv6Address", text(eni.ipv6Address()));
        json.addProperty("trunk", eni.trunk());
        json.addProperty("hostsTable", eni.hostsTable());
        return json;
    }

    private static JsonElement text(@Nullable Object value) {
        return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value.toString());
    }

    private static JsonArray texts(List<Prefix> prefixes) {
        JsonArray texts = new JsonArray();
        for (Prefix prefix : prefixes) {
            texts.add(prefix.toString());
        }
        return texts;
    }

    static Node read(JsonObject json) {
        JsonElement mode = json.get("branchEnis");
        JsonElement mtu = json.get("mtu");
        List<Eni> enis = new ArrayList<>();
        for (JsonElement eni : json.getAsJsonArray("enis")) {
            enis.add(eni(eni.getAsJsonObject()));
        }
        return new Node(
                json.get("primaryInterface").getAsString(),
                prefix(json.get("primaryAddress")),
                json.get("ipv6").getAsBoolean(),
                prefixes(json.getAsJsonArray("exemptCidrs")),
                prefixes(json.getAsJsonArray("externalServiceCidrs")),
                json.get("externalSnat").getAsBoolean(),
                json.get("nodePort").getAsBoolean(),
                json.get("connmark").getAsInt(),
                SnatPorts.valueOf(json.get("snatPorts").getAsString()),
                json.get("vethPrefix").getAsString(),
                mtu.isJsonNull() ? null : mtu.getAsInt(),
                enis,
                mode.isJsonNull() ? null : EnforcingMode.valueOf(mode.getAsString()),
                json.get("tcpEarlyDemux").getAsBoolean(),
                json.get("egress").getAsBoolean(),
                backend(json.get("filterBackend")));
    }

    private static FilterBackend backend(@Nullable JsonElement name) {
        return name == null ? FilterBackend.NFTABLES : FilterBackend.valueOf(name.getAsString());
    }

    private static Eni eni(JsonObject json) {
        JsonElement table = json.get("hostsTable");
        return new Eni(
                json.get("name").getAsString(),
                json.get("networkCard").getAsInt(),
                json.get("deviceNumber").getAsInt(),
                prefix(json.get("address")),
                prefix(json.get("ipv6Address")),
                json.get("trunk").getAsBoolean(),
                table.isJsonNull() ? null : table.getAsInt());
    }

    private static @Nullable Prefix prefix(JsonElement text) {
        return text.isJsonNull() ? null : Prefix.parse(text.getAsString());
    }

    private static List<Prefix> prefixes(JsonArray texts) {
        List<Prefix> prefixes = new ArrayList<>();
        for (JsonElement text : texts) {
            prefixes.add(Prefix.parse(text.getAsString()));
        }
        return prefixes;
    }
}
