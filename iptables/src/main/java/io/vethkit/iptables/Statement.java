package io.vethkit.iptables;

/** A part of a rule, which looks at a packet or does something with it. */
public sealed interface Statement
        permits Match,
                VerdictLookup,
                SetMark,
                Count,
                Verdict,
                Nat,
                Masquerade,
                Redirect,
                Reject,
                Log {}
