package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.linux.Socket.AF_INET;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.DumpInterruptedException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.Netlink;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.AddressReader;
import io.vethkit.netlink.route.Addresses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Lists while another thread changes what is listed. */
@ExtendWith(ThrowawayNetns.class)
class ConcurrentDumpIT {
    private static final int STABLE = 2000;
    private static final int PAUSE_NANOS = 300_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** Counts the starts of a dump, and how often each address came since the last. */
    private static final class Counter implements MessageVisitor {
        final AddressReader reader = new AddressReader();
        final Map<Prefix, Integer> seen = new HashMap<>();
        int starts;

        @Override
        public void start() {
            seen.clear();
            starts++;
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            seen.merge(reader.read(message).toAddress().prefix(), 1, Integer::sum);
        }
    }

    @Test
    @Timeout(60)
    void startsAgainAndThenListsEachAddressOnce() throws Exception {
        try (Lab lab = new Lab()) {
            addStableAddresses(lab);
            Thread churn = startChurn(lab.eth0);
            try {
                int retried = 0;
                int listed = 0;
                long deadline = System.nanoTime() + PATIENCE_NANOS;
                while ((retried == 0 || listed < 20) && System.nanoTime() < deadline) {
                    Counter counter = new Counter();
                    try {
                        lab.socket.dump(Addresses.listing(AF_INET, 0), counter);
                    } catch (DumpInterruptedException e) {
                        assertTrue(e.getMessage().startsWith("list addresses"), e.getMessage());
                        continue;
                    }
                    retried += counter.starts - 1;
                    listed++;
                    assertComplete(counter.seen);
                }
                assertTrue(retried > 0, "no dump was interrupted");
                assertTrue(listed > 0, "no dump succeeded");
            } finally {
                churn.interrupt();
                churn.join();
            }
        }
    }

    private static void assertComplete(Map<Prefix, Integer> seen) {
        for (int i = 0; i < STABLE; i++) {
            assertEquals(1, seen.get(stable(i)), stable(i)::toString);
        }
    }

    private static Prefix stable(int i) {
        return Prefix.host(IpAddress.parse("10.128.0.0").plus(i));
    }

    private static void addStableAddresses(Lab lab) throws IOException {
        Batch batch = lab.socket.batch();
        for (int i = 0; i < STABLE; i++) {
            batch.add(Addresses.adding(Address.of(stable(i), lab.eth1)));
        }
        batch.execute().throwFirstError();
    }

    private static Thread startChurn(int device) throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE);
        Address address = Address.of(prefix("10.64.0.1/32"), device);
        Thread churn =
                new Thread(
                        () -> {
                            try (socket) {
                                Addresses addresses = new Addresses(socket);
                                while (!Thread.interrupted()) {
                                    addresses.add(address);
                                    LockSupport.parkNanos(PAUSE_NANOS);
                                    addresses.delete(address);
                                    LockSupport.parkNanos(PAUSE_NANOS);
                                }
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        "churn");
        churn.start();
        return churn;
    }
}
