package io.vethkit.cni;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.SecondaryIp;

/**
 * What is on record of an attachment: all that its description is a function of.
 *
 * @param pod what was attached
 * @param netns the path of the pod's namespace at ADD
 * @param alias how {@code ip link} names the owner of the host's end
 */
record AttachmentRecord(PodAttachment pod, String netns, String alias) {
    private static final int FORMAT = 1;

    /** Returns how {@code ip link} shall name the owner of an attachment's host end. */
    static String aliasOf(String network, Attachment attachment) {
        return Datapath.ALIAS_PREFIX + network + "/" + AttachmentStore.key(attachment);
    }

    /** Describes what the attachment needs in the kernel. */
    DesiredState describe() {
        return SecondaryIp.pod(pod, alias);
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("alias", alias);
        json.addProperty("netns", netns);
        json.addProperty("ifName", pod.ifName());
        json.addProperty("hostVeth", pod.hostVeth());
        json.addProperty("hostMac", pod.hostMac().toString());
        json.addProperty("podMac", pod.podMac().toString());
        json.addProperty("address", pod.address().toString());
        json.addProperty("table", pod.table());
        json.addProperty("mtu", pod.mtu());
        return JsonText.of(json) + "\n";
    }

    static AttachmentRecord parse(String text) throws UnreadableRecordException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            int format = json.get("format").getAsInt();
            if (format != FORMAT) {
                throw new UnreadableRecordException(
                        "attachment record of unknown format " + format);
            }
            PodAttachment pod =
                    new PodAttachment(
                            json.get("ifName").getAsString(),
                            json.get("hostVeth").getAsString(),
                            MacAddress.parse(json.get("hostMac").getAsString()),
                            MacAddress.parse(json.get("podMac").getAsString()),
                            IpAddress.parse(json.get("address").getAsString()),
                            json.get("table").getAsInt(),
                            json.get("mtu").getAsInt());
            return new AttachmentRecord(
                    pod, json.get("netns").getAsString(), json.get("alias").getAsString());
        } catch (JsonParseException
                | NullPointerException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "attachment record is damaged: " + Text.shown(text.strip()));
        }
    }
}
