package io.vethkit.routing;

import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A policy rule. */
public record DesiredRule(Rule rule) implements TableEntry {
    @Override
    public @Nullable String device() {
        return null;
    }

    @Override
    public Request adding(int index) {
        return Rules.adding(rule);
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    @Override
    public Request deleting(int index) {
        return Rules.deleting(rule);
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        return kernel.has(rule) ? null : Difference.missing(this);
    }

    @Override
    public String command() {
        return command("add", rule);
    }

    @Override
    public String removalCommand() {
        return command("del", rule);
    }

    static String command(String verb, Rule rule) {
        String words = rule.toString();
        return rule.family() == AF_INET6
                ? "ip -6 rule " + verb + words.substring("-6".length())
                : "ip rule " + verb + " " + words;
    }

    @Override
    public String toString() {
        return "rule " + rule;
    }
}
