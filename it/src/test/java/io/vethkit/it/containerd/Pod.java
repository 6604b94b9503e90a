package io.vethkit.it.containerd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

/** A running pod, stopped and removed when it is closed. */
final class Pod implements AutoCloseable {
    static final int SERVER_PORT = 80;

    private final Containerd containerd;
    private final PodConfig config;
    private final String sandbox;

    private Pod(Containerd containerd, PodConfig config, String sandbox) {
        this.containerd = containerd;
        this.config = config;
        this.sandbox = sandbox;
    }

    static Pod run(Containerd containerd, PodConfig config) {
        return new Pod(containerd, config, containerd.cri().runPodSandbox(config));
    }

    Cri.PodStatus status() {
        return containerd.cri().podSandboxStatus(sandbox);
    }

    String address() {
        return status().addresses().getFirst();
    }

    /** Runs one of the machine's own commands in the pod's network namespace. */
    String inNamespace(String... command) throws IOException {
        String[] line = new String[command.length + 2];
        line[0] = "nsenter";
        line[1] = "--net=" + netns();
        System.arraycopy(command, 0, line, 2, command.length);
        return containerd.node().run(line);
    }

    private String netns() throws IOException {
        return containerd
                .node()
                .run(
                        "jq",
                        "-r",
                        "select(.command == \"ADD\" and .container == \"" + sandbox + "\").netns",
                        "/run/recorder.log")
                .strip();
    }

    String startContainer(String... command) {
        return containerd
                .cri()
                .startContainer(sandbox, config, BusyboxImage.NAME, List.of(command));
    }

    /** Starts a container that tells every caller its host name. */
    void startServer() throws IOException {
        startContainer("nc", "-ll", "-p", Integer.toString(SERVER_PORT), "-e", "hostname");
        Waiting.until("server", () -> !inNamespace("ss", "-Hltn").isEmpty());
    }

    /** Runs a command in a container, where it must succeed, and returns its output. */
    String exec(String container, String... command) {
        Node.Outcome outcome = containerd.cri().execSync(container, command);
        assertEquals(0, outcome.status(), outcome.toString());
        return outcome.output();
    }

    @Override
    public void close() {
        containerd.cri().stopPodSandbox(sandbox);
        containerd.cri().removePodSandbox(sandbox);
    }
}
