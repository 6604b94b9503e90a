package io.vethkit.netns;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Callable;

/** A platform thread for one task that changes its thread's namespace, and then dies. */
final class NamespaceThread<T extends @Nullable Object> extends Thread {
    private final Callable<T> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private NamespaceThread(Callable<T> task) {
        super(null, null, "netns", 0, false);
        this.task = task;
        setDaemon(true);
    }

    /** Runs {@code task} and waits for it, interrupted or not. */
    @SuppressWarnings("NullAway") // the result is T's, null only where T is
    static <T extends @Nullable Object> T run(Callable<T> task) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot work in a network namespace");
        }
        NamespaceThread<T> thread = new NamespaceThread<>(task);
        thread.start();
        thread.joinUninterruptibly();
        thread.throwFailure();
        return thread.result;
    }

    @Override
    public void run() {
        try {
            result = task.call();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new IOException(thrown);
        }
    }
}
