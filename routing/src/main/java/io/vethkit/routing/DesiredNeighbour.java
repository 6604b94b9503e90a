package io.vethkit.routing;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Neighbour;
import io.vethkit.netlink.route.Neighbours;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A permanent neighbour on a device.
 *
 * @param device the name of the device
 * @param neighbour the neighbour; its own device index does not matter
 */
public record DesiredNeighbour(String device, Neighbour neighbour) implements TableEntry {
    /** Checks that the neighbour has a MAC address. */
    public DesiredNeighbour {
        if (neighbour.mac() == null) {
            throw new IllegalArgumentException("neighbour " + neighbour.address() + " has no MAC");
        }
    }

    @Override
    public Request adding(int index) {
        return Neighbours.adding(neighbour.dev(index));
    }

    @Override
    public Request replacing(int index) {
        return Neighbours.replacing(neighbour.dev(index));
    }

    @Override
    public Request deleting(int index) {
        return Neighbours.deleting(neighbour.dev(index));
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        for (Neighbour present : kernel.neighbours(device, neighbour.address().family())) {
            if (present.address().equals(neighbour.address())) {
                return compare(present);
            }
        }
        return Difference.missing(this);
    }

    private @Nullable Difference compare(Neighbour present) {
        MacAddress mac = present.mac();
        MacAddress wanted = neighbour.mac();
        if (mac == null || wanted == null || mac.bits() != wanted.bits()) {
            return Difference.unlike(this, "lladdr", mac == null ? "none" : mac, "as described");
        }
        if (present.state() != neighbour.state()) {
            return new Difference(this, this + " is not permanent");
        }
        return null;
    }

    @Override
    public String command() {
        return "ip neighbour replace " + words();
    }

    @Override
    public String removalCommand() {
        return "ip neighbour del " + neighbour.address() + " dev " + device;
    }

    @Override
    public String toString() {
        return "neighbour " + words();
    }

    private String words() {
        return neighbour.address()
                + " lladdr "
                + neighbour.mac()
                + " nud permanent dev "
                + device;
    }
}
