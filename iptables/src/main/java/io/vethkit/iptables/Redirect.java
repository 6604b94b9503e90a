package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Changes the destination of a connection to this node.
 *
 * @param ports the new port, or several to choose from; null keeps it
 * @param flags how to choose
 */
public record Redirect(Value.@Nullable Numbers ports, List<NatFlag> flags) implements Statement {
    /** Checks the ports. */
    public Redirect {
        Nat.requirePorts(ports);
        flags = List.copyOf(flags);
    }
}
