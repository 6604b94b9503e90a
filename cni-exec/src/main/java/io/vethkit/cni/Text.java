package io.vethkit.cni;

/** What the protocol says about names, and how values are shown in errors. */
final class Text {
    private static final int SHOWN_CHARS = 120;
    private static final int IFNAMSIZ = 16; // include/uapi/linux/if.h, with the final NUL

    /** Tells whether {@code id} is a container id or network name: [a-zA-Z0-9][a-zA-Z0-9_.-]*. */
    static boolean isIdentifier(String id) {
        if (id.isEmpty() || !isAlphanumeric(id.charAt(0))) {
            return false;
        }
        for (int i = 1; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the kernel and the protocol take {@code name} for an interface. */
    static boolean isInterfaceName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == ':' || c == 0 || isSpace(c)) {
                return false;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes < IFNAMSIZ;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** {@code value} as it may stand in an error: on one line and not endless. */
    static String shown(String value) {
        StringBuilder out = new StringBuilder(Math.min(value.length(), SHOWN_CHARS));
        for (int i = 0; i < value.length(); i++) {
            if (out.length() == SHOWN_CHARS) {
                return out.append('…').toString();
            }
            char c = value.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : c);
        }
        return out.toString();
    }

    private Text() {}
}
