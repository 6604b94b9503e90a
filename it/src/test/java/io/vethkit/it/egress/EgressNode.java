package io.vethkit.it.egress;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.cni.EgressPlugin;
import io.vethkit.cni.Skel;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.netlink.Prefix;
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
 * A node in the namespace of the calling thread, behind whose {@code eth0} the internet answers the
 * node's own addresses alone; and pods of one family, each with its {@code eth0} already.
 */
final class EgressNode implements AutoCloseable {
    static final String V4 = "10.0.0.4";
    static final String V6 = "2001:db8::4";
    static final String INTERNET_V4 = "198.51.100.7";
    static final String INTERNET_V6 = "2001:db8:ffff::7";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The family of the egress: the one that pods do not have. */
    final boolean isV6;

    final Path stateDir = Files.createTempDirectory("vethkit-it");
    final NetworkNamespace internet;
    final String ipam;
    private final List<String> namespaces = new ArrayList<>();
    String extra = "";
    String version = "1.0.0";

    private EgressNode(boolean isV6, String ipam) throws IOException {
        this.isV6 = isV6;
        this.ipam = ipam;
        this.internet = NetworkNamespace.create(newName());
        Tool.run("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
        Tool.ip("link", "set", "lo", "up");
        Tool.ip(
                ("link add eth0 mtu 9001 type veth peer name eth0 mtu 9001 netns " + internet)
                        .split(" "));
        Tool.ip("link", "set", "eth0", "addrgenmode", "none");
        for (String line : List.of("addr add 10.0.0.4/24", "addr add 2001:db8::4/64 nodad")) {
            Tool.ip((line + " dev eth0").split(" "));
        }
        Tool.ip("link", "set", "eth0", "up");
        connectInternet();
        Tool.ip("route", "add", "default", "via", "10.0.0.1");
        Tool.ip("-6", "route", "add", "default", "via", "2001:db8::1");
        // the kernel's workers make these in their own time, in the middle of comparisons
        awaitRoute("local 2001:db8::4 ");
        awaitRoute("anycast 2001:db8:: dev eth0 ");
        awaitRoute("ff00::/8 dev eth0 ");
        while (!Tool.ip("link", "show", "eth0").contains("state UP")) {
            Thread.onSpinWait();
        }
    }

    private static void awaitRoute(String route) throws IOException {
        while (!Tool.ip("-6", "route", "show", "table", "local").contains(route)) {
            Thread.onSpinWait();
        }
    }

    private void connectInternet() throws IOException {
        for (String line :
                List.of(
                        "link set lo up",
                        "link set eth0 addrgenmode none",
                        "addr add 10.0.0.1/24 dev eth0",
                        "addr add 2001:db8::1/64 nodad dev eth0",
                        "addr add 198.51.100.7/32 dev lo",
                        "addr add 2001:db8:ffff::7/128 nodad dev lo",
                        "link set eth0 up")) {
            in(internet.toString(), ("ip " + line).split(" "));
        }
    }

    /** A node that gives out the addresses itself. */
    static EgressNode withBuiltIn(boolean isV6) throws IOException {
        return new EgressNode(isV6, ipam("vethkit", isV6, "\"routes\":[]"));
    }

    /** A node whose addresses come from the real host-local, as Amazon's configuration has it. */
    static EgressNode withHostLocal(boolean isV6, Path dataDir) throws IOException {
        String route = "\"routes\":[{\"dst\":\"" + (isV6 ? "::/0" : "0.0.0.0/0") + "\"}]";
        String more = route + ",\"dataDir\":\"" + dataDir + "\"";
        return new EgressNode(isV6, ipam("host-local", isV6, more));
    }

    private static String ipam(String type, boolean isV6, String more) {
        return "{\"type\":\""
                + type
                + "\",\"ranges\":[[{\"subnet\":\""
                + (isV6 ? "fd00::ac:00/118" : "169.254.172.0/22")
                + "\"}]],"
                + more
                + "}";
    }

    private String newName() {
        String name = "vkeg-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        namespaces.add(name);
        return name;
    }

    /** Makes a pod with nothing in it. Returns the path of its namespace. */
    String newNamespace() throws IOException {
        String name = newName();
        NetworkNamespace.create(name).close();
        return NetworkNamespace.DIRECTORY + "/" + name;
    }

    /** Makes a pod with an address of its own family. Returns the path of its namespace. */
    String newPod() throws IOException {
        String netns = newNamespace();
        in(netns, "ip", "link", "set", "lo", "up");
        in(netns, "ip", "link", "add", "eth0", "mtu", "9001", "type", "veth", "peer", "far");
        String address = isV6 ? "10.0.0.16/32" : "2001:db8:1::10/128";
        in(netns, "ip", "addr", "add", address, "dev", "eth0");
        in(netns, "ip", "link", "set", "eth0", "up");
        return netns;
    }

    /** What the first plugin of the chain gave. */
    String previous(String netns) {
        return "{\"cniVersion\":\""
                + version
                + "\",\"interfaces\":[{\"name\":\"eni0\"},{\"name\":\"eth0\",\"mac\":\"2\","
                + "\"sandbox\":\""
                + netns
                + "\"}],\"ips\":[{\"address\":\""
                + (isV6 ? "10.0.0.16/32" : "2001:db8:1::10/128")
                + "\",\"interface\":1}]}";
    }

    static String in(String netns, String... command) throws IOException {
        return CniNode.in(netns, command);
    }

    /** The configuration with {@code nodeIP} and all, and {@code more} members. */
    String conf(String more) {
        return "{\"cniVersion\":\""
                + version
                + "\",\"name\":\"aws-cni\",\"type\":\"egress-cni\",\"mtu\":\"9001\","
                + "\"enabled\":\"true\",\"randomizeSNAT\":\"prng\",\"nodeIP\":\""
                + (isV6 ? V6 : V4)
                + "\",\"ipam\":"
                + ipam
                + ",\"stateDir\":\""
                + stateDir
                + "\""
                + extra
                + more
                + "}";
    }

    Answer call(String command, String id, String netns, String conf) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                new Skel("test", new EgressPlugin())
                        .run(
                                variables(command, id, netns),
                                new ByteArrayInputStream(conf.getBytes(StandardCharsets.UTF_8)),
                                out,
                                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Map<String, String> variables(String command, String id, String netns) {
        Map<String, String> variables = new HashMap<>();
        variables.put("CNI_COMMAND", command);
        variables.put("CNI_CONTAINERID", id);
        variables.put("CNI_NETNS", netns);
        variables.put("CNI_IFNAME", "eth0");
        variables.put("CNI_PATH", "/usr/lib/cni");
        return variables;
    }

    Answer tryAdd(String id, String netns) {
        return call("ADD", id, netns, conf(",\"prevResult\":" + previous(netns)));
    }

    /** ADD, which must succeed. Returns the result. */
    JsonObject add(String id, String netns) throws IOException {
        JsonObject result = tryAdd(id, netns).result();
        settle(id, netns);
        return result;
    }

    /** Waits for the kernel's worker that, after a new IPv6 address, makes its local route. */
    void settle(String id, String netns) throws IOException {
        String address = address(id);
        String[] local = "ip -6 route show table local dev v6if0".split(" ");
        while (isV6 && !in(netns, local).contains("local " + address + " ")) {
            Thread.onSpinWait();
        }
    }

    /** Returns the egress address on record of an attachment. */
    String address(String id) throws IOException {
        String prefix = record(id).get("address").getAsString();
        return Prefix.parse(prefix).address().toString();
    }

    /** DEL without a previous result, which must succeed. */
    void delete(String id, String netns) {
        call("DEL", id, netns, conf("")).success();
    }

    Answer check(String id, String netns, JsonObject result) {
        return call("CHECK", id, netns, conf(",\"prevResult\":" + result));
    }

    /** What is on record of an attachment. */
    JsonObject record(String id) throws IOException {
        Path file = stateDir.resolve("egress/attachments/aws-cni/" + id + ":eth0");
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    /** Returns the pod's end. */
    String ifName() {
        return isV6 ? "v6if0" : "v4if0";
    }

    /** Returns the files of the state directory but locks, sorted. */
    List<String> stateFiles() throws IOException {
        try (Stream<Path> all = Files.walk(stateDir)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> stateDir.relativize(path).toString())
                    .filter(path -> !path.endsWith("lock") && !path.endsWith(".last"))
                    .sorted()
                    .toList();
        }
    }

    /** Destroys a pod as a runtime does that has lost it. */
    void destroy(String netns) throws IOException {
        String name = Path.of(netns).getFileName().toString();
        NetworkNamespace.delete(name);
        namespaces.remove(name);
    }

    @Override
    public void close() throws IOException {
        internet.close();
        for (String name : namespaces) {
            NetworkNamespace.delete(name);
        }
        try (Stream<Path> all = Files.walk(stateDir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
