package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Addresses of the {@link AddressPool} inside this plugin. */
final class BuiltInAddresses implements AddressSource {
    private static final Prefix ANYWHERE = new Prefix(IpAddress.ANY_V4, 0);

    private final NetConf conf;
    private final AddressPool pool;

    BuiltInAddresses(NetConf conf, IpamConf ipam) {
        this.conf = conf;
        this.pool =
                new AddressPool(
                        conf.settings().stateDir(),
                        conf.name(),
                        ipam.ranges().isEmpty() ? podRanges(conf.node()) : ipam.ranges(),
                        nodeAddresses(conf.node()));
    }

    /** What the ENIs have for pods: assigned one by one, none is a network's own or broadcast. */
    private static List<AddressRange> podRanges(@Nullable NodeConf node) {
        List<AddressRange> ranges = new ArrayList<>();
        if (node != null) {
            addRanges(node.addresses(), ranges);
            for (EniConf eni : node.enis()) {
                addRanges(eni.addresses(), ranges);
            }
        }
        return ranges;
    }

    private static void addRanges(List<Prefix> assigned, List<AddressRange> ranges) {
        for (Prefix prefix : assigned) {
            IpAddress first = prefix.address();
            IpAddress last = first.plus((1L << (32 - prefix.length())) - 1);
            ranges.add(new AddressRange(ANYWHERE, first, last, ANYWHERE.address()));
        }
    }

    private static List<IpAddress> nodeAddresses(@Nullable NodeConf node) {
        List<IpAddress> addresses = new ArrayList<>();
        if (node != null) {
            Prefix primary = node.primaryAddress();
            if (primary != null) {
                addresses.add(primary.address());
            }
            for (EniConf eni : node.enis()) {
                addresses.add(eni.address().address());
            }
        }
        return addresses;
    }

    @Override
    public void require(CniRequest request) {}

    @Override
    public Lease add(CniRequest request, @Nullable IpAddress nodeAddress) throws IOException {
        if (nodeAddress != null) {
            pool.exclude(nodeAddress);
        }
        List<Prefix> requested = conf.requestedIps();
        if (requested.isEmpty()) {
            return new Lease(pool.allocate(request.attachment()), Dns.NONE);
        }
        if (requested.size() > 1) {
            throw CniException.unsupportedField(
                    "ips: " + requested.size() + " addresses are asked for; a pod gets one");
        }
        IpAddress wanted = requested.get(0).address();
        return new Lease(pool.allocate(request.attachment(), wanted), Dns.NONE);
    }

    @Override
    public void check(CniRequest request, IpAddress address) throws IOException {
        if (!pool.isReserved(request.attachment(), address)) {
            throw CniException.checkFailed(
                    "the reservation of " + address + " is missing or another's", "");
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
        long capacity = pool.capacity();
        if (pool.reserved() >= capacity) {
            throw CniException.notAvailable(
                    "all " + capacity + " addresses of network " + conf.name() + " are in use");
        }
    }
}
