package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;
import io.vethkit.cli.vpc.Topology;
import io.vethkit.cli.vpc.VpcEni;
import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.cni.CniNode;
import io.vethkit.it.cni.KilledPlugin;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.NodeKernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The node of a simulated VPC in a mode, and its pods, which the plugin wires in this process. */
final class ModeNode implements AutoCloseable {
    final SimulatedVpc vpc;
    final CniNode cni;
    final Flows flows;
    final JsonObject conf;
    private final Mode mode;
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();

    /** A pod and the result of its ADD. */
    record Pod(String name, NetworkNamespace namespace, JsonObject runtime, JsonObject result) {
        /** Returns its addresses in the order of its interfaces. */
        List<IpAddress> addresses() {
            List<IpAddress> addresses = new ArrayList<>();
            for (JsonElement ip : result.getAsJsonArray("ips")) {
                String address = ip.getAsJsonObject().get("address").getAsString();
                addresses.add(IpAddress.parse(address.substring(0, address.indexOf('/'))));
            }
            return addresses;
        }

        /** Returns the first of a family. */
        IpAddress address(boolean v6) {
            return addresses().stream().filter(each -> each.isV6() == v6).findFirst().get();
        }

        /** Returns the names of its veths on the host. */
        List<String> hostVeths() {
            List<String> names = new ArrayList<>();
            for (JsonElement each : result.getAsJsonArray("interfaces")) {
                JsonObject link = each.getAsJsonObject();
                String name = link.get("name").getAsString();
                if (!link.has("sandbox") && !name.startsWith("vlan.eth.")) {
                    names.add(name);
                }
            }
            return names;
        }
    }

    ModeNode(Mode mode) throws IOException {
        this(mode, mode.topology());
    }

    ModeNode(Mode mode, Topology topology) throws IOException {
        this.mode = mode;
        this.conf = NetworkConf.node(mode, topology);
        this.vpc = SimulatedVpc.create(topology);
        this.cni = CniNode.inVpc();
        this.flows = new Flows(vpc);
        addPlaces(false, "");
        if (vpc.topology().hasIpv6()) {
            addPlaces(true, "6");
        }
    }

    private void addPlaces(boolean v6, String suffix) {
        int n = v6 ? 1 : 0;
        place("node" + suffix, vpc.node(), vpc.topology().primary().own(v6).address());
        place("node2" + suffix, vpc.node2(), Topology.NODE2.get(n).address());
        place("pod2" + suffix, vpc.pod2(), Topology.POD2.get(n));
        place("internet" + suffix, vpc.internet(), Topology.INTERNET.get(n).address());
    }

    private void place(String name, NetworkNamespace namespace, IpAddress address) {
        flows.place(new Place(name, namespace, address));
    }

    private String conf(String more) {
        String enforcing = NetworkConf.enforcingMode(mode);
        cni.extra = ",\"node\":" + conf;
        if (enforcing != null) {
            cni.extra += ",\"podSGEnforcingMode\":\"" + enforcing + "\"";
        }
        return cni.conf(more);
    }

    /** Has the plugin set the node up for a first pod. Returns what is there without any. */
    NetworkSnapshot setUp() throws IOException {
        add("first", new JsonObject());
        delete("first");
        return vpc.node().call(NetworkSnapshot::take);
    }

    void assertUnchangedSince(NetworkSnapshot before) throws IOException {
        vpc.node()
                .call(() -> {
                    NetworkSnapshot.assertUnchangedSince(before);
                    return true;
                });
    }

    /**
     * Adds a pod, whose addresses are places from then on: its own name in IPv4, with a 6 in IPv6,
     * with the number of the interface behind the first.
     */
    Pod add(String name, JsonObject runtime) throws IOException {
        NetworkNamespace namespace = namespace(name);
        String more = ",\"runtimeConfig\":" + runtime;
        JsonObject result = call("ADD", name, namespace, more).result();
        Pod pod = new Pod(name, namespace, runtime, result);
        pods.put(name, pod);
        addPlaces(pod);
        return pod;
    }

    private void addPlaces(Pod pod) {
        List<String> veths = pod.hostVeths();
        for (int i = 0; i < veths.size(); i++) {
            flows.device(veths.get(i), i == 0 ? pod.name : pod.name + "." + i);
        }
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (IpAddress address : pod.addresses()) {
            String name = address.isV6() ? pod.name + "6" : pod.name;
            int index = seen.merge(name, 1, Integer::sum) - 1;
            place(index == 0 ? name : name + "." + index, pod.namespace, address);
        }
    }

    /** Adds a pod with those addresses. */
    Pod add(String name, String... addresses) throws IOException {
        List<IpAddress> asked = new ArrayList<>();
        for (String address : addresses) {
            asked.add(IpAddress.parse(address));
        }
        return add(name, NetworkConf.asking(asked));
    }

    /** Adds a pod with the branch ENI of that place in the topology. */
    Pod addBranch(String name, int index) throws IOException {
        return add(name, NetworkConf.annotated(vpc.topology().branches().get(index)));
    }

    Pod pod(String name) {
        return pods.get(name);
    }

    /** Returns the names of the pods. */
    List<String> names() {
        return List.copyOf(pods.keySet());
    }

    /** Returns the state files that pods have. */
    List<String> attachments() throws IOException {
        return cni.stateFiles().stream().filter(file -> !file.startsWith("node")).toList();
    }

    /** CHECK. */
    CniNode.Answer check(String name) throws IOException {
        Pod pod = pods.get(name);
        return call("CHECK", name, pod.namespace, chained(pod));
    }

    private static String chained(Pod pod) {
        return ",\"prevResult\":" + pod.result + ",\"runtimeConfig\":" + pod.runtime;
    }

    /** CHECK of every pod, which must find nothing. */
    void assertAsDescribed() throws IOException {
        for (String name : pods.keySet()) {
            assertEquals("", check(name).success(), name);
        }
    }

    /** DEL, which must succeed, and the end of the pod's namespace. */
    void delete(String name) throws IOException {
        Pod pod = pods.remove(name);
        assertEquals("", call("DEL", name, pod.namespace, chained(pod)).success());
        vpc.removePod("pod-" + name);
        namespaces.remove(name);
    }

    void deleteAll() throws IOException {
        for (String name : names()) {
            delete(name);
        }
    }

    private CniNode.Answer call(String command, String name, NetworkNamespace pod, String more)
            throws IOException {
        String kubernetes = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=" + name;
        Map<String, String> variables = Map.of("CNI_ARGS", kubernetes);
        String text = conf(more);
        return vpc.node().call(() -> cni.call(variables, command, name, pod.toString(), text));
    }

    /** Returns addresses for a pod of the last ENI. */
    List<IpAddress> podOfLastEni() {
        VpcEni eni = vpc.topology().enis().getLast();
        List<IpAddress> addresses = new ArrayList<>();
        for (Prefix prefix : eni.pods()) {
            addresses.add(prefix.address().plus(3));
        }
        return addresses;
    }

    /** Returns the moments at which a call about a pod can be killed. */
    List<KilledPlugin.Moment> moments(String name, String command, JsonObject runtime)
            throws IOException {
        KilledPlugin plugin = new KilledPlugin(name, namespace(name).toString());
        String text = conf(",\"runtimeConfig\":" + runtime);
        return vpc.node().call(() -> plugin.moments(command, text));
    }

    /** Kills a call about a pod, which may or may not be there. */
    void kill(String name, String command, JsonObject runtime, KilledPlugin.Moment moment)
            throws IOException {
        KilledPlugin plugin = new KilledPlugin(name, namespace(name).toString());
        String text = conf(",\"runtimeConfig\":" + runtime);
        vpc.node()
                .call(() -> {
                    plugin.kill(command, text, moment);
                    return true;
                });
    }

    /** DEL of a pod of which nobody knows a result, and the end of its namespace. */
    void deleteIfThere(String name, JsonObject runtime) throws IOException {
        pods.remove(name);
        String more = ",\"runtimeConfig\":" + runtime;
        assertEquals("", call("DEL", name, namespace(name), more).success());
        vpc.removePod("pod-" + name);
        namespaces.remove(name);
    }

    private NetworkNamespace namespace(String name) throws IOException {
        NetworkNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            namespace = vpc.addPod("pod-" + name);
            namespaces.put(name, namespace);
        }
        return namespace;
    }

    /** Returns what ADD described of the pod. */
    DesiredState described(String name) throws IOException {
        return onRecord("pod/" + cni.network + "/" + name + ":eth0");
    }

    /** Returns what the node's set-up described. */
    DesiredState describedNode() throws IOException {
        return onRecord("node/" + cni.network);
    }

    private DesiredState onRecord(String name) throws IOException {
        OnRecord onRecord = new OnRecord(cni.stateDir.toString());
        Described described = vpc.node().call(() -> onRecord.find(name));
        assertNotNull(described, name);
        return described.state();
    }

    /** Applies {@code description} in the node's namespace and the pod's. */
    void repair(String name, DesiredState description) throws IOException {
        NetworkNamespace pod = pods.get(name).namespace;
        vpc.node()
                .call(() -> {
                    try (NodeKernel kernel = NodeKernel.here(pod)) {
                        kernel.apply(description);
                        return true;
                    }
                });
    }

    /** Applies what was described of all pods. */
    void repairPods() throws IOException {
        for (String name : names()) {
            repair(name, described(name));
        }
    }

    @Override
    public void close() throws IOException {
        cni.close();
        vpc.close();
    }
}
