package io.vethkit.iptables;

import io.vethkit.iptables.IptablesRule.InterfaceMatch;
import io.vethkit.iptables.IptablesRule.PrefixMatch;

import org.jspecify.annotations.Nullable;

/** Rules as {@code iptables -S} prints them. */
final class IptablesText {
    private IptablesText() {}

    /** Returns how commands on {@code table} start. */
    static String command(IptablesTable table, FilterBackend backend) {
        String tool = table.family() == Family.IP6 ? "ip6tables" : "iptables";
        String sort = backend == FilterBackend.IPTABLES_NFT ? "-nft -t " : "-legacy -w -t ";
        return tool + sort + table.name();
    }

    static String rule(IptablesRule rule) {
        StringBuilder text = new StringBuilder(96);
        address(text, "-s ", rule.source());
        address(text, "-d ", rule.destination());
        device(text, "-i ", rule.in());
        device(text, "-o ", rule.out());
        for (XtMatch match : rule.matches()) {
            text.append(match.text()).append(' ');
        }
        return text.append("-j ").append(rule.target().text()).toString();
    }

    private static void address(StringBuilder text, String option, @Nullable PrefixMatch match) {
        if (match != null) {
            text.append(match.inverted() ? "! " : "").append(option);
            text.append(match.prefix()).append(' ');
        }
    }

    private static void device(StringBuilder text, String option, @Nullable InterfaceMatch match) {
        if (match != null) {
            text.append(match.inverted() ? "! " : "").append(option);
            text.append(match.pattern()).append(' ');
        }
    }

    /** Returns a value as iptables prints it: quoted unless it needs no quotes. */
    static String quoted(String value) {
        boolean plain = !value.isEmpty();
        for (int i = 0; plain && i < value.length(); i++) {
            plain = isPlain(value.charAt(i));
        }
        if (plain) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append("\"\\'".indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return text.append('"').toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }
}
