package io.vethkit.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * A connection that the demo tries, and what must come of it.
 *
 * @param from who calls, in the words of {@link Places}
 * @param to who is called
 * @param v6 whether by IPv6
 * @param nodePort whether by a node port, behind which {@code to} is
 * @param seenAs whose address the called one sees: {@code own}, or a place; null: no answer
 * @param way the devices of the node that the request passes, in their order
 * @param why said about it afterwards; may be empty
 */
record Flow(
        String from,
        String to,
        boolean v6,
        boolean nodePort,
        @Nullable String seenAs,
        String way,
        String why) {
    /** The caller's own address is seen. */
    static final String OWN = "own";

    /** One by IPv4 in which the caller keeps its address. */
    static Flow of(String from, String to, String way) {
        return new Flow(from, to, false, false, OWN, way, "");
    }

    /** Returns the same by IPv6. */
    Flow ipv6() {
        return new Flow(from, to, true, nodePort, seenAs, way, why);
    }

    /** Returns the same by a node port. */
    Flow byNodePort() {
        return new Flow(from, to, v6, true, seenAs, way, why);
    }

    /** Returns the same with the address of {@code place} seen. */
    Flow seenAs(String place) {
        return new Flow(from, to, v6, nodePort, place, way, why);
    }

    /** Returns the same without an answer. */
    Flow unanswered() {
        return new Flow(from, to, v6, nodePort, null, way, why);
    }

    /** Returns the same, commented. */
    Flow because(String text) {
        return new Flow(from, to, v6, nodePort, seenAs, way, text);
    }

    /** Returns what programs know it by. */
    String id() {
        return (nodePort ? "nodeport-" : "tcp-") + from + "-" + to + (v6 ? "-v6" : "");
    }
}
