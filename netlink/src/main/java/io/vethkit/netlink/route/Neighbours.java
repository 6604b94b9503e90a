package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;
import static io.vethkit.netlink.Netlink.NLM_F_REPLACE;
import static io.vethkit.netlink.route.RtNetlink.RTM_DELNEIGH;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWNEIGH;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The neighbours that a network namespace knows, through a socket of {@code NETLINK_ROUTE} that
 * stays the caller's.
 *
 * <p>What changes a neighbour is also there as a {@link Request}, for batches. Not thread-safe.
 */
public final class Neighbours {
    private final NetlinkSocket socket;

    /** The neighbours of the namespace of {@code socket}. */
    public Neighbours(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds {@code neighbour}. Fails with {@code EEXIST} if it is there. */
    public void add(Neighbour neighbour) throws IOException {
        socket.execute(adding(neighbour));
    }

    /** Adds {@code neighbour}, or puts it in the place of what is known of the address. */
    public void replace(Neighbour neighbour) throws IOException {
        socket.execute(replacing(neighbour));
    }

    /** Deletes {@code neighbour}. Fails with {@code ENOENT} if it is not there. */
    public void delete(Neighbour neighbour) throws IOException {
        socket.execute(deleting(neighbour));
    }

    /** Returns the neighbours of {@code family}, {@code AF_UNSPEC} for both, without proxies. */
    public List<Neighbour> list(int family) throws IOException {
        return list(family, 0);
    }

    /**
     * Returns the neighbours on the link of index {@code device}, without proxies.
     *
     * @param family {@code AF_INET}, {@code AF_INET6} or {@code AF_UNSPEC} for both
     */
    public List<Neighbour> list(int family, int device) throws IOException {
        return list(listing(family, device), device);
    }

    /** Returns the addresses of {@code family} that are answered for on behalf of others. */
    public List<Neighbour> listProxies(int family) throws IOException {
        return list(Listing.ofNeighbours(family, 0, Neighbor.NTF_PROXY), 0);
    }

    private List<Neighbour> list(Request request, int device) throws IOException {
        Collector collector = new Collector(device);
        socket.dump(request, collector);
        return collector.neighbours;
    }

    /** Returns {@link #add} as a request. */
    public static Request adding(Neighbour neighbour) {
        return new NeighbourRequest(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, "add", neighbour);
    }

    /** Returns {@link #replace} as a request. */
    public static Request replacing(Neighbour neighbour) {
        int flags = NLM_F_CREATE | NLM_F_REPLACE;
        return new NeighbourRequest(RTM_NEWNEIGH, flags, "replace", neighbour);
    }

    /** Returns {@link #delete} as a request. */
    public static Request deleting(Neighbour neighbour) {
        return new NeighbourRequest(RTM_DELNEIGH, 0, "delete", neighbour);
    }

    /**
     * Returns the request for {@link NetlinkSocket#dump} whose answers a reader takes.
     *
     * @param device the index of a link, or 0 for all
     */
    public static Request listing(int family, int device) {
        return Listing.ofNeighbours(family, device, 0);
    }

    private static final class Collector implements MessageVisitor {
        private final NeighbourReader reader = new NeighbourReader();
        private final int device;
        final List<Neighbour> neighbours = new ArrayList<>();

        Collector(int device) {
            this.device = device;
        }

        @Override
        public void start() {
            neighbours.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if (NeighbourReader.reads(message)
                    && (reader.read(message).device() == device || device == 0)) {
                neighbours.add(reader.toNeighbour());
            }
        }
    }
}
