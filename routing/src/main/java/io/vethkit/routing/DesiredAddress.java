package io.vethkit.routing;

import static io.vethkit.netlink.route.IfAddr.IFA_F_NODAD;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * An address of a device.
 *
 * @param device the name of the device
 * @param prefix the address with the length of its subnet
 * @param scope one of {@code RT_SCOPE_}
 * @param flags of {@code IFA_F_} that it is made with
 */
public record DesiredAddress(String device, Prefix prefix, int scope, int flags)
        implements TableEntry {
    @Override
    public Request adding(int index) {
        return Addresses.adding(on(index));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    @Override
    public Request deleting(int index) {
        return Addresses.deleting(on(index));
    }

    private Address on(int index) {
        return Address.of(prefix, index).scope(scope).flags(flags);
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        for (Address present : kernel.addresses(device, prefix.address().family())) {
            if (present.prefix().equals(prefix)) {
                return null;
            }
        }
        return Difference.missing(this);
    }

    @Override
    public String command() {
        return "ip address add "
                + prefix
                + " dev "
                + device
                + (scope == RT_SCOPE_LINK ? " scope link" : "")
                + ((flags & IFA_F_NODAD) == 0 ? "" : " nodad");
    }

    @Override
    public String removalCommand() {
        return "ip address del " + prefix + " dev " + device;
    }

    @Override
    public String toString() {
        return "address " + prefix + " dev " + device;
    }
}
