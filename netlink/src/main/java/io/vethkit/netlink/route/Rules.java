package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;
import static io.vethkit.netlink.route.RtNetlink.RTM_DELRULE;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWRULE;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy routing rules of a network namespace, through a socket of {@code NETLINK_ROUTE} that
 * stays the caller's.
 *
 * <p>What changes a rule is also there as a {@link Request}, for batches. Not thread-safe.
 */
public final class Rules {
    private final NetlinkSocket socket;

    /** The rules of the namespace of {@code socket}. */
    public Rules(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds {@code rule}. Fails with {@code EEXIST} if it is there. */
    public void add(Rule rule) throws IOException {
        socket.execute(adding(rule));
    }

    /**
     * Deletes the first rule that has all selectors of {@code rule}. Fails with {@code ENOENT} if
     * there is none.
     */
    public void delete(Rule rule) throws IOException {
        socket.execute(deleting(rule));
    }

    /**
     * Returns the rules of {@code family} in their order; {@code AF_UNSPEC} is both. A kernel
     * without the family has none.
     */
    public List<Rule> list(int family) throws IOException {
        Collector collector = new Collector();
        try {
            socket.dump(listing(family), collector);
        } catch (NetlinkException e) {
            if (!e.is(Errno.EAFNOSUPPORT)) {
                throw e;
            }
        }
        return collector.rules;
    }

    /** Returns {@link #add} as a request. */
    public static Request adding(Rule rule) {
        return new RuleRequest(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, "add", rule);
    }

    /** Returns {@link #delete} as a request. */
    public static Request deleting(Rule rule) {
        return new RuleRequest(RTM_DELRULE, 0, "delete", rule);
    }

    /** Returns the request for {@link NetlinkSocket#dump} whose answers a reader takes. */
    public static Request listing(int family) {
        return Listing.ofRules(family);
    }

    private static final class Collector implements MessageVisitor {
        private final RuleReader reader = new RuleReader();
        final List<Rule> rules = new ArrayList<>();

        @Override
        public void start() {
            rules.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if (RuleReader.reads(message)) {
                rules.add(reader.read(message).toRule());
            }
        }
    }
}
