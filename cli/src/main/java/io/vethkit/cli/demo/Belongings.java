package io.vethkit.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What must go at the end, last things first, whatever happens. */
final class Belongings implements Closeable {
    private final Deque<Closeable> removals = new ArrayDeque<>();

    /** Takes note of how something goes. */
    void add(Closeable removal) {
        removals.push(removal);
    }

    /** Gives up what it has. */
    void keep() {
        removals.clear();
    }

    /** Removes everything, and throws the first failure. */
    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted(); // interrupted, files cannot be removed
        IOException failure = null;
        while (!removals.isEmpty()) {
            try {
                removals.pop().close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
