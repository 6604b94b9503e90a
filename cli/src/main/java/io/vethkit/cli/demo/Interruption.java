package io.vethkit.cli.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while this is open: the thread that opened it is interrupted, and has the time
 * to clean up before the process ends.
 */
final class Interruption implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread worker, Narrator narrator) {
        hook = new Thread(() -> interrupt(worker, narrator), "interruption");
    }

    /** Opens it for the calling thread. */
    static Interruption of(Narrator narrator) {
        Interruption interruption = new Interruption(Thread.currentThread(), narrator);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupt(Thread worker, Narrator narrator) {
        narrator.mute();
        System.err.println("vethkit demo: interrupted; removing what was made");
        worker.interrupt();
        try {
            done.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is at work
        }
    }
}
