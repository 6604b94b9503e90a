package io.vethkit.linux;

import static io.vethkit.linux.Poll.POLLIN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors to wait for by poll(2), which stay the caller's. Not thread-safe.
 *
 * <pre>{@code
 * struct pollfd { int fd; short events, revents; };
 * }</pre>
 */
public final class PollSet {
    private static final int POLLFD = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final List<Fd> fds = new ArrayList<>();
    private ByteBuffer polled = ByteBuffer.allocateDirect(0);

    /** Nothing to wait for. */
    public PollSet() {}

    /** Adds a descriptor that is ready when it can be read. Returns its place. */
    public int add(Fd fd) {
        return add(fd, POLLIN);
    }

    /** Adds a descriptor that is ready by {@code events} of poll.h. Returns its place. */
    public int add(Fd fd, int events) {
        int place = fds.size();
        fds.add(fd);
        ByteBuffer wider = ByteBuffer.allocateDirect((place + 1) * POLLFD);
        wider.put(polled.rewind()).rewind();
        polled = wider.order(ByteOrder.nativeOrder());
        polled.putInt(place * POLLFD, fd.number());
        polled.putShort(place * POLLFD + EVENTS, (short) events);
        return place;
    }

    /**
     * Waits until any is ready.
     *
     * @param timeoutMillis negative waits for ever, 0 not at all
     * @return false if none is: the time is over, or a signal came
     */
    public boolean await(int timeoutMillis) throws ErrnoException {
        try {
            return Libc.poll(polled, timeoutMillis) > 0;
        } catch (ErrnoException e) {
            if (e.is(Errno.EINTR)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Tells whether that at {@code place} was ready, or broken, when {@link #await} returned true.
     */
    public boolean isReady(int place) {
        return polled.getShort(place * POLLFD + REVENTS) != 0;
    }
}
