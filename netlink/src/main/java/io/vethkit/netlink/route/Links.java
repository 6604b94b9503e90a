package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.RtNetlink.RTM_DELLINK;
import static io.vethkit.netlink.route.RtNetlink.RTM_GETLINK;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWLINK;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The links of a network namespace, through a socket of {@code NETLINK_ROUTE} that stays the
 * caller's.
 *
 * <p>What changes a link is also there as a {@link Request}, for batches. Not thread-safe.
 */
public final class Links {
    private final NetlinkSocket socket;

    /** The links of the namespace of {@code socket}. */
    public Links(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Makes {@code link}. Fails with {@code EEXIST} if there is one of that name. */
    public void add(Link link) throws IOException {
        socket.execute(adding(link));
    }

    /**
     * Makes {@code link} in another namespace, its parent being in this one. Fails with {@code
     * EEXIST} if there is one of that name.
     */
    public void addTo(Fd namespace, Link link) throws IOException {
        socket.execute(addingTo(namespace, link));
    }

    /**
     * Changes the link of the index or else the name of {@code change}: what is not null, and to up
     * if it is up. Fails with {@code ENODEV} if there is none.
     */
    public void set(Link change) throws IOException {
        socket.execute(setting(change));
    }

    /** As {@link #set}, by index, and gives the link the name of {@code change}. */
    public void rename(Link change) throws IOException {
        socket.execute(renaming(change));
    }

    /** As {@link #set}, and switches the link off. */
    public void setDown(Link change) throws IOException {
        socket.execute(settingDown(change));
    }

    /** Moves the link to another namespace. Fails with {@code ENODEV} if there is none. */
    public void move(int index, Fd namespace) throws IOException {
        socket.execute(moving(index, namespace));
    }

    /** Deletes the link. Fails with {@code ENODEV} if there is none. */
    public void delete(int index) throws IOException {
        socket.execute(deleting(index));
    }

    /** Deletes the link. Fails with {@code ENODEV} if there is none. */
    public void delete(String name) throws IOException {
        socket.execute(deleting(name));
    }

    /** Returns the link. Fails with {@code ENODEV} if there is none. */
    public Link get(int index) throws IOException {
        return get(new LinkReference(RTM_GETLINK, "get", index, null, null));
    }

    /** Returns the link of that name. Fails with {@code ENODEV} if there is none. */
    public Link get(String name) throws IOException {
        return get(new LinkReference(RTM_GETLINK, "get", 0, name, null));
    }

    /** Returns the link of that name, or null. */
    public @Nullable Link find(String name) throws IOException {
        try {
            return get(name);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODEV)) {
                return null;
            }
            throw e;
        }
    }

    /** Returns the link of that index, or null. */
    public @Nullable Link find(int index) throws IOException {
        try {
            return get(index);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODEV)) {
                return null;
            }
            throw e;
        }
    }

    private Link get(Request request) throws IOException {
        Collector collector = new Collector(LinkFilter.ALL);
        socket.get(request, collector);
        if (collector.links.isEmpty()) {
            throw new MalformedMessageException("no answer to " + request.describe());
        }
        return collector.links.get(0);
    }

    /** Returns all links. */
    public List<Link> list() throws IOException {
        return list(LinkFilter.ALL);
    }

    /** Returns the links of {@code filter}. */
    public List<Link> list(LinkFilter filter) throws IOException {
        Collector collector = new Collector(filter);
        socket.dump(listing(filter), collector);
        return collector.links;
    }

    /** Returns {@link #add} as a request. */
    public static Request adding(Link link) {
        return new LinkAddition(link, null);
    }

    /** Returns {@link #addTo} as a request. */
    public static Request addingTo(Fd namespace, Link link) {
        return new LinkAddition(link, namespace);
    }

    /** Returns {@link #set} as a request. */
    public static Request setting(Link change) {
        return new LinkChange(change, false, false);
    }

    /** Returns {@link #rename} as a request. */
    public static Request renaming(Link change) {
        return new LinkChange(change, true, false);
    }

    /** Returns {@link #setDown} as a request. */
    public static Request settingDown(Link change) {
        return new LinkChange(change, false, true);
    }

    /** Returns {@link #move} as a request. */
    public static Request moving(int index, Fd namespace) {
        return new LinkReference(RTM_NEWLINK, "move", index, null, namespace);
    }

    /** Returns {@link #delete(int)} as a request. */
    public static Request deleting(int index) {
        return new LinkReference(RTM_DELLINK, "delete", index, null, null);
    }

    /** Returns {@link #delete(String)} as a request. */
    public static Request deleting(String name) {
        return new LinkReference(RTM_DELLINK, "delete", 0, name, null);
    }

    /** Returns the request for {@link NetlinkSocket#dump} whose answers a reader takes. */
    public static Request listing(LinkFilter filter) {
        return new LinkListing(filter);
    }

    private static final class Collector implements MessageVisitor {
        private final LinkReader reader = new LinkReader();
        private final LinkFilter filter;
        final List<Link> links = new ArrayList<>();

        Collector(LinkFilter filter) {
            this.filter = filter;
        }

        @Override
        public void start() {
            links.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if (LinkReader.reads(message) && reader.read(message).matches(filter)) {
                links.add(reader.toLink());
            }
        }
    }
}
