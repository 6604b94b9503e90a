package io.vethkit.cni;

import java.io.IOException;

/** Thrown for an attachment's record that is damaged, or of a format of a later version. */
final class UnreadableRecordException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableRecordException(String message) {
        super(message);
    }
}
