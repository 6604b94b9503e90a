package io.vethkit.netlink;

import java.io.IOException;

/** Thrown when each of several tries to dump a table was interrupted by changes to it. */
public final class DumpInterruptedException extends IOException {
    private static final long serialVersionUID = 1L;

    DumpInterruptedException(String operation, int tries) {
        super(operation + ": interrupted by changes " + tries + " times (NLM_F_DUMP_INTR)");
    }
}
