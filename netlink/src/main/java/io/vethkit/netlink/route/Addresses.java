package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;
import static io.vethkit.netlink.Netlink.NLM_F_REPLACE;
import static io.vethkit.netlink.route.RtNetlink.RTM_DELADDR;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWADDR;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The IP addresses of a network namespace, through a socket of {@code NETLINK_ROUTE} that stays the
 * caller's.
 *
 * <p>What changes an address is also there as a {@link Request}, for batches. Not thread-safe.
 */
public final class Addresses {
    private final NetlinkSocket socket;

    /** The addresses of the namespace of {@code socket}. */
    public Addresses(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds {@code address}. Fails with {@code EEXIST} if it is there. */
    public void add(Address address) throws IOException {
        socket.execute(adding(address));
    }

    /** Adds {@code address}, or changes its flags if it is there. */
    public void replace(Address address) throws IOException {
        socket.execute(replacing(address));
    }

    /** Deletes {@code address}. Fails with {@code EADDRNOTAVAIL} if it is not there. */
    public void delete(Address address) throws IOException {
        socket.execute(deleting(address));
    }

    /** Returns the addresses of {@code family}, {@code AF_UNSPEC} for both. */
    public List<Address> list(int family) throws IOException {
        return list(family, 0);
    }

    /**
     * Returns the addresses of the link of index {@code device}; none if there is no such link.
     *
     * @param family {@code AF_INET}, {@code AF_INET6} or {@code AF_UNSPEC} for both
     */
    public List<Address> list(int family, int device) throws IOException {
        Collector collector = new Collector(device);
        try {
            socket.dump(listing(family, device), collector);
        } catch (ErrnoException e) {
            if (device == 0 || !e.is(Errno.ENODEV)) {
                throw e;
            }
        }
        return collector.addresses;
    }

    /** Returns {@link #add} as a request. */
    public static Request adding(Address address) {
        return new AddressRequest(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "add", address);
    }

    /** Returns {@link #replace} as a request. */
    public static Request replacing(Address address) {
        return new AddressRequest(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, "replace", address);
    }

    /** Returns {@link #delete} as a request. */
    public static Request deleting(Address address) {
        return new AddressRequest(RTM_DELADDR, 0, "delete", address);
    }

    /**
     * Returns the request for {@link NetlinkSocket#dump} whose answers a reader takes.
     *
     * @param device the index of a link, or 0 for all
     */
    public static Request listing(int family, int device) {
        return Listing.ofAddresses(family, device);
    }

    private static final class Collector implements MessageVisitor {
        private final AddressReader reader = new AddressReader();
        private final int device;
        final List<Address> addresses = new ArrayList<>();

        Collector(int device) {
            this.device = device;
        }

        @Override
        public void start() {
            addresses.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if (AddressReader.reads(message)
                    && (reader.read(message).device() == device || device == 0)) {
                addresses.add(reader.toAddress());
            }
        }
    }
}
