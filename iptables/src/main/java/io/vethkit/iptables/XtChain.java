package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/** A chain of a table of iptables that is there. */
final class XtChain {
    final String name;

    /** From how many rules of other chains it is jumped to, where a backend counts them. */
    int uses;

    final List<XtRule> rules = new ArrayList<>();

    XtChain(String name) {
        this.name = name;
    }
}
