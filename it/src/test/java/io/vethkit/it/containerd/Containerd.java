package io.vethkit.it.containerd;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The machine's containerd, run on a {@link Node} of its own that one link joins to a namespace
 * called {@code outside}: the node is 10.0.0.10/24 there, its router 10.0.0.1.
 *
 * <p>The CNI chain is that of the plugin under test with {@code recorder} as its last member.
 */
final class Containerd implements AutoCloseable {
    static final String NODE_ADDRESS = "10.0.0.10";

    private static final String SOCKET = "/run/containerd/containerd.sock";
    private static final String CONFLIST = "/etc/cni/net.d/00-test.conflist";
    private static final Path REFERENCE_PLUGINS = Path.of("/usr/lib/cni");
    private static final AtomicInteger NODES = new AtomicInteger();

    private final Node node;
    private final File log;
    private Process daemon;
    private Cri cri;
    private int configurations;

    private Containerd(Node node, File log) {
        this.node = node;
        this.log = log;
    }

    /** Starts a node with the plugin installed and waits until pods can be run on it. */
    static Containerd start(PluginSetup plugin) throws IOException {
        String name = "vethkit-it-" + ProcessHandle.current().pid() + "-" + NODES.incrementAndGet();
        Path logs = Files.createDirectories(Path.of("target", "containerd"));
        Node node = Node.start(name);
        try {
            Containerd containerd = new Containerd(node, logs.resolve(name + ".log").toFile());
            containerd.connectToOutside();
            containerd.installPlugins(plugin);
            containerd.startDaemon();
            containerd.importImage();
            return containerd;
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    Node node() {
        return node;
    }

    Cri cri() {
        return cri;
    }

    /** A pod's description, with its control group where the node's must be. */
    PodConfig pod(String name, PodConfig.PortMapping... ports) {
        return new PodConfig(name, "/" + node.name(), List.of(ports));
    }

    /** Runs a container by {@code ctr run --rm --cni} to its end and returns its output. */
    String ctrRun(String id, String... command) throws IOException {
        String cgroup = "/" + node.name() + "/" + id;
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "ctr",
                                "-n",
                                "k8s.io",
                                "run",
                                "--rm",
                                "--cni",
                                "--cgroup",
                                cgroup,
                                BusyboxImage.NAME,
                                id));
        line.addAll(List.of(command));
        return node.run(line.toArray(new String[0]));
    }

    /** Changes the network configuration list by a jq filter and waits until it is in use. */
    void configure(String filter) throws IOException {
        String mark = "\"configuration-" + ++configurations + "\"";
        String changed =
                node.run("jq", filter + " | .plugins[-1].mark = " + mark, "/run/original.conflist");
        Files.writeString(node.path("/run/new.conflist"), changed);
        node.run("mv", "/run/new.conflist", CONFLIST);
        String loaded = mark.replace("\"", "\\\"");
        Waiting.until(
                "configuration in use",
                () -> {
                    Cri.NetworkCondition network = cri.networkCondition();
                    return network.ready() && network.config().contains(loaded);
                });
    }

    /** Takes the network configuration list away and waits until the runtime notices. */
    void unconfigure() throws IOException {
        node.run("rm", CONFLIST);
        Waiting.until("network not ready", () -> !cri.networkCondition().ready());
    }

    /** The calls that the CNI chain's last member got so far, each a line of JSON. */
    List<String> calls() throws IOException {
        return Files.readAllLines(node.path("/run/recorder.log"));
    }

    /** Kills the daemon, pods stay, and starts it again. */
    void restart() throws IOException {
        cri.close();
        node.run("pkill", "-KILL", "-x", "containerd");
        Waiting.until("containerd gone", () -> !daemon.isAlive());
        Files.delete(node.path(SOCKET));
        startDaemon();
    }

    private void connectToOutside() throws IOException {
        node.run(
                "sh",
                "-ec",
                """
                ip netns add outside
                ip link add eth0 type veth peer name eth0 netns outside
                ip address add %s/24 dev eth0
                ip link set eth0 up
                ip -n outside address add 10.0.0.1/24 dev eth0
                ip -n outside link set eth0 up
                ip route add default via 10.0.0.1\
                """
                        .formatted(NODE_ADDRESS));
    }

    private void installPlugins(PluginSetup plugin) throws IOException {
        Path recorder = node.path("/opt/cni/bin/recorder");
        Files.copy(Node.resource("recorder"), recorder);
        node.run("chmod", "+x", "/opt/cni/bin/recorder");
        node.run(
                "ln",
                "-s",
                "-t",
                "/opt/cni/bin",
                reference("loopback"),
                reference("portmap"),
                reference("ptp"),
                reference("host-local"));
        plugin.install(node);
        node.run(
                "sh",
                "-ec",
                """
                jq '.plugins += [{"type": "recorder"}]' /etc/cni/net.d/*.conflist \
                    >/run/original.conflist
                rm /etc/cni/net.d/*
                cp /run/original.conflist %s
                : >/run/recorder.log\
                """
                        .formatted(CONFLIST));
    }

    private static String reference(String plugin) {
        return REFERENCE_PLUGINS.resolve(plugin).toString();
    }

    private void startDaemon() throws IOException {
        Path config = node.path("/run/containerd/config.toml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, Files.readString(Node.resource("config.toml")));
        daemon = node.startService(log, "containerd", "-c", "/run/containerd/config.toml");
        Waiting.until("containerd's socket", () -> Files.exists(node.path(SOCKET)));
        cri = new Cri(node.path(SOCKET));
        Waiting.until("network ready", () -> cri.networkCondition().ready());
    }

    private void importImage() throws IOException {
        Path archive = node.path("/run/image.tar");
        BusyboxImage.writeTo(archive);
        node.run("ctr", "-n", "k8s.io", "image", "import", "/run/image.tar");
        Files.delete(archive);
    }

    @Override
    public void close() {
        if (cri != null) {
            cri.close();
        }
        node.close();
    }
}
