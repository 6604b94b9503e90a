package io.vethkit.iptables;

/**
 * A verdict that a map of the same table holds for a property: {@code tcp dport vmap @services}.
 *
 * @param selector the property of the packet
 * @param map the name of a verdict map
 */
public record VerdictLookup(Selector selector, String map) implements Statement {
    /** Checks that the property can be a key. */
    public VerdictLookup {
        if (!OperandCheck.isKey(selector.type())) {
            throw new IllegalArgumentException(selector.text() + " vmap @" + map);
        }
    }
}
