package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import java.util.ArrayList;
import java.util.List;

/** An {@link AttachmentRecord} as JSON: each component by its name, interfaces in order. */
final class AttachmentJson {
    private static final int FORMAT = 2;

    private AttachmentJson() {}

    static JsonObject write(AttachmentRecord record) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("alias", record.alias());
        json.addProperty("netns", record.netns());
        if (record.owner() != null) {
            json.addProperty("owner", record.owner());
        }
        json.addProperty("place", record.place());
        JsonArray interfaces = new JsonArray();
        for (PodInterface each : record.pod().interfaces()) {
            interfaces.add(write(each));
        }
        json.add("interfaces", interfaces);
        Branch branch = record.pod().branch();
        if (branch != null) {
            json.add("branch", write(branch));
        }
        return json;
    }

    private static JsonObject write(PodInterface pod) {
        JsonObject json = new JsonObject();
        json.addProperty("ifName", pod.ifName());
        json.addProperty("hostVeth", pod.hostVeth());
        json.addProperty("hostMac", pod.hostMac().toString());
        json.addProperty("podMac", pod.podMac().toString());
        json.add("addresses", texts(pod.addresses()));
        json.addProperty("table", pod.table());
        json.addProperty("mtu", pod.mtu());
        return json;
    }

    private static JsonObject write(Branch branch) {
        JsonObject json = new JsonObject();
        json.addProperty("vlanId", branch.vlanId());
        json.addProperty("mac", branch.mac().toString());
        json.addProperty("trunk", branch.trunk());
        json.add("gateways", texts(branch.gateways()));
        json.addProperty("mode", branch.mode().name());
        return json;
    }

    private static JsonArray texts(List<IpAddress> addresses) {
        JsonArray texts = new JsonArray();
        for (IpAddress address : addresses) {
            texts.add(address.toString());
        }
        return texts;
    }

    static AttachmentRecord read(String text) throws UnreadableRecordException {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        int format = json.get("format").getAsInt();
        if (format != FORMAT) {
            throw new UnreadableRecordException("attachment record of unknown format " + format);
        }
        JsonElement owner = json.get("owner");
        JsonElement place = json.get("place");
        return new AttachmentRecord(
                pod(json),
                json.get("netns").getAsString(),
                json.get("alias").getAsString(),
                owner == null ? null : owner.getAsString(),
                place == null ? "" : place.getAsString());
    }

    private static PodAttachment pod(JsonObject json) {
        List<PodInterface> interfaces = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("interfaces")) {
            interfaces.add(podInterface(each.getAsJsonObject(), interfaces.size()));
        }
        JsonElement branch = json.get("branch");
        return new PodAttachment(
                interfaces, branch == null ? null : branch(branch.getAsJsonObject()));
    }

    private static PodInterface podInterface(JsonObject json, int index) {
        return new PodInterface(
                json.get("ifName").getAsString(),
                json.get("hostVeth").getAsString(),
                MacAddress.parse(json.get("hostMac").getAsString()),
                MacAddress.parse(json.get("podMac").getAsString()),
                addresses(json.getAsJsonArray("addresses")),
                index,
                json.get("table").getAsInt(),
                json.get("mtu").getAsInt());
    }

    private static Branch branch(JsonObject json) {
        return new Branch(
                json.get("vlanId").getAsInt(),
                MacAddress.parse(json.get("mac").getAsString()),
                json.get("trunk").getAsString(),
                addresses(json.getAsJsonArray("gateways")),
                EnforcingMode.valueOf(json.get("mode").getAsString()));
    }

    private static List<IpAddress> addresses(JsonArray texts) {
        List<IpAddress> addresses = new ArrayList<>();
        for (JsonElement text : texts) {
            addresses.add(IpAddress.parse(text.getAsString()));
        }
        return addresses;
    }
}
