package io.vethkit.iptables;

/** What rules of a table refer to by name, beside its chains. */
public sealed interface TableObject permits NamedCounter, NamedSet, NamedMap {
    /** Returns its name in the table. */
    String name();
}
