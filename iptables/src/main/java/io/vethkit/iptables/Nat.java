package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Changes the source or destination of a connection: {@code snat to 10.0.0.4 fully-random}.
 *
 * @param kind which of the two
 * @param addresses the new address, or several to choose from
 * @param ports the new port, or several to choose from; null keeps it where possible
 * @param flags how to choose
 */
public record Nat(
        Kind kind, Value.Addresses addresses, Value.@Nullable Numbers ports, List<NatFlag> flags)
        implements Statement {
    /** Which end of a connection. */
    public enum Kind {
        SNAT("snat"),
        DNAT("dnat");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Checks the ports. */
    public Nat {
        requirePorts(ports);
        flags = List.copyOf(flags);
    }

    static void requirePorts(Value.@Nullable Numbers ports) {
        if (ports != null && (ports.first() == 0 || ports.last() >>> 16 != 0)) {
            throw new IllegalArgumentException("ports " + ports);
        }
    }
}
