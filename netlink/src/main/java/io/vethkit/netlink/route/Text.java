package io.vethkit.netlink.route;

import org.jspecify.annotations.Nullable;

/** Writes the arguments of {@code ip}. */
final class Text {
    private Text() {}

    /** Appends {@code word} and {@code value}, unless the value is null. */
    static void append(StringBuilder text, String word, @Nullable Object value) {
        if (value != null) {
            text.append(word).append(value);
        }
    }

    /** Appends {@code word} and the unsigned {@code value}, unless it is null. */
    static void appendUnsigned(StringBuilder text, String word, @Nullable Integer value) {
        if (value != null) {
            text.append(word).append(Integer.toUnsignedString(value));
        }
    }

    /** Appends the device of index {@code device}, unless it is null. */
    static void appendDevice(StringBuilder text, @Nullable Integer device) {
        append(text, " dev #", device);
    }

    /** Returns the word of {@code ip} for a scope. */
    static String scope(int scope) {
        return switch (scope) {
            case RtNetlink.RT_SCOPE_UNIVERSE -> "global";
            case RtNetlink.RT_SCOPE_SITE -> "site";
            case RtNetlink.RT_SCOPE_LINK -> "link";
            case RtNetlink.RT_SCOPE_HOST -> "host";
            case RtNetlink.RT_SCOPE_NOWHERE -> "nowhere";
            default -> Integer.toString(scope);
        };
    }

    /** Returns the word of {@code ip} for a type of route. */
    static String routeType(int type) {
        return switch (type) {
            case RtNetlink.RTN_UNICAST -> "unicast";
            case RtNetlink.RTN_LOCAL -> "local";
            case RtNetlink.RTN_BROADCAST -> "broadcast";
            case RtNetlink.RTN_ANYCAST -> "anycast";
            case RtNetlink.RTN_MULTICAST -> "multicast";
            case RtNetlink.RTN_BLACKHOLE -> "blackhole";
            case RtNetlink.RTN_UNREACHABLE -> "unreachable";
            case RtNetlink.RTN_PROHIBIT -> "prohibit";
            case RtNetlink.RTN_THROW -> "throw";
            default -> Integer.toString(type);
        };
    }
}
