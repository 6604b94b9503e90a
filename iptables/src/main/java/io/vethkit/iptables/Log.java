package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * Writes a line to the kernel's log at level {@code warn}.
 *
 * @param prefix how the line starts, up to 127 bytes, or null
 */
public record Log(@Nullable String prefix) implements Statement {
    /** Checks the prefix. */
    public Log {
        if (prefix != null) {
            Names.requireText("log prefix", prefix, 127); // NF_LOG_PREFIXLEN with its NUL
        }
    }
}
