package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Addresses that another IPAM plugin gives out. */
final class DelegatedAddresses implements AddressSource {
    private final String type;
    private final NetConf conf;

    DelegatedAddresses(String type, NetConf conf) {
        this.type = type;
        this.conf = conf;
    }

    @Override
    public void require(CniRequest request) {
        delegate(request);
    }

    @Override
    public List<Lease> add(CniRequest request, List<IpAddress> nodeAddresses) {
        if (conf.multiNic()) {
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + type
                            + "\" gives a pod one interface, and this one wants one on each"
                            + " network card: only ipam.type vethkit does that");
        }
        CniResult result = delegate(request).add();
        List<IpAddress> addresses = new ArrayList<>();
        take(result, false, conf.ipv4(), addresses);
        take(result, true, conf.ipv6(), addresses);
        return List.of(new Lease(eniOf(addresses), addresses, result.dns()));
    }

    /** Adds the one address of a family that the pod needs, if it needs one. */
    private void take(CniResult result, boolean v6, boolean needed, List<IpAddress> to) {
        int count = 0;
        for (CniIp ip : result.ips()) {
            IpAddress address = ip.address().address();
            if (address.isV6() == v6) {
                to.add(address);
                count++;
            }
        }
        if (count != (needed ? 1 : 0)) {
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + type
                            + "\" gave "
                            + count
                            + " addresses of "
                            + Families.name(v6)
                            + "; this plugin takes "
                            + (needed ? "exactly one" : "none"));
        }
    }

    private @Nullable EniConf eniOf(List<IpAddress> addresses) {
        NodeConf node = conf.node();
        if (node == null) {
            return null;
        }
        EniConf eni = node.eniOf(addresses.get(0));
        for (IpAddress address : addresses) {
            if (!EniConf.same(node.eniOf(address), eni)) {
                throw CniException.unsupportedField(
                        "ipam.type \""
                                + type
                                + "\" gave "
                                + addresses.get(0)
                                + " and "
                                + address
                                + ", which are of different ENIs");
            }
        }
        if (eni == null && node.customNetworking()) {
            throw CniException.unsupportedField(
                    "ipam.type \""
                            + type
                            + "\" gave "
                            + addresses.get(0)
                            + ", which is not in the addresses of node.enis"
                            + " (node.customNetworking)");
        }
        return eni;
    }

    /** Gives back what {@code attachment} has; that it has nothing is no error. */
    void delete(CniRequest request, Attachment attachment) {
        delegate(request).delete(attachment);
    }

    @Override
    public void check(CniRequest request, List<IpAddress> addresses) {
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
