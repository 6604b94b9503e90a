package io.vethkit.netlink.route;

/**
 * Bits of a packet's firewall mark.
 *
 * @param value what they are, unsigned
 * @param mask which are looked at, unsigned
 */
public record Mark(int value, int mask) {
    /** Returns {@code 0x80/0x80}. */
    @Override
    public String toString() {
        return "0x" + Integer.toHexString(value) + "/0x" + Integer.toHexString(mask);
    }
}
