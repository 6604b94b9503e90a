package io.vethkit.routing;

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
 */
public record DesiredAddress(String device, Prefix prefix) implements TableEntry {
    @Override
    public Request adding(int index) {
        return Addresses.adding(Address.of(prefix, index));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    @Override
    public Request deleting(int index) {
        return Addresses.deleting(Address.of(prefix, index));
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
        return "ip address add " + prefix + " dev " + device;
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
