package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.route.Rule;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** A policy rule of the node with what it is for, in a line. */
final class RuleLine {
    private RuleLine() {}

    static String of(Rule rule) {
        int priority = rule.priority() == null ? 0 : rule.priority();
        boolean v6 = rule.family() == AF_INET6;
        return String.format(
                        Locale.ROOT,
                        v6 ? "%6d  %-32s table %-8s %s" : "%6d  %-24s table %-8s %s",
                        priority,
                        selector(rule),
                        table(rule.table()),
                        purpose(priority, v6))
                .stripTrailing();
    }

    private static String selector(Rule rule) {
        StringBuilder selector = new StringBuilder();
        append(selector, "iif ", rule.iif());
        append(selector, "from ", rule.from());
        append(selector, "to ", rule.to());
        append(selector, "fwmark ", rule.mark());
        return selector.isEmpty() ? "all" : selector.toString().strip();
    }

    private static void append(StringBuilder out, String name, @Nullable Object value) {
        if (value != null) {
            out.append(name).append(value).append(' ');
        }
    }

    private static String table(int number) {
        return switch (number) {
            case 253 -> "default";
            case 254 -> "main";
            case 255 -> "local";
            default -> Integer.toUnsignedString(number);
        };
    }

    private static String purpose(int priority, boolean v6) {
        return switch (priority) {
            case 0, 20 -> "the node itself";
            case 10 -> "a branch ENI's: its VLAN";
            case 512 -> "to a pod: its veth";
            case 1024 -> v6 ? "replies of node ports: eth0" : "off the VPC: eth0, SNAT";
            case 1536 -> "within the VPC: its own ENI";
            case 32765 -> "the ENI's own address";
            default -> "";
        };
    }
}
