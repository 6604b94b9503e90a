package io.vethkit.bench;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;
import io.vethkit.podnet.SnatPorts;
import io.vethkit.routing.NamespaceState;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Changes one CIDR that is exempt from SNAT, in each backend, beside rules of kube-proxy's in the
 * same tables and beside the tool of the backend: {@code FilterUpdates RULES ROUNDS}, as root, in a
 * network namespace of its own.
 */
public final class FilterUpdates {
    private static final int RULES_PER_SERVICE = 5;

    private FilterUpdates() {}

    /** Prints medians. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int services = Integer.parseInt(arguments[0]) / RULES_PER_SERVICE;
        int rounds = Integer.parseInt(arguments[1]);
        System.out.println("ms: median (min-max) of " + rounds + ", by turns");
        System.out.println("backend           update             no change          tool");
        for (FilterBackend backend : FilterBackend.values()) {
            if (backend != FilterBackend.NFTABLES) {
                run(services(services), backend + "-restore", "--noflush");
            }
            System.out.println(measure(backend, rounds));
            try (NodeKernel kernel = NodeKernel.here()) {
                kernel.remove(state(backend, 0));
            }
            if (backend != FilterBackend.NFTABLES) {
                run("*nat\n-F\n-X\nCOMMIT\n", backend + "-restore", "--noflush");
            }
        }
    }

    private static String measure(FilterBackend backend, int rounds)
            throws IOException, InterruptedException {
        double[] update = new double[rounds];
        double[] same = new double[rounds];
        double[] tool = new double[rounds];
        try (NodeKernel kernel = NodeKernel.here()) {
            for (int i = -rounds; i < rounds; i++) { // the first half warms up
                int at = Math.max(i, 0);
                DesiredState state = state(backend, i & 0xff);
                long start = System.nanoTime();
                kernel.apply(state);
                update[at] = since(start);
                start = System.nanoTime();
                kernel.apply(state);
                same[at] = since(start);
                tool[at] = tool(backend, (i + 1) & 0xff);
            }
        }
        return String.format(
                Locale.ROOT,
                "%-16s  %-17s  %-17s  %s",
                backend,
                summary(update),
                summary(same),
                summary(tool));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static String summary(double[] samples) {
        Arrays.sort(samples);
        double median = samples[samples.length / 2];
        double max = samples[samples.length - 1];
        return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", median, samples[0], max);
    }

    private static List<String> cidrs(int variant) {
        return List.of("10.0.0.0/16", "10.1.0.0/16", "100.64." + variant + ".0/24");
    }

    private static DesiredState state(FilterBackend backend, int variant) {
        List<Prefix> exempt = new ArrayList<>();
        for (String cidr : cidrs(variant)) {
            exempt.add(Prefix.parse(cidr));
        }
        Node node =
                new Node(
                        "eth0",
                        Prefix.parse("10.0.0.4/24"),
                        false,
                        exempt,
                        List.of(),
                        false,
                        true,
                        0x80,
                        SnatPorts.PRNG,
                        "eni",
                        null,
                        List.of(),
                        null,
                        true,
                        false);
        DesiredState all = NodeSetUp.describe(node.filterBackend(backend));
        NamespaceState nothing = NamespaceState.describe().build();
        return new DesiredState(nothing, null, all.ruleset(), all.iptables());
    }

    /** Has the backend's tool do what an update needs. Returns its milliseconds. */
    private static double tool(FilterBackend backend, int variant)
            throws IOException, InterruptedException {
        StringBuilder input = new StringBuilder();
        if (backend == FilterBackend.NFTABLES) {
            input.append(
                    "flush set ip aws-cni exempt-cidrs\nadd element ip aws-cni exempt-cidrs {");
            input.append(String.join(",", cidrs(variant))).append("}\n");
            return run(input.toString(), "nft", "-f", "-");
        }
        input.append("*nat\n-F AWS-SNAT-CHAIN-0\n");
        List<String> cidrs = cidrs(variant);
        for (int i = cidrs.size() - 1; i >= 0; i--) {
            input.append("-A AWS-SNAT-CHAIN-0 -d ").append(cidrs.get(i));
            input.append(" -m comment --comment \"AWS SNAT CHAIN\" -j RETURN\n");
        }
        input.append("-A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment \"AWS, SNAT\"");
        input.append(" -m addrtype ! --dst-type LOCAL -j SNAT --to-source 10.0.0.4 --random-fully");
        return run(input.append("\nCOMMIT\n").toString(), backend + "-restore", "--noflush");
    }

    private static double run(String input, String... command)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        byte[] said = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + ": " + new String(said, StandardCharsets.UTF_8));
        }
        return since(start);
    }

    /** Rules as kube-proxy has them: chains of services and of their endpoints. */
    private static String services(int count) {
        StringBuilder chains = new StringBuilder("*nat\n:KUBE-SERVICES - [0:0]\n");
        StringBuilder rules = new StringBuilder("-A PREROUTING -j KUBE-SERVICES\n");
        for (int i = 0; i < count; i++) {
            String service = String.format(Locale.ROOT, "KUBE-SVC-%016d", i);
            String endpoint = String.format(Locale.ROOT, "KUBE-SEP-%016d", i);
            String comment = " -m comment --comment \"default/web-" + i + "\"";
            String ip = "10.96." + i / 250 + "." + (i % 250 + 1) + "/32";
            chains.append(":").append(service).append(" - [0:0]\n");
            chains.append(":").append(endpoint).append(" - [0:0]\n");
            for (String rule :
                    new String[] {
                        "KUBE-SERVICES -d " + ip + comment + " -p tcp --dport 80 -j " + service,
                        service + " ! -s 10.0.0.0/16 -d " + ip + comment + " -j RETURN",
                        service + comment + " -j " + endpoint,
                        endpoint + " -s 10.0.1.1/32" + comment + " -j RETURN",
                        endpoint + " -p tcp" + comment + " -j DNAT --to-destination 10.0.1.1:80"
                    }) {
                rules.append("-A ").append(rule).append('\n');
            }
        }
        return chains.append(rules).append("COMMIT\n").toString();
    }
}
