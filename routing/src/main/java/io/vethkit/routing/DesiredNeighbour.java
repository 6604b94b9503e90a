package io.vethkit.routing;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Neighbour;
import io.vethkit.netlink.route.Neighbours;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A permanent neighbour on a device.
 *
 * @param device the name of the device
 * @param address its IP address
 * @param mac its Ethernet address
 */
public record DesiredNeighbour(String device, IpAddress address, MacAddress mac)
        implements TableEntry {
    @Override
    public Request adding(int index) {
        return Neighbours.adding(entry(index));
    }

    @Override
    public Request replacing(int index) {
        return Neighbours.replacing(entry(index));
    }

    @Override
    public Request deleting(int index) {
        return Neighbours.deleting(entry(index));
    }

    private Neighbour entry(int index) {
        return Neighbour.permanent(address, index, mac);
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        for (Neighbour present : kernel.neighbours(device, address.family())) {
            if (present.address().equals(address)) {
                return compare(present);
            }
        }
        return Difference.missing(this);
    }

    private @Nullable Difference compare(Neighbour present) {
        Neighbour wanted = entry(present.device());
        return present.mac() != null
                        && mac.bits() == present.mac().bits()
                        && present.state() == wanted.state()
                ? null
                : new Difference(this, this + " is unlike: " + present);
    }

    @Override
    public String command() {
        return "ip neighbour replace " + words();
    }

    @Override
    public String removalCommand() {
        return "ip neighbour del " + address + " dev " + device;
    }

    @Override
    public String toString() {
        return "neighbour " + words();
    }

    private String words() {
        return address + " lladdr " + mac + " nud permanent dev " + device;
    }
}
