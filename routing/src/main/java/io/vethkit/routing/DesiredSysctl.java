package io.vethkit.routing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;

/**
 * A kernel parameter. One that the kernel does not have, as where IPv6 is off, is left out.
 *
 * @param key its path below {@code /proc/sys}, such as {@code net/ipv4/ip_forward}
 * @param value what it shall read
 */
public record DesiredSysctl(String key, String value) implements Desired {
    /** Tells whether it is a parameter of one of these links. */
    boolean isOfOneOf(Set<String> links) {
        for (String link : links) {
            if (key.contains("/" + link + "/")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the link whose parameter it is, or null if it is of none. */
    @Nullable String device() {
        int end = key.lastIndexOf('/');
        int start = end < 0 ? -1 : key.lastIndexOf('/', end - 1);
        boolean isOfLink =
                start > 0
                        && (key.startsWith("conf", start - "conf".length())
                                || key.startsWith("neigh", start - "neigh".length()));
        return isOfLink ? key.substring(start + 1, end) : null;
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        String present = kernel.sysctl(key);
        return present == null || present.equals(value)
                ? null
                : Difference.unlike(this, "value", present, value);
    }

    @Override
    public String command() {
        return "sysctl -w " + key + "=" + value;
    }

    @Override
    public @Nullable String removalCommand() {
        return null;
    }

    @Override
    public String toString() {
        return "sysctl " + key;
    }
}
