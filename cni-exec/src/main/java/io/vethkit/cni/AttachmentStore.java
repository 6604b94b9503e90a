package io.vethkit.cni;

import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_EXCL;
import static io.vethkit.linux.Fcntl.O_WRONLY;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The attachments of a network on record: what DEL, CHECK and GC work from, so that they need
 * neither {@code prevResult} nor the pod's namespace.
 *
 * <p>A file for each, below {@code STATE/attachments/NETWORK}. It is there, empty, before ADD takes
 * an address, holds all before ADD changes the kernel, and goes last on DEL: so whatever is killed
 * when, no file means that nothing is left.
 */
final class AttachmentStore {
    private static final int MAX_CONTAINER_ID = 200; // file names end at 255
    private static final String TEMPORARY = ".tmp";
    private static final char SEPARATOR = ':'; // neither container ids nor interface names have it

    private final String directory;

    AttachmentStore(String stateDir, String network) {
        directory = stateDir + "/attachments/" + network;
    }

    /** Returns how an attachment is called in state files. */
    static String key(Attachment attachment) {
        return attachment.containerId() + SEPARATOR + attachment.ifName();
    }

    /** Returns how an attachment is called among those of all networks. */
    static String name(String network, Attachment attachment) {
        return network + "/" + key(attachment);
    }

    /** Returns the attachment that state files call {@code key}, or null if that is none. */
    static @Nullable Attachment parseKey(String key) {
        int separator = key.indexOf(SEPARATOR);
        if (separator <= 0) {
            return null;
        }
        String containerId = key.substring(0, separator);
        String ifName = key.substring(separator + 1);
        boolean isKey = Text.isIdentifier(containerId) && Text.isInterfaceName(ifName);
        return isKey ? new Attachment(containerId, ifName) : null;
    }

    /**
     * Refuses an attachment whose name no file could have.
     *
     * @throws CniException code 4
     */
    static void requireShortName(Attachment attachment) {
        if (attachment.containerId().length() > MAX_CONTAINER_ID) {
            throw CniException.invalidEnvironment(
                    "CNI_CONTAINERID: longer than " + MAX_CONTAINER_ID + " characters");
        }
    }

    /**
     * Puts {@code attachment} on record without saying more.
     *
     * @return false if it is on record already
     */
    boolean begin(Attachment attachment) throws ErrnoException {
        StateFiles.makeDirectories(directory);
        String path = path(attachment);
        try {
            Libc.open(path, O_WRONLY | O_CREAT | O_EXCL, 0600).close();
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
        StateFiles.syncDirectory(path);
        return true;
    }

    /** Puts all on record. */
    void complete(Attachment attachment, AttachmentRecord record) throws ErrnoException {
        complete(attachment, record.toJson());
    }

    /** Puts all on record, in the words of its owner. */
    void complete(Attachment attachment, String text) throws ErrnoException {
        StateFiles.replace(path(attachment), temporary(attachment), text);
    }

    /** Leaves {@code attachment} on record, if it is, but as one that has nothing in the kernel. */
    void empty(Attachment attachment) throws ErrnoException {
        StateFiles.empty(path(attachment));
    }

    /** Tells whether {@code attachment} is on record, whether or not ADD came far. */
    boolean has(Attachment attachment) throws IOException {
        return StateFiles.read(path(attachment)) != null;
    }

    /**
     * Returns what is on record of {@code attachment}, or null if it has nothing in the kernel.
     *
     * @throws UnreadableRecordException if there is something that cannot be understood
     */
    @Nullable AttachmentRecord find(Attachment attachment) throws IOException {
        String text = findText(attachment);
        return text == null ? null : AttachmentRecord.parse(text);
    }

    /** Returns what {@link #complete} put on record, or null if there is nothing in the kernel. */
    @Nullable String findText(Attachment attachment) throws IOException {
        String text = StateFiles.read(path(attachment));
        return text == null || text.isEmpty() ? null : text;
    }

    /** Forgets {@code attachment}. */
    void remove(Attachment attachment) throws ErrnoException {
        String path = path(attachment);
        StateFiles.remove(temporary(attachment));
        if (StateFiles.remove(path)) {
            StateFiles.syncDirectory(path);
        }
    }

    /** Returns the attachments on record. */
    List<Attachment> list() {
        List<Attachment> attachments = new ArrayList<>();
        for (String name : StateFiles.list(directory)) {
            Attachment attachment = parseKey(name); // temporary files begin with a dot
            if (attachment != null) {
                attachments.add(attachment);
            }
        }
        return attachments;
    }

    private String temporary(Attachment attachment) {
        return directory + "/." + key(attachment) + TEMPORARY;
    }

    private String path(Attachment attachment) {
        return directory + "/" + key(attachment);
    }
}
