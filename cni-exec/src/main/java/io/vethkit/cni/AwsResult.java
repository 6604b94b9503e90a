package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of an ADD in the shape of Amazon's plugin, whose DEL finds in it what its daemon does
 * not tell any more: route tables where MAC addresses belong, and in an interface that is none, the
 * VLAN id of a branch ENI or else the device number of the ENI.
 */
final class AwsResult {
    static final String DUMMY = "dummy";
    static final int HASH_LENGTH = 11;

    private static final String NONE = "0";
    private static final int FURTHER_CARDS = 10000; // what their tables begin at

    private final List<CniInterface> interfaces = new ArrayList<>();
    private final List<CniIp> ips = new ArrayList<>();

    private AwsResult() {}

    static CniResult of(PodAttachment pod, String netns, Dns dns) {
        AwsResult result = new AwsResult();
        for (PodInterface each : pod.interfaces()) {
            result.add(each, pod.branch(), netns);
        }
        result.addDummy(pod);
        return new CniResult(result.interfaces, result.ips, List.of(), dns);
    }

    private void add(PodInterface pod, @Nullable Branch branch, String netns) {
        interfaces.add(entry(pod.hostVeth(), null, null));
        int inside = interfaces.size();
        String table = branch == null ? Integer.toUnsignedString(pod.table()) : NONE;
        interfaces.add(entry(pod.ifName(), table, netns));
        for (IpAddress address : pod.addresses()) {
            IpAddress gateway = branch == null ? null : gateway(branch, address);
            ips.add(new CniIp(Prefix.host(address), gateway, inside));
        }
    }

    private static @Nullable IpAddress gateway(Branch branch, IpAddress address) {
        for (IpAddress gateway : branch.gateways()) {
            if (gateway.isV6() == address.isV6()) {
                return gateway;
            }
        }
        return null;
    }

    private void addDummy(PodAttachment pod) {
        String veth = pod.first().hostVeth();
        String name = DUMMY + veth.substring(veth.length() - HASH_LENGTH);
        Branch branch = pod.branch();
        interfaces.add(
                branch == null
                        ? entry(name, NONE, String.valueOf(deviceNumber(pod.first().table())))
                        : entry(name, String.valueOf(branch.vlanId()), null));
    }

    /** Returns the number at its card of the ENI with that table. */
    private static int deviceNumber(int table) {
        if (table == RT_TABLE_MAIN) {
            return 0;
        }
        return table < FURTHER_CARDS ? table - 1 : (table - FURTHER_CARDS) % 100;
    }

    private static CniInterface entry(String name, @Nullable String mac, @Nullable String sandbox) {
        return new CniInterface(name, mac, null, sandbox, null, null);
    }
}
