package io.vethkit.cni;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.SnatPorts;

/** Egress attachments as they are on record. */
final class EgressRecord {
    private static final int FORMAT = 1;

    private EgressRecord() {}

    static String toJson(EgressAttachment pod, String netns) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("alias", pod.alias());
        json.addProperty("netns", netns);
        json.addProperty("network", pod.network());
        json.addProperty("containerId", pod.containerId());
        json.addProperty("mainIfName", pod.mainIfName());
        json.addProperty("ifName", pod.ifName());
        json.addProperty("hostVeth", pod.hostVeth());
        json.addProperty("hostMac", pod.hostMac().toString());
        json.addProperty("podMac", pod.podMac().toString());
        json.addProperty("address", pod.address().toString());
        json.addProperty("gateway", pod.gateway().toString());
        json.addProperty("nodeAddress", pod.nodeAddress().toString());
        json.addProperty("snatPorts", pod.snatPorts().name());
        json.addProperty("mtu", pod.mtu());
        json.addProperty("filterBackend", pod.filterBackend().name());
        return JsonText.of(json) + "\n";
    }

    static EgressAttachment parse(String text) throws UnreadableRecordException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            int format = json.get("format").getAsInt();
            if (format != FORMAT) {
                throw new UnreadableRecordException("egress record of unknown format " + format);
            }
            return new EgressAttachment(
                    string(json, "network"),
                    string(json, "containerId"),
                    string(json, "mainIfName"),
                    MacAddress.parse(string(json, "hostMac")),
                    MacAddress.parse(string(json, "podMac")),
                    Prefix.parse(string(json, "address")),
                    IpAddress.parse(string(json, "gateway")),
                    IpAddress.parse(string(json, "nodeAddress")),
                    SnatPorts.valueOf(string(json, "snatPorts")),
                    json.get("mtu").getAsInt(),
                    FilterBackend.valueOf(string(json, "filterBackend")));
        } catch (JsonParseException
                | NullPointerException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "egress record is damaged: " + Text.shown(text.strip()));
        }
    }

    /** Returns the path of the pod's namespace in a text that {@link #parse} understands. */
    static String netns(String text) {
        return string(JsonParser.parseString(text).getAsJsonObject(), "netns");
    }

    private static String string(JsonObject json, String name) {
        return json.get(name).getAsString();
    }
}
