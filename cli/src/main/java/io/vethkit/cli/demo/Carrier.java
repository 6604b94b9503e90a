package io.vethkit.cli.demo;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.io.InterruptedIOException;

/** The carrier of new links, which the kernel notices within a second; until then they drop. */
final class Carrier {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final int RTM_GETLINK = 18; // linux/rtnetlink.h
    private static final int IFINFOMSG_LENGTH = 16;
    private static final int IFI_FLAGS = 8;
    private static final int IFF_UP = 1; // linux/if.h
    private static final int IFF_RUNNING = 1 << 6;

    private Carrier() {}

    /** Waits until all links of {@code namespace} that are up have it. */
    static void await(NetworkNamespace namespace) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Missing missing = new Missing();
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE, namespace)) {
            socket.dump(new Listing(), missing);
            while (missing.count > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(missing.count + " links of " + namespace + " are dead");
                }
                pause();
                socket.dump(new Listing(), missing);
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for carrier");
        }
    }

    private static final class Missing implements MessageVisitor {
        private int count;

        @Override
        public void start() {
            count = 0;
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if ((message.u32(IFI_FLAGS) & (IFF_UP | IFF_RUNNING)) == IFF_UP) {
                count++;
            }
        }
    }

    private record Listing() implements Request {
        @Override
        public int type() {
            return RTM_GETLINK;
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(MessageWriter out) {
            out.u32(0).u32(0).u32(0).u32(0); // struct ifinfomsg: all links
        }

        @Override
        public String describe() {
            return "list links";
        }

        @Override
        public int headerLength() {
            return IFINFOMSG_LENGTH;
        }

        @Override
        public String attributeName(int parent, int type) {
            return "IFLA_" + type;
        }
    }
}
