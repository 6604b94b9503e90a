package io.vethkit.netlink;

/** The text forms of addresses: RFC 4291 section 2.2 read, RFC 5952 written. */
final class IpAddressText {
    private static final int GROUPS = 8;

    private IpAddressText() {}

    static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : IpAddress.v4(parseV4(text, text));
    }

    private static int parseV4(String quad, String whole) {
        int bits = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? quad.indexOf('.', start) : quad.length();
            if (end <= start || end - start > 3 || (end - start > 1 && quad.charAt(start) == '0')) {
                throw malformed(whole);
            }
            int part = 0;
            for (int at = start; at < end; at++) {
                char c = quad.charAt(at);
                if (c < '0' || c > '9') {
                    throw malformed(whole);
                }
                part = part * 10 + c - '0';
            }
            if (part > 255) {
                throw malformed(whole);
            }
            bits = bits << 8 | part;
            start = end + 1;
        }
        return bits;
    }

    private static IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            if (fill(groups, text, text) != GROUPS) {
                throw malformed(text);
            }
        } else {
            int[] tail = new int[GROUPS];
            String head = text.substring(0, gap);
            if (head.indexOf('.') >= 0) { // a dotted quad stands at the very end only
                throw malformed(text);
            }
            int before = fill(groups, head, text);
            int after = fill(tail, text.substring(gap + 2), text);
            if (before + after >= GROUPS) {
                throw malformed(text);
            }
            System.arraycopy(tail, 0, groups, GROUPS - after, after);
        }
        return IpAddress.v6(word(groups, 0), word(groups, 4));
    }

    private static long word(int[] groups, int from) {
        long word = 0;
        for (int i = from; i < from + 4; i++) {
            word = word << 16 | groups[i];
        }
        return word;
    }

    /** Reads colon-separated groups into {@code groups}. Returns how many. */
    private static int fill(int[] groups, String part, String whole) {
        int count = 0;
        int start = 0;
        while (start < part.length()) {
            int end = part.indexOf(':', start);
            String group = part.substring(start, end < 0 ? part.length() : end);
            if (end < 0 && group.indexOf('.') >= 0) {
                int bits = parseV4(group, whole);
                count = put(groups, count, bits >>> 16, whole);
                return put(groups, count, bits & 0xffff, whole);
            }
            count = put(groups, count, hex(group, whole), whole);
            if (end == part.length() - 1) {
                throw malformed(whole);
            }
            start = end < 0 ? part.length() : end + 1;
        }
        return count;
    }

    private static int put(int[] groups, int count, int group, String whole) {
        if (count == GROUPS) {
            throw malformed(whole);
        }
        groups[count] = group;
        return count + 1;
    }

    private static int hex(String group, String whole) {
        if (group.isEmpty() || group.length() > 4) {
            throw malformed(whole);
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c <= 'f' ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw malformed(whole);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not an IP address: '" + text + "'");
    }

    static String format(IpAddress address) {
        StringBuilder text = new StringBuilder(39);
        if (address.isV6()) {
            formatV6(address, text);
        } else {
            formatV4((int) address.low(), text);
        }
        return text.toString();
    }

    private static void formatV4(int bits, StringBuilder text) {
        text.append(bits >>> 24).append('.').append(bits >>> 16 & 0xff);
        text.append('.').append(bits >>> 8 & 0xff).append('.').append(bits & 0xff);
    }

    private static void formatV6(IpAddress address, StringBuilder text) {
        if (address.high() == 0 && address.low() >>> 32 == 0xffff) {
            formatV4((int) address.low(), text.append("::ffff:"));
            return;
        }
        int gap = longestZeros(address);
        int gapEnd = gap < 0 ? -1 : gap + zerosFrom(address, gap);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i = gapEnd - 1;
                continue;
            }
            if (i > 0 && i != gapEnd) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, i)));
        }
    }

    private static int longestZeros(IpAddress address) {
        int best = -1;
        int longest = 1; // RFC 5952 section 4.2.2: a single group is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(address, i);
            if (zeros > longest) {
                best = i;
                longest = zeros;
            }
        }
        return best;
    }

    private static int zerosFrom(IpAddress address, int start) {
        int end = start;
        while (end < GROUPS && group(address, end) == 0) {
            end++;
        }
        return end - start;
    }

    private static int group(IpAddress address, int index) {
        long word = index < 4 ? address.high() : address.low();
        return (int) (word >>> (48 - 16 * (index % 4))) & 0xffff;
    }
}
