package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Many callers, too few addresses: whoever gets some has them alone, who fails has none. */
class ConcurrentAddressesTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 150;
    private static final String NODE =
            """
            "ipFamilies":["IPv4","IPv6"],"multiNic":true,
            "addresses":["10.0.1.8/30","2001:db8:1::/127"],
            "enis":[
              {"deviceNumber":1,"name":"eth1","address":"10.0.2.4/24",
               "addresses":["10.0.2.9","10.0.2.11","2001:db8:2::/80"]},
              {"networkCard":1,"deviceNumber":0,"name":"eth2","address":"10.0.3.4/24",
               "addresses":["10.0.3.8/31","2001:db8:3::/80"]},
              {"networkCard":1,"deviceNumber":1,"name":"eth3","address":"10.0.4.4/24",
               "addresses":["10.0.4.8/29","2001:db8:4::5"]}]\
            """;

    @TempDir Path state;
    private final Map<IpAddress, String> owners = new ConcurrentHashMap<>();
    private final Set<String> outcomes = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void givesEachAddressToOneAtATimeAndLosesNone(int seed) throws Exception {
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(seed * 1000L + i);
                String name = "c" + i + "-";
                callers.add(
                        threads.submit(() -> {
                            callRandomly(name, random);
                            return null;
                        }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        assertEquals(Set.of("1", "2", "none"), outcomes);
        assertEquals(List.of(), reservations());
    }

    /** Adds and deletes pods, a few at a time, and deletes all in the end. */
    private void callRandomly(String name, Random random) throws IOException {
        List<Pod> pods = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (!pods.isEmpty() && random.nextInt(3) == 0) {
                delete(pods.remove(random.nextInt(pods.size())));
            } else {
                Pod pod = add(name + round, random.nextInt(3) == 0);
                if (pod != null) {
                    pods.add(pod);
                }
            }
        }
        Collections.shuffle(pods, random);
        for (Pod pod : pods) {
            delete(pod);
        }
    }

    private @Nullable Pod add(String container, boolean multiNic) throws IOException {
        CniRequest request = request(container, multiNic);
        NetConf conf = NetConf.of(request);
        try {
            List<AddressSource.Lease> leases =
                    new BuiltInAddresses(conf, new IpamConf("vethkit", List.of()))
                            .add(request, List.of());
            outcomes.add(Integer.toString(leases.size()));
            return new Pod(request, claimed(leases, container, conf, multiNic));
        } catch (CniException e) {
            assertEquals(ErrorCodes.TRY_AGAIN_LATER, e.code(), e.msg());
            assertEquals(List.of(), pool().of(request.attachment()));
            outcomes.add("none");
            return null;
        }
    }

    private List<IpAddress> claimed(
            List<AddressSource.Lease> leases, String container, NetConf conf, boolean multiNic) {
        List<IpAddress> addresses = new ArrayList<>();
        NodeConf node = conf.node();
        assertEquals(multiNic ? 2 : 1, leases.size());
        for (AddressSource.Lease lease : leases) {
            assertEquals(2, lease.addresses().size());
            assertTrue(lease.addresses().getLast().isV6());
            for (IpAddress address : lease.addresses()) {
                assertTrue(
                        node != null && EniConf.same(lease.eni(), node.eniOf(address)),
                        lease.toString());
                assertNull(owners.put(address, container), address + " was another's");
                addresses.add(address);
            }
        }
        return addresses;
    }

    private void delete(Pod pod) throws IOException {
        for (IpAddress address : pod.addresses()) {
            owners.remove(address);
            pool().release(pod.request().attachment(), address);
        }
    }

    private AddressPool pool() {
        return new AddressPool(state.toString(), "pods", List.of(), List.of());
    }

    private List<String> reservations() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("ipam/pods"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".last"))
                    .toList();
        }
    }

    private CniRequest request(String container, boolean multiNic) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_CONTAINERID", container);
        String wish = multiNic ? "multi-nic-attachment" : "";
        return CniRequest.read(
                variables,
                Requests.stdin(
                        Requests.config(
                                "\"stateDir\":\""
                                        + state
                                        + "\",\"ipam\":{\"type\":\"vethkit\"},\"node\":{"
                                        + NODE
                                        + "},\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":"
                                        + "{\"k8s.amazonaws.com/nicConfig\":\""
                                        + wish
                                        + "\"}}")));
    }

    private record Pod(CniRequest request, List<IpAddress> addresses) {}
}
