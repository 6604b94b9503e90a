package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Checks names and comments. */
final class Names {
    private static final int MAX_COMMENT = 127; // nft's limit of 128 counts the NUL
    private static final int MAX_NAME = 255; // NFT_NAME_MAXLEN counts the NUL

    private Names() {}

    /** Throws unless {@code name} can be that of an object: what nft reads without quotes. */
    static void requireName(String object, String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME && isLetter(name.charAt(0));
        for (int i = 1; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || (c >= '0' && c <= '9') || "/_.-".indexOf(c) >= 0;
        }
        if (!good) {
            throw new IllegalArgumentException(object + " name '" + name + "'");
        }
        if (Keywords.contains(name)) {
            throw new IllegalArgumentException(object + " name '" + name + "' is a word of nft");
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static void requireComment(@Nullable String comment) {
        if (comment != null) {
            requireText("comment", comment, MAX_COMMENT);
        }
    }

    static void requireText(String what, String text, int maxBytes) {
        boolean good = text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
        for (int i = 0; good && i < text.length(); i++) {
            good = text.charAt(i) >= ' ' && text.charAt(i) != '"';
        }
        if (!good) {
            throw new IllegalArgumentException(what + " '" + text + "'");
        }
    }
}
