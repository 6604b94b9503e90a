package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

/**
 * What is on record of an egress attachment: all that its description is a function of.
 *
 * @param pod what was attached
 * @param netns the path of the pod's namespace at ADD
 * @param owner the Kubernetes pod as {@code NAMESPACE/NAME}, or null if that was not said
 * @param place the boot and the network namespace of the host's side, empty if that was not noted
 */
record EgressRecord(EgressAttachment pod, String netns, @Nullable String owner, String place) {
    private static final int FORMAT = 1;

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("alias", pod.alias());
        json.addProperty("netns", netns);
        if (owner != null) {
            json.addProperty("owner", owner);
        }
        json.addProperty("place", place);
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

    static EgressRecord parse(String text) throws UnreadableRecordException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            int format = json.get("format").getAsInt();
            if (format != FORMAT) {
                throw new UnreadableRecordException("egress record of unknown format " + format);
            }
            JsonElement owner = json.get("owner");
            JsonElement place = json.get("place");
            return new EgressRecord(
                    pod(json),
                    string(json, "netns"),
                    owner == null ? null : owner.getAsString(),
                    place == null ? "" : place.getAsString());
        } catch (JsonParseException
                | NullPointerException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "egress record is damaged: " + Text.shown(text.strip()));
        }
    }

    private static EgressAttachment pod(JsonObject json) {
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
    }

    private static String string(JsonObject json, String name) {
        return json.get(name).getAsString();
    }
}
