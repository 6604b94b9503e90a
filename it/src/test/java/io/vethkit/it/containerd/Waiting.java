package io.vethkit.it.containerd;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Waits for what happens in another process. */
final class Waiting {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int STEP_MILLIS = 20;

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws IOException;
    }

    private Waiting() {}

    static void until(String what, Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("waited " + PATIENCE_MILLIS + " ms in vain for " + what);
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException(what);
            }
        }
    }
}
