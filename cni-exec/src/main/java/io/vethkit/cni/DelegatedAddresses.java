package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import java.util.List;

/** Addresses that another IPAM plugin gives out. */
final class DelegatedAddresses implements AddressSource {
    private final String type;

    DelegatedAddresses(String type) {
        this.type = type;
    }

    @Override
    public Lease add(CniRequest request) {
        CniResult result = delegate(request).add();
        if (result.ips().size() != 1 || result.ips().get(0).address().address().isV6()) {
            delegate(request).call(Command.DEL);
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + type
                            + "\" gave "
                            + result.ips().size()
                            + " addresses; this plugin takes exactly one, of IPv4");
        }
        return new Lease(result.ips().get(0).address().address(), result.dns());
    }

    @Override
    public void delete(CniRequest request) {
        delegate(request).call(Command.DEL);
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
