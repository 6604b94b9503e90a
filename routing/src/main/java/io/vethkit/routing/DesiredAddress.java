package io.vethkit.routing;

import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An address of a device.
 *
 * @param device the name of the device
 * @param address the address; its own device index does not matter
 */
public record DesiredAddress(String device, Address address) implements TableEntry {
    @Override
    public Request adding(int index) {
        return Addresses.adding(address.dev(index));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    @Override
    public Request deleting(int index) {
        return Addresses.deleting(address.dev(index));
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        for (Address present : kernel.addresses(device, address.prefix().address().family())) {
            if (present.prefix().equals(address.prefix())) {
                return null;
            }
        }
        return Difference.missing(this);
    }

    @Override
    public String command() {
        return "ip address add " + address.prefix() + " dev " + device;
    }

    @Override
    public String removalCommand() {
        return "ip address del " + address.prefix() + " dev " + device;
    }

    @Override
    public String toString() {
        return "address " + address.prefix() + " dev " + device;
    }
}
