package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.podnet.Datapath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a result in the shape of Amazon's plugin tells of the attachment it is about.
 *
 * @param sandbox the path of the pod's namespace
 * @param interfaces the pod's, {@code eth0} first
 * @param vlanId that of the pod's branch ENI, or null if it has none
 * @param gateways the routers of the branch ENI's subnet
 */
record AwsAttachment(
        String sandbox,
        List<Interface> interfaces,
        @Nullable Integer vlanId,
        List<IpAddress> gateways) {
    /**
     * One interface of the pod.
     *
     * @param hostVeth the name of the host's end
     * @param addresses those that the result has on it: one, but for results that were cut
     * @param table the route table of its ENI, or null if the result lacks that
     */
    record Interface(
            String ifName, String hostVeth, List<IpAddress> addresses, @Nullable Integer table) {
        Interface {
            addresses = List.copyOf(addresses);
        }
    }

    private static final String FURTHER_INTERFACES = "mNicIf";

    AwsAttachment {
        interfaces = List.copyOf(interfaces);
        gateways = List.copyOf(gateways);
    }

    /**
     * Returns what {@code result} tells of the attachment by {@code ifName}.
     *
     * @return null if it has not that shape, or tells of no interface
     */
    static @Nullable AwsAttachment of(@Nullable CniResult result, String ifName) {
        if (result == null) {
            return null;
        }
        CniInterface dummy = dummy(result);
        if (dummy == null) {
            return null;
        }
        Integer device = number(dummy.sandbox());
        Integer table =
                device == null || device > Datapath.DEVICE_NUMBER_MAX
                        ? null
                        : Datapath.table(0, device);
        List<Interface> interfaces = new ArrayList<>();
        int index = indexOf(result, ifName);
        String sandbox = index < 0 ? null : result.interfaces().get(index).sandbox();
        while (index >= 0) {
            Interface next = read(result, index, table);
            interfaces.add(next);
            table = next.table(); // also Amazon's carries it over
            index = indexOf(result, FURTHER_INTERFACES + interfaces.size());
        }
        Integer vlanId = number(dummy.mac());
        return sandbox == null
                ? null
                : new AwsAttachment(
                        sandbox, interfaces, isVlan(vlanId) ? vlanId : null, gateways(result));
    }

    private static @Nullable CniInterface dummy(CniResult result) {
        for (CniInterface each : result.interfaces()) {
            String name = each.name();
            if (name.startsWith(AwsResult.DUMMY)
                    && name.length() == AwsResult.DUMMY.length() + AwsResult.HASH_LENGTH) {
                return each;
            }
        }
        return null;
    }

    private static Interface read(CniResult result, int index, @Nullable Integer fallback) {
        CniInterface inside = result.interfaces().get(index);
        List<IpAddress> addresses = new ArrayList<>();
        for (CniIp ip : result.ips()) {
            Integer on = ip.interfaceIndex();
            if (on != null && on == index) {
                addresses.add(ip.address().address());
            }
        }
        Integer told = number(inside.mac());
        Integer table = told != null && told <= 1 ? (Integer) RT_TABLE_MAIN : told; // 0 and 1: old
        return new Interface(
                inside.name(),
                result.interfaces().get(index - 1).name(),
                addresses,
                table == null ? fallback : table);
    }

    /** Returns the place of the pod's interface {@code ifName}, behind its host's end, or -1. */
    private static int indexOf(CniResult result, String ifName) {
        for (int i = 1; i < result.interfaces().size(); i++) {
            CniInterface each = result.interfaces().get(i);
            if (each.name().equals(ifName)
                    && each.sandbox() != null
                    && Text.isInterfaceName(result.interfaces().get(i - 1).name())) {
                return i;
            }
        }
        return -1;
    }

    private static List<IpAddress> gateways(CniResult result) {
        List<IpAddress> gateways = new ArrayList<>();
        for (CniIp ip : result.ips()) {
            if (ip.gateway() != null) {
                gateways.add(ip.gateway());
            }
        }
        return gateways;
    }

    private static boolean isVlan(@Nullable Integer id) {
        if (id == null || id == 0) {
            return false;
        }
        try {
            Datapath.branchTable(id);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // nothing that has a table of its own
        }
    }

    /** Returns the number that {@code text} is, or null. */
    private static @Nullable Integer number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Integer.parseInt(text) < 0 ? null : (Integer) Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
