package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Addresses that another IPAM plugin gives out. */
final class DelegatedAddresses implements AddressSource {
    private final String type;

    DelegatedAddresses(String type) {
        this.type = type;
    }

    @Override
    public void require(CniRequest request) {
        delegate(request);
    }

    @Override
    public Lease add(CniRequest request, @Nullable IpAddress nodeAddress) {
        CniResult result = delegate(request).add();
        if (result.ips().size() != 1 || result.ips().get(0).address().address().isV6()) {
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + type
                            + "\" gave "
                            + result.ips().size()
                            + " addresses; this plugin takes exactly one, of IPv4");
        }
        return new Lease(result.ips().get(0).address().address(), result.dns());
    }

    /** Gives back what {@code attachment} has; that it has nothing is no error. */
    void delete(CniRequest request, Attachment attachment) {
        delegate(request).delete(attachment);
    }

    @Override
    public void check(CniRequest request, IpAddress address) {
        delegate(request).call(Command.CHECK);
    }

    @Override
    public void collect(CniRequest request, List<Attachment> owners) {
        delegate(request).call(Command.GC);
    }

    @Override
    public void status(CniRequest request) {
        delegate(request).call(Command.STATUS);
    }

    private Delegate delegate(CniRequest request) {
        return Delegate.find(type, request);
    }
}
