package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.cni.Skel;
import io.vethkit.cni.VethkitPlugin;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A node in the namespace of the calling thread, with pods in named namespaces of their own, whose
 * CNI calls are served in this process.
 */
public final class CniNode implements AutoCloseable {
    static final String RANGES =
            "{\"type\":\"vethkit\",\"ranges\":[[{\"subnet\":\"10.0.0.0/24\","
                    + "\"rangeStart\":\"10.0.0.16\",\"rangeEnd\":\"10.0.0.31\"}]]}";

    private static final AtomicInteger COUNT = new AtomicInteger();

    public final Path stateDir = Files.createTempDirectory("vethkit-it");
    public final List<String> pods = new ArrayList<>();
    public String ipam = RANGES;
    public String extra = "";
    public String version = "1.1.0";
    public String network = "net";

    private CniNode(String ipam, String extra) throws IOException {
        this.ipam = ipam;
        this.extra = extra;
    }

    /** Makes calls about the node of a simulated VPC, which are to be made in its namespace. */
    public static CniNode inVpc() throws IOException {
        return new CniNode(
                "{\"type\":\"vethkit\"}",
                ",\"node\":{\"vpcCidrs\":[\"10.0.0.0/16\"],"
                        + "\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{\"deviceNumber\":1,"
                        + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                        + "\"addresses\":[\"10.0.1.16/28\"]}]}");
    }

    /** The same node with another state directory. */
    CniNode(CniNode same) throws IOException {
        network = same.network;
    }

    /** A node whose primary interface {@code eth0} has 10.0.0.4/24 and a default route. */
    public CniNode() throws IOException {
        ThrowawayNetns.require();
        // or the kernel adds addresses when it comes to it, in the middle of comparisons
        Tool.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        Tool.ip("link", "set", "lo", "up");
        Tool.ip("link", "add", "eth0", "mtu", "9001", "type", "veth", "peer", "name", "vpc0");
        Tool.ip("link", "set", "vpc0", "mtu", "9001", "addrgenmode", "none", "up");
        Tool.ip("link", "set", "eth0", "addrgenmode", "none", "up");
        while (Tool.ip("link").split("state UP").length < 3) {
            Thread.onSpinWait();
        }
        Tool.ip("address", "add", "10.0.0.4/24", "dev", "eth0");
        Tool.ip("route", "add", "default", "via", "10.0.0.1");
    }

    /**
     * A node that has a secondary ENI too, {@code eth1} with 10.0.1.4/24, and whose networking the
     * plugin sets up. Pods get 10.0.0.16 to .31 and 10.0.1.16 to .31.
     */
    public static CniNode withSecondaryEni() throws IOException {
        CniNode node = new CniNode();
        Tool.ip("link", "add", "eth1", "mtu", "9001", "type", "veth", "peer", "name", "vpc1");
        Tool.ip("link", "set", "vpc1", "mtu", "9001", "addrgenmode", "none", "up");
        Tool.ip("link", "set", "eth1", "addrgenmode", "none");
        node.ipam = "{\"type\":\"vethkit\"}";
        node.extra =
                ",\"node\":{\"vpcCidrs\":[\"10.0.0.0/16\"],"
                        + "\"externalServiceCidrs\":[\"172.20.0.0/16\"],"
                        + "\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{\"deviceNumber\":1,"
                        + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                        + "\"addresses\":[\"10.0.1.16/28\"]}]}";
        return node;
    }

    /** Makes a namespace for a pod. Returns its path. */
    public String newPod() throws IOException {
        String name = "vkit-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        NetworkNamespace.create(name).close();
        pods.add(name);
        return NetworkNamespace.DIRECTORY + "/" + name;
    }

    /** Returns the path of the pod made as number {@code index}. */
    public String path(int index) {
        return NetworkNamespace.DIRECTORY + "/" + pods.get(index);
    }

    /** Runs a command in the pod's namespace. Returns what it printed. */
    public static String in(String netns, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + netns));
        all.addAll(List.of(command));
        return Tool.run(all.toArray(new String[0]));
    }

    /** Returns the plugin's configuration, with {@code more} keys. */
    public String conf(String more) {
        return "{\"cniVersion\":\""
                + version
                + "\",\"name\":\""
                + network
                + "\",\"type\":\"vethkit-cni\",\"stateDir\":\""
                + stateDir
                + "\",\"ipam\":"
                + ipam
                + extra
                + more
                + "}";
    }

    /** Makes a call about {@code eth0} of a container, its configuration with {@code more} keys. */
    public Answer call(String command, String id, String netns, String more) {
        return call(Map.of(), command, id, netns, conf(more));
    }

    /** Makes a call with further variables and a whole configuration. */
    public Answer call(
            Map<String, String> also, String command, String id, String netns, String conf) {
        Map<String, String> variables = new HashMap<>();
        variables.put("CNI_COMMAND", command);
        variables.put("CNI_CONTAINERID", id);
        variables.put("CNI_NETNS", netns);
        variables.put("CNI_IFNAME", "eth0");
        variables.put("CNI_PATH", "/usr/lib/cni");
        variables.putAll(also);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                new Skel("test", new VethkitPlugin())
                        .run(
                                variables,
                                new ByteArrayInputStream(conf.getBytes(StandardCharsets.UTF_8)),
                                out,
                                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /**
     * A call of another plugin of the chain, with {@code previous} as result so far and {@code own}
     * as its own configuration; it must succeed. Returns its result, if it has one.
     */
    JsonObject chained(
            String type, String command, String id, String netns, String own, JsonObject previous)
            throws IOException {
        String conf =
                "{\"cniVersion\":\""
                        + version
                        + "\",\"name\":\""
                        + network
                        + "\",\"type\":\""
                        + type
                        + "\","
                        + own
                        + ",\"prevResult\":"
                        + previous
                        + "}";
        String output =
                Tool.feed(
                        conf,
                        "env",
                        "CNI_COMMAND=" + command,
                        "CNI_CONTAINERID=" + id,
                        "CNI_NETNS=" + netns,
                        "CNI_IFNAME=eth0",
                        "CNI_PATH=/usr/lib/cni",
                        "/usr/lib/cni/" + type);
        return output.isEmpty() ? previous : JsonParser.parseString(output).getAsJsonObject();
    }

    /** ADD, which must succeed. Returns the result. */
    public JsonObject add(String id, String netns) {
        return call("ADD", id, netns, "").result();
    }

    /** DEL, which must succeed. */
    public void delete(String id, String netns) {
        assertEquals("", call("DEL", id, netns, "").success());
    }

    /** Returns the files of the state directory but locks, as paths below it, sorted. */
    public List<String> stateFiles() throws IOException {
        try (Stream<Path> all = Files.walk(stateDir)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> stateDir.relativize(path).toString())
                    .filter(path -> !path.endsWith("lock") && !path.contains("/.last"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (String pod : pods) {
            if (NetworkNamespace.list().contains(pod)) {
                NetworkNamespace.delete(pod);
            }
        }
        try (Stream<Path> all = Files.walk(stateDir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** What a call gave back. */
    public record Answer(int status, String stdout, String stderr) {
        /** Returns what it printed, after checking that it succeeded. */
        public String success() {
            assertEquals(0, status, stdout + stderr);
            return stdout;
        }

        /** Returns the result, after checking that it succeeded. */
        public JsonObject result() {
            return JsonParser.parseString(success()).getAsJsonObject();
        }

        /** Returns {@code CODE: MSG}, after checking that it failed with an error object. */
        public String error() {
            assertEquals(1, status, stdout);
            JsonObject error = JsonParser.parseString(stdout).getAsJsonObject();
            return error.get("code").getAsInt() + ": " + error.get("msg").getAsString();
        }

        /** Returns the error's details, empty if there are none. */
        public String details() {
            JsonObject error = JsonParser.parseString(stdout).getAsJsonObject();
            return error.has("details") ? error.get("details").getAsString() : "";
        }

        /** Returns the error's code, after checking that it failed with an error object. */
        public int code() {
            return Integer.parseInt(error().substring(0, error().indexOf(':')));
        }
    }
}
