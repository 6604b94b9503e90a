package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a packet.
 *
 * @param kind the verb
 * @param chain where {@link Kind#JUMP} and {@link Kind#GOTO} lead, null for the others
 */
public record Verdict(Kind kind, @Nullable String chain) implements Statement, Datum {
    /** The verbs. */
    public enum Kind {
        ACCEPT("accept", NfTables.NF_ACCEPT),
        DROP("drop", NfTables.NF_DROP),
        CONTINUE("continue", NfTables.NFT_CONTINUE),
        RETURN("return", NfTables.NFT_RETURN),
        JUMP("jump", NfTables.NFT_JUMP),
        GOTO("goto", NfTables.NFT_GOTO);

        final String text;
        final int code;

        Kind(String text, int code) {
            this.text = text;
            this.code = code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("verdict " + code);
        }
    }

    /** Checks that there is a chain if one is needed. */
    public Verdict {
        if ((chain != null) != (kind == Kind.JUMP || kind == Kind.GOTO)) {
            throw new IllegalArgumentException(kind.text + " " + chain);
        }
    }
}
