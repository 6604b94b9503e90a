package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where egress addresses come from: the built-in allocator, or a delegate such as host-local. */
final class EgressAddresses {
    /**
     * An address with the length of its subnet.
     *
     * @param gateway the first address of the subnet, or what the delegate says
     */
    record Lease(Prefix address, IpAddress gateway) {}

    private final CniRequest request;
    private final @Nullable IpamConf ipam;
    private final List<AddressRange> ranges;
    private final AddressPool pool;

    /** Those of an attachment that is there already. */
    EgressAddresses(CniRequest request, NetConf conf) {
        this(request, conf, List.of());
    }

    /**
     * Those that can be given out.
     *
     * @param ranges of the built-in allocator
     */
    EgressAddresses(CniRequest request, NetConf conf, List<AddressRange> ranges) {
        this.request = request;
        this.ipam = conf.ipam();
        this.ranges = ranges;
        this.pool = new AddressPool(EgressPlugin.stateDir(conf), conf.name(), ranges, List.of());
    }

    /** Fails if there is nobody to ask. */
    void require() {
        if (!required().isBuiltIn()) {
            delegate();
        }
    }

    private IpamConf required() {
        IpamConf known = ipam;
        if (known == null) {
            String msg = "ipam is missing: it names who gives out egress addresses";
            throw request.command() == Command.STATUS
                    ? CniException.notAvailable(msg)
                    : CniException.invalidConfig(msg);
        }
        return known;
    }

    private Delegate delegate() {
        return Delegate.find(required().type(), request);
    }

    /** Takes an address of the family of {@code nodeIp}. */
    Lease add(IpAddress nodeIp) throws IOException {
        Lease lease = required().isBuiltIn() ? allocate(nodeIp.isV6()) : ask();
        if (lease.address.address().isV6() != nodeIp.isV6()) {
            throw CniException.invalidConfig(
                    "ipam gave "
                            + lease.address
                            + ", which is not of the family of nodeIP, "
                            + nodeIp);
        }
        return lease;
    }

    /** Takes the next free address behind the last one given out, so that each rests. */
    private Lease allocate(boolean v6) throws IOException {
        try (Reserving reserving = pool.reserve(request.attachment())) {
            IpAddress address = reserving.takeNext(ranges, pool.last(0, v6));
            if (address == null) {
                address = reserving.takeNext(ranges, null);
            }
            if (address == null) {
                throw CniException.tryAgainLater(
                        "no egress address is free in the ranges (" + pool.rangeText() + ")");
            }
            reserving.setLast(0, address);
            reserving.keep();
            AddressRange range = ranges.get(AddressPool.indexOf(ranges, address));
            return new Lease(new Prefix(address, range.subnet().length()), range.gateway());
        }
    }

    private Lease ask() {
        List<CniIp> ips = delegate().add().ips();
        if (ips.size() != 1) {
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + required().type()
                            + "\" gave "
                            + ips.size()
                            + " addresses; an egress interface takes exactly one");
        }
        Prefix address = ips.get(0).address();
        IpAddress gateway = ips.get(0).gateway();
        return new Lease(address, gateway == null ? address.network().address().plus(1) : gateway);
    }

    /** Gives back what a delegate gave; that it gave nothing is no error. */
    void delete(Attachment attachment) {
        if (ipam != null && !ipam.isBuiltIn()) {
            delegate().delete(attachment);
        }
    }

    /** Gives back {@code address}, if the built-in allocator gave it. */
    void release(Attachment attachment, IpAddress address) throws IOException {
        pool.release(attachment, address);
    }

    /** Gives back whatever the built-in allocator gave. */
    void releaseAll(Attachment attachment) throws IOException {
        pool.releaseAll(attachment);
    }

    /** Returns what the built-in allocator gave. */
    List<IpAddress> of(Attachment attachment) throws IOException {
        return pool.of(attachment);
    }

    /** Fails if the attachment does not have {@code address} any more. */
    void check(IpAddress address) throws IOException {
        if (ipam == null) {
            return;
        }
        if (!ipam.isBuiltIn()) {
            delegate().call(Command.CHECK);
        } else if (!pool.isReserved(request.attachment(), address)) {
            throw CniException.checkFailed(
                    "the reservation of " + address + " is missing or another's", "");
        }
    }

    /** Gives back what belongs to attachments that are not in {@code owners}. */
    void collect(List<Attachment> owners) throws IOException {
        List<String> keys = new ArrayList<>();
        for (Attachment owner : owners) {
            keys.add(AttachmentStore.key(owner));
        }
        pool.releaseAllBut(keys);
        if (ipam != null && !ipam.isBuiltIn()) {
            delegate().call(Command.GC);
        }
    }

    /** Fails if no address could be taken now. */
    void status() {
        if (!required().isBuiltIn()) {
            delegate().call(Command.STATUS);
        } else if (!pool.hasFree(ranges, pool.reserved())) {
            throw CniException.notAvailable(
                    "all "
                            + pool.capacity(ranges)
                            + " egress addresses of network "
                            + request.networkName()
                            + " are in use");
        }
    }
}
