package io.vethkit.cni;

import com.google.gson.JsonParseException;

import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodNetwork;

import org.jspecify.annotations.Nullable;

/**
 * What is on record of an attachment: all that its description is a function of.
 *
 * @param pod what was attached
 * @param netns the path of the pod's namespace at ADD
 * @param alias how {@code ip link} names the owner of the host's links
 * @param owner the Kubernetes pod as {@code NAMESPACE/NAME}, or null if that was not said
 * @param place the boot and the network namespace of the host's side, empty if that was not noted
 */
record AttachmentRecord(
        PodAttachment pod, String netns, String alias, @Nullable String owner, String place) {
    /** Returns how {@code ip link} shall name the owner of an attachment's links on the host. */
    static String aliasOf(String network, Attachment attachment) {
        return Datapath.ALIAS_PREFIX + AttachmentStore.name(network, attachment);
    }

    /** Whose a link on the host is, on record or not. */
    record Holder(String network, Attachment attachment) {}

    /** Returns whose links {@link #aliasOf} names so, or null if it names none so. */
    static @Nullable Holder holderOf(@Nullable String alias) {
        if (alias == null || !alias.startsWith(Datapath.ALIAS_PREFIX)) {
            return null;
        }
        int start = Datapath.ALIAS_PREFIX.length();
        int slash = alias.indexOf('/', start);
        Attachment attachment =
                slash < 0 ? null : AttachmentStore.parseKey(alias.substring(slash + 1));
        return attachment == null ? null : new Holder(alias.substring(start, slash), attachment);
    }

    /** Describes what the attachment needs in the kernel. */
    DesiredState describe() {
        return PodNetwork.describe(pod, alias);
    }

    String toJson() {
        return JsonText.of(AttachmentJson.write(this)) + "\n";
    }

    static AttachmentRecord parse(String text) throws UnreadableRecordException {
        try {
            return AttachmentJson.read(text);
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
