package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Addresses of the {@link AddressPool} inside this plugin. */
final class BuiltInAddresses implements AddressSource {
    private final NetConf conf;
    private final List<AddressGroup> groups;
    private final AddressPool pool;

    BuiltInAddresses(NetConf conf, IpamConf ipam) {
        NodeConf node = conf.node();
        this.conf = conf;
        this.groups = AddressGroups.of(ipam.ranges(), node);
        this.pool =
                new AddressPool(
                        conf.settings().stateDir(),
                        conf.name(),
                        ranges(),
                        node == null ? List.of() : node.ownAddresses());
    }

    private List<AddressRange> ranges() {
        List<AddressRange> ranges = new ArrayList<>();
        for (AddressGroup group : groups) {
            ranges.addAll(group.ranges(false));
            ranges.addAll(group.ranges(true));
        }
        return ranges;
    }

    @Override
    public void require(CniRequest request) {}

    @Override
    public List<Lease> add(CniRequest request, List<IpAddress> nodeAddresses) throws IOException {
        pool.exclude(nodeAddresses);
        List<IpAddress> requested = requested();
        try (Reserving reserving = pool.reserve(request.attachment())) {
            List<Lease> leases = new AddressChoice(conf, groups, pool, reserving).take(requested);
            reserving.keep();
            return leases;
        }
    }

    private List<IpAddress> requested() {
        List<IpAddress> addresses = new ArrayList<>();
        for (Prefix prefix : conf.requestedIps()) {
            IpAddress address = prefix.address();
            boolean served = address.isV6() ? conf.ipv6() : conf.ipv4();
            if (!served || !isInGroups(address) || !pool.isUsable(address)) {
                throw CniException.invalidConfig(
                        "ips: "
                                + address
                                + " is not an address of the ranges ("
                                + pool.rangeText()
                                + ")");
            }
            addresses.add(address);
        }
        return addresses;
    }

    private boolean isInGroups(IpAddress address) {
        for (AddressGroup group : groups) {
            if (group.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void check(CniRequest request, List<IpAddress> addresses) throws IOException {
        for (IpAddress address : addresses) {
            if (!pool.isReserved(request.attachment(), address)) {
                throw CniException.checkFailed(
                        "the reservation of " + address + " is missing or another's", "");
            }
        }
    }

    @Override
    public void collect(CniRequest request, List<Attachment> owners) throws IOException {
        List<String> keys = new ArrayList<>();
        for (Attachment owner : owners) {
            keys.add(AttachmentStore.key(owner));
        }
        pool.releaseAllBut(keys);
    }

    @Override
    public void status(CniRequest request) {
        List<IpAddress> reserved = pool.reserved();
        for (AddressGroup group : groups) {
            if ((!conf.ipv4() || pool.hasFree(group.ranges(false), reserved))
                    && (!conf.ipv6() || pool.hasFree(group.ranges(true), reserved))) {
                return;
            }
        }
        throw CniException.notAvailable(
                conf.ipv4() && conf.ipv6()
                        ? "no ENI has a free address of each family for network " + conf.name()
                        : "all "
                                + pool.capacity(ranges())
                                + " addresses of network "
                                + conf.name()
                                + " are in use");
    }
}
