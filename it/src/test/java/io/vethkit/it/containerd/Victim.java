package io.vethkit.it.containerd;

import java.io.IOException;

/** A program that starts a node with a pod, says so, and waits to be killed. */
final class Victim {
    private Victim() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Containerd containerd = Containerd.start(new Ptp());
        containerd.cri().runPodSandbox(containerd.pod("orphan"));
        System.out.println(containerd.node().name());
        Thread.sleep(Long.MAX_VALUE);
    }
}
