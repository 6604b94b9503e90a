package io.vethkit.netlink.route;

/** What the kernel takes as the name of a network interface. */
final class InterfaceName {
    private InterfaceName() {}

    /** Returns {@code name} if an interface can have it ({@code dev_valid_name}), else throws. */
    static String check(String name) {
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("interface name '" + name + "' has a colon");
        }
        return checkSelector(name);
    }

    /** Returns {@code name} if a rule can select it, which can be a name no interface can have. */
    static String checkSelector(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("interface name '" + name + "'");
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == 0 || c == ' ' || (c >= '\t' && c <= '\r')) {
                throw new IllegalArgumentException(
                        "interface name '" + name + "' has a slash or white space");
            }
            bytes += bytesOf(c);
        }
        if (bytes >= If.IFNAMSIZ) {
            throw new IllegalArgumentException(
                    "interface name '" + name + "' is longer than 15 bytes");
        }
        return name;
    }

    private static int bytesOf(char c) {
        if (c < 0x80 || c == '\ufffd') { // the latter stands for one byte that was no UTF-8
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
