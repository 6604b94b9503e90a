package io.vethkit.bench;

import com.google.gson.JsonObject;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.cli.vpc.BranchEni;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;
import io.vethkit.cli.vpc.Topology;
import io.vethkit.cli.vpc.VpcEni;
import io.vethkit.cni.Skel;
import io.vethkit.cni.VethkitPlugin;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the 1st, the 100th and the 1000th pod of a node cost in each mode: medians of ADD and of DEL
 * by the plugin's engine in this process, on the node of a simulated VPC with large subnets.
 *
 * <p>Arguments: a directory for state files, then modes. Branch modes need a kernel with VLAN.
 */
public final class ModeCost {
    private static final int WARM_UP = 150;
    private static final int ROUNDS = 25;
    private static final int[] SIZES = {1, 100, 1000};

    private final Skel skel = new Skel("bench", new VethkitPlugin());
    private final List<NetworkNamespace> pods = new ArrayList<>();
    private final SimulatedVpc vpc;
    private final Mode mode;
    private final JsonObject config;

    private ModeCost(SimulatedVpc vpc, Mode mode, JsonObject config) {
        this.vpc = vpc;
        this.mode = mode;
        this.config = config;
    }

    /** Measures the modes and prints a line for each size. */
    public static void main(String[] arguments) throws IOException {
        System.out.printf("%-18s %6s %10s %10s%n", "mode", "pod", "ADD (ms)", "DEL (ms)");
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            Mode mode = Mode.of(name);
            if (mode == null) {
                throw new IllegalArgumentException(name);
            }
            Topology topology = new Topology(large(mode.topology().enis()), List.of());
            try (SimulatedVpc vpc = SimulatedVpc.create(topology)) {
                Path state = Path.of(arguments[0]).resolve(name);
                new ModeCost(vpc, mode, config(mode, topology, state)).measure();
            }
        }
    }

    private static JsonObject config(Mode mode, Topology topology, Path stateDir) {
        JsonObject ipam = new JsonObject();
        ipam.addProperty("type", "vethkit");
        JsonObject config = new JsonObject();
        config.addProperty("cniVersion", "1.1.0");
        config.addProperty("name", "bench");
        config.addProperty("type", "vethkit-cni");
        config.addProperty("stateDir", stateDir.toString());
        // single addresses are as prefixes are, but for the length of the configuration
        Mode asWritten = mode == Mode.SECONDARY_IP ? Mode.PREFIX : mode;
        config.add("node", NetworkConf.node(asWritten, topology));
        config.add("ipam", ipam);
        String enforcingMode = NetworkConf.enforcingMode(mode);
        if (enforcingMode != null) {
            config.addProperty("podSGEnforcingMode", enforcingMode);
        }
        return config;
    }

    /** The same ENIs with subnets of 65536 addresses, of which 4096 are for pods. */
    private static List<VpcEni> large(List<VpcEni> enis) {
        List<VpcEni> large = new ArrayList<>();
        for (VpcEni eni : enis) {
            int n = 128 + large.size();
            List<Prefix> own = new ArrayList<>();
            List<Prefix> pods = new ArrayList<>();
            eni.own().forEach(each -> own.add(v4(each, "10." + n + ".0.4/16")));
            eni.pods().forEach(each -> pods.add(v4(each, "10." + n + ".16.0/20")));
            large.add(
                    new VpcEni(
                            eni.device(),
                            eni.networkCard(),
                            eni.deviceNumber(),
                            own,
                            pods,
                            eni.trunk()));
        }
        return large;
    }

    private static Prefix v4(Prefix prefix, String other) {
        return prefix.address().isV6() ? prefix : Prefix.parse(other);
    }

    private void measure() throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            add();
            delete();
        }
        for (int size : SIZES) {
            while (pods.size() < size - 1) {
                add();
            }
            long[] adds = new long[ROUNDS];
            long[] deletes = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                adds[i] = add();
                deletes[i] = delete();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %6d %10.2f %10.2f%n",
                    mode,
                    size,
                    median(adds),
                    median(deletes));
        }
        pods.forEach(NetworkNamespace::close);
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private long add() throws IOException {
        pods.add(NetworkNamespace.createAnonymous());
        return call("ADD", pods.size() - 1);
    }

    private long delete() throws IOException {
        long nanos = call("DEL", pods.size() - 1);
        pods.removeLast().close();
        return nanos;
    }

    private long call(String command, int number) throws IOException {
        NetworkNamespace pod = pods.get(number);
        Map<String, String> call = new HashMap<>();
        call.put("CNI_COMMAND", command);
        call.put("CNI_CONTAINERID", "pod" + number);
        call.put("CNI_NETNS", "/proc/self/fd/" + pod.fd().number());
        call.put("CNI_IFNAME", "eth0");
        call.put("CNI_PATH", "/nowhere");
        JsonObject own = config.deepCopy();
        own.add("runtimeConfig", runtimeConfig(number));
        byte[] stdin = own.toString().getBytes(StandardCharsets.UTF_8);
        return vpc.node()
                .call(() -> {
                    ByteArrayOutputStream answer = new ByteArrayOutputStream();
                    long start = System.nanoTime();
                    int status =
                            skel.run(call, new ByteArrayInputStream(stdin), answer, System.err);
                    long nanos = System.nanoTime() - start;
                    if (status != 0) {
                        throw new IllegalStateException(answer.toString(StandardCharsets.UTF_8));
                    }
                    return nanos;
                });
    }

    private JsonObject runtimeConfig(int number) {
        if (mode.isBranch()) {
            IpAddress address = IpAddress.parse("10.200.0.16").plus(number);
            int vlanId = number < 152 ? number + 1 : number + 4; // 153 to 155 have no table
            MacAddress mac =
                    MacAddress.parse(
                            String.format(
                                    Locale.ROOT,
                                    "02:00:00:00:%02x:%02x",
                                    number >> 8,
                                    number & 0xff));
            BranchEni eni = new BranchEni(vlanId, mac, List.of(new Prefix(address, 16)));
            return NetworkConf.annotated(eni);
        }
        return mode == Mode.MULTI_NIC ? NetworkConf.wishingAllCards() : new JsonObject();
    }
}
