package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Changes the source of a connection to the address of the outgoing interface.
 *
 * @param ports the new port, or several to choose from; null keeps it where possible
 * @param flags how to choose
 */
public record Masquerade(Value.@Nullable Numbers ports, List<NatFlag> flags) implements Statement {
    /** Checks the ports. */
    public Masquerade {
        Nat.requirePorts(ports);
        flags = List.copyOf(flags);
    }
}
