package io.vethkit.it.containerd;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pods that are started at the same time and stopped and removed at the same time. */
record Crowd(List<Pod> pods) implements AutoCloseable {

    /** Starts all of them, or none. */
    static Crowd run(Containerd containerd, int size) {
        Queue<Pod> pods = new ConcurrentLinkedQueue<>();
        List<Runnable> starts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            PodConfig config = containerd.pod("crowd" + i);
            starts.add(() -> pods.add(Pod.run(containerd, config)));
        }
        try {
            allAtOnce(starts);
        } catch (RuntimeException e) {
            new Crowd(List.copyOf(pods)).close();
            throw e;
        }
        return new Crowd(List.copyOf(pods));
    }

    private static void allAtOnce(List<Runnable> tasks) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable task : tasks) {
                running.add(CompletableFuture.runAsync(task, executor));
            }
        }
        running.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        allAtOnce(pods.stream().<Runnable>map(pod -> pod::close).toList());
    }
}
