package io.vethkit.iptables;

/** What a map holds for a key. */
public sealed interface Datum permits Value, Verdict {}
