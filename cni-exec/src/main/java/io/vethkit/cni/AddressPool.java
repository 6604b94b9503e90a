package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The reservations of the built-in allocator: addresses of a network's ranges and their owners.
 *
 * <p>A reservation is a file {@code STATE/ipam/NETWORK/ADDRESS} that names its owner. It appears
 * whole or not at all, by link(2), which also decides between callers that want the same address;
 * so any number may allocate at once, and none need read what others have.
 */
final class AddressPool {
    private static final String TEMPORARY = ".tmp";
    private static final String LAST = ".last";

    private final String directory;
    private final List<AddressRange> ranges;
    private final List<IpAddress> excluded;

    /**
     * A pool.
     *
     * @param excluded addresses in the ranges that are never given out, beside the gateways
     */
    AddressPool(
            String stateDir, String network, List<AddressRange> ranges, List<IpAddress> excluded) {
        this.directory = stateDir + "/ipam/" + network;
        this.ranges = ranges;
        this.excluded = new ArrayList<>(excluded);
    }

    /** Keeps {@code addresses} from being given out. */
    void exclude(List<IpAddress> addresses) {
        excluded.addAll(addresses);
    }

    /** Starts to take addresses for {@code owner}. */
    Reserving reserve(Attachment owner) throws ErrnoException {
        return new Reserving(this, directory, temporaryOf(AttachmentStore.key(owner)), owner);
    }

    private String temporaryOf(String key) {
        return directory + "/." + key + TEMPORARY;
    }

    /** Gives {@code address} back, unless it is another's. */
    void release(Attachment owner, IpAddress address) throws IOException {
        if (isReserved(owner, address)) {
            StateFiles.remove(directory + "/" + address);
        }
    }

    /** Returns what {@code owner} has; reads all reservations. */
    List<IpAddress> of(Attachment owner) throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        String key = AttachmentStore.key(owner);
        for (String name : StateFiles.list(directory)) {
            if (!name.startsWith(".") && key.equals(StateFiles.read(directory + "/" + name))) {
                addresses.add(IpAddress.parse(name));
            }
        }
        return addresses;
    }

    /** Gives back whatever {@code owner} has; reads all reservations. */
    void releaseAll(Attachment owner) throws IOException {
        String temporary = temporaryOf(AttachmentStore.key(owner));
        StateFiles.remove(temporary);
        StateFiles.remove(temporary + LAST);
        for (IpAddress address : of(owner)) {
            StateFiles.remove(directory + "/" + address);
        }
    }

    /** Gives back what nobody has whose key is in {@code owners}. */
    void releaseAllBut(List<String> owners) throws IOException {
        for (String name : StateFiles.list(directory)) {
            String path = directory + "/" + name;
            if (name.startsWith(LAST) && !name.endsWith(TEMPORARY)) {
                continue;
            }
            String owner = StateFiles.read(path);
            if (name.startsWith(".") || (owner != null && !owners.contains(owner))) {
                StateFiles.remove(path);
            }
        }
    }

    /** Tells whether {@code owner} has {@code address}. */
    boolean isReserved(Attachment owner, IpAddress address) throws IOException {
        return AttachmentStore.key(owner).equals(StateFiles.read(directory + "/" + address));
    }

    /** Returns the addresses that are reserved. */
    List<IpAddress> reserved() {
        List<IpAddress> reserved = new ArrayList<>();
        for (String name : StateFiles.list(directory)) {
            Prefix address = name.startsWith(".") ? null : Addresses.parse(name);
            if (address != null) {
                reserved.add(address.address());
            }
        }
        return reserved;
    }

    /**
     * Returns how many addresses of {@code some} ranges can be given out; at most a long's most.
     */
    long capacity(List<AddressRange> some) {
        long capacity = 0;
        for (AddressRange range : some) {
            long sum = capacity + range.size();
            capacity = sum < 0 ? Long.MAX_VALUE : sum;
        }
        List<IpAddress> unusable = new ArrayList<>();
        for (IpAddress address : excluded) {
            addIfIn(some, address, unusable);
        }
        for (AddressRange range : ranges) {
            addIfIn(some, range.gateway(), unusable);
            addIfIn(some, range.subnet().network().address(), unusable);
            addIfIn(some, range.broadcast(), unusable);
        }
        return capacity - unusable.size();
    }

    /** Tells whether {@code some} ranges have an address that is not among {@code reserved}. */
    boolean hasFree(List<AddressRange> some, List<IpAddress> reserved) {
        long used = 0;
        for (IpAddress address : reserved) {
            used += indexOf(some, address) < 0 ? 0 : 1;
        }
        return used < capacity(some);
    }

    private static void addIfIn(
            List<AddressRange> ranges, @Nullable IpAddress address, List<IpAddress> list) {
        if (address != null && indexOf(ranges, address) >= 0 && !list.contains(address)) {
            list.add(address);
        }
    }

    /**
     * Returns the address of the family that was given out last on {@code networkCard}: a hint, and
     * null if there is none.
     */
    @Nullable IpAddress last(int networkCard, boolean v6) throws IOException {
        String text = StateFiles.read(lastPath(networkCard, v6));
        try {
            return text == null ? null : IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null; // torn by a crash
        }
    }

    /** Returns the file of {@link #last}. */
    String lastPath(int networkCard, boolean v6) {
        return directory
                + "/"
                + LAST
                + (v6 ? "6" : "")
                + (networkCard == 0 ? "" : "-" + networkCard);
    }

    /** Returns which of {@code ranges} has {@code address}, or -1. */
    static int indexOf(List<AddressRange> ranges, IpAddress address) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether {@code address} may be given out, in whatever range it is. */
    boolean isUsable(IpAddress address) {
        if (excluded.contains(address)) {
            return false;
        }
        for (AddressRange range : ranges) {
            if (range.reserves(address)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the ranges as people write them. */
    String rangeText() {
        StringBuilder text = new StringBuilder();
        for (AddressRange range : ranges) {
            text.append(text.isEmpty() ? "" : ", ").append(range.first());
            text.append('-').append(range.last());
        }
        return text.toString();
    }
}
