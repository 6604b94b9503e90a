package io.vethkit.cni;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Libc;
import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Addresses of an {@link AddressPool} in the taking, for one owner: all that it needs, or none.
 * What was taken is given back when this is closed, unless it was kept.
 */
final class Reserving implements AutoCloseable {
    private final AddressPool pool;
    private final String directory;
    private final String temporary;
    private final List<IpAddress> taken = new ArrayList<>();

    /** Makes the file that reservations of {@code owner} are links to, {@code temporary}. */
    Reserving(AddressPool pool, String directory, String temporary, Attachment owner)
            throws ErrnoException {
        this.pool = pool;
        this.directory = directory;
        this.temporary = temporary;
        StateFiles.makeDirectories(directory);
        StateFiles.write(temporary, AttachmentStore.key(owner));
    }

    /** Notes that {@code address} was given out last on {@code networkCard}: a hint. */
    void setLast(int networkCard, IpAddress address) throws ErrnoException {
        String path = pool.lastPath(networkCard, address.isV6());
        StateFiles.hint(path, temporary + ".last", address.toString());
    }

    /**
     * Takes the first free address of {@code ranges}, or of what follows {@code behind} in them.
     *
     * @param behind null, or in none of them: all are looked at
     * @return null if none is free
     */
    @Nullable IpAddress takeNext(List<AddressRange> ranges, @Nullable IpAddress behind)
            throws ErrnoException {
        int start = behind == null ? -1 : AddressPool.indexOf(ranges, behind);
        if (behind == null || start < 0) {
            return takeFrom(ranges, 0);
        }
        AddressRange range = ranges.get(start);
        if (!behind.equals(range.last())) {
            IpAddress address = takeFirst(range.part(behind.plus(1), range.last()));
            if (address != null) {
                return address;
            }
        }
        return takeFrom(ranges, start + 1);
    }

    private @Nullable IpAddress takeFrom(List<AddressRange> ranges, int start)
            throws ErrnoException {
        for (int i = start; i < ranges.size(); i++) {
            IpAddress address = takeFirst(ranges.get(i));
            if (address != null) {
                return address;
            }
        }
        return null;
    }

    private @Nullable IpAddress takeFirst(AddressRange range) throws ErrnoException {
        IpAddress address = range.first();
        while (!pool.isUsable(address) || !take(address)) {
            if (address.equals(range.last())) {
                return null;
            }
            address = address.plus(1);
        }
        return address;
    }

    /** Takes {@code address}, whatever range it is in. Returns false if it is another's. */
    boolean take(IpAddress address) throws ErrnoException {
        String path = directory + "/" + address;
        try {
            Libc.link(temporary, path);
        } catch (ErrnoException e) {
            if (e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
        taken.add(address);
        StateFiles.syncDirectory(path);
        return true;
    }

    /** Gives back {@code addresses}, which were taken. */
    void giveBack(List<IpAddress> addresses) throws ErrnoException {
        for (IpAddress address : addresses) {
            StateFiles.remove(directory + "/" + address);
        }
        taken.removeAll(addresses);
    }

    /** Lets the owner have what was taken. */
    void keep() {
        taken.clear();
    }

    @Override
    public void close() throws ErrnoException {
        try {
            giveBack(List.copyOf(taken));
        } finally {
            StateFiles.remove(temporary);
        }
    }
}
