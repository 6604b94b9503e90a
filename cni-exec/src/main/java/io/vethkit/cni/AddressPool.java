package io.vethkit.cni;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Libc;
import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in allocator: IPv4 addresses of a network's ranges, one after the other.
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

    /** Keeps {@code address} from being given out. */
    void exclude(IpAddress address) {
        excluded.add(address);
    }

    /**
     * Reserves an address for {@code owner}: the next free one behind the last one given out.
     *
     * @throws CniException code 11 if none is free
     */
    IpAddress allocate(Attachment owner) throws IOException {
        StateFiles.makeDirectories(directory);
        String temporary = writeTemporary(owner);
        try {
            IpAddress start = next(last());
            IpAddress candidate = start;
            do {
                if (isUsable(candidate) && reserve(candidate, temporary)) {
                    StateFiles.write(directory + "/" + LAST, candidate.toString());
                    return candidate;
                }
                candidate = next(candidate);
            } while (!candidate.equals(start));
            throw CniException.tryAgainLater(
                    "no address is free in the ranges of the network (" + rangeText() + ")");
        } finally {
            StateFiles.remove(temporary);
        }
    }

    /**
     * Reserves {@code wanted} for {@code owner}.
     *
     * @throws CniException code 7 if it is in no range, 11 if another has it
     */
    IpAddress allocate(Attachment owner, IpAddress wanted) throws IOException {
        if (!contains(wanted) || !isUsable(wanted)) {
            throw CniException.invalidConfig(
                    "ips: " + wanted + " is not an address of the ranges (" + rangeText() + ")");
        }
        StateFiles.makeDirectories(directory);
        String temporary = writeTemporary(owner);
        try {
            if (!reserve(wanted, temporary)) {
                throw CniException.tryAgainLater("ips: " + wanted + " is in use");
            }
            return wanted;
        } finally {
            StateFiles.remove(temporary);
        }
    }

    private String writeTemporary(Attachment owner) throws ErrnoException {
        String path = directory + "/." + AttachmentStore.key(owner) + TEMPORARY;
        StateFiles.write(path, AttachmentStore.key(owner));
        return path;
    }

    private boolean reserve(IpAddress address, String temporary) throws ErrnoException {
        String path = directory + "/" + address;
        try {
            Libc.link(temporary, path);
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
        StateFiles.syncDirectory(path);
        return true;
    }

    /** Gives {@code address} back, unless it is another's. */
    void release(Attachment owner, IpAddress address) throws IOException {
        String path = directory + "/" + address;
        if (AttachmentStore.key(owner).equals(StateFiles.read(path))) {
            StateFiles.remove(path);
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
        String key = AttachmentStore.key(owner);
        StateFiles.remove(directory + "/." + key + TEMPORARY);
        for (IpAddress address : of(owner)) {
            StateFiles.remove(directory + "/" + address);
        }
    }

    /** Gives back what nobody has whose key is in {@code owners}. */
    void releaseAllBut(List<String> owners) throws IOException {
        for (String name : StateFiles.list(directory)) {
            String path = directory + "/" + name;
            if (name.equals(LAST)) {
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

    /** Returns how many addresses are reserved. */
    int reserved() {
        int count = 0;
        for (String name : StateFiles.list(directory)) {
            count += name.startsWith(".") ? 0 : 1;
        }
        return count;
    }

    /** Returns how many addresses can be given out. */
    long capacity() {
        List<IpAddress> unusable = new ArrayList<>();
        long capacity = 0;
        for (AddressRange range : ranges) {
            capacity += range.size();
            addIfIn(range, range.gateway(), unusable);
            addIfIn(range, range.subnet().network().address(), unusable);
            addIfIn(range, broadcast(range), unusable);
            for (IpAddress address : excluded) {
                addIfIn(range, address, unusable);
            }
        }
        return capacity - unusable.size();
    }

    private static void addIfIn(AddressRange range, IpAddress address, List<IpAddress> list) {
        if (range.contains(address) && !list.contains(address)) {
            list.add(address);
        }
    }

    private @Nullable IpAddress last() throws IOException {
        String text = StateFiles.read(directory + "/" + LAST);
        try {
            return text == null ? null : IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null; // torn by a crash: it is a hint only
        }
    }

    private IpAddress next(@Nullable IpAddress address) {
        for (int i = 0; address != null && i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return address.equals(ranges.get(i).last())
                        ? ranges.get((i + 1) % ranges.size()).first()
                        : address.plus(1);
            }
        }
        return ranges.get(0).first();
    }

    private boolean contains(IpAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUsable(IpAddress address) {
        if (excluded.contains(address)) {
            return false;
        }
        for (AddressRange range : ranges) {
            if (address.equals(range.gateway())
                    || address.equals(range.subnet().network().address())
                    || address.equals(broadcast(range))) {
                return false;
            }
        }
        return true;
    }

    private static IpAddress broadcast(AddressRange range) {
        int hostBits = 32 - range.subnet().length();
        return range.subnet().network().address().plus((1L << hostBits) - 1);
    }

    private String rangeText() {
        StringBuilder text = new StringBuilder();
        for (AddressRange range : ranges) {
            text.append(text.isEmpty() ? "" : ", ").append(range.first());
            text.append('-').append(range.last());
        }
        return text.toString();
    }
}
