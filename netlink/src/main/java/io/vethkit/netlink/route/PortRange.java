package io.vethkit.netlink.route;

/**
 * Ports of TCP, UDP and their like.
 *
 * @param first the lowest, from 1
 * @param last the highest, up to 65534 if it is not the first
 */
public record PortRange(int first, int last) {
    /** Checks the range and the order. */
    public PortRange {
        if (first < 1 || last < first || last > 65535) {
            throw new IllegalArgumentException("ports " + first + "-" + last);
        }
    }

    /** Returns one port. */
    public static PortRange of(int port) {
        return new PortRange(port, port);
    }

    /** Returns {@code 80} or {@code 80-90}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
