package io.vethkit.routing;

import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A policy rule that shall not be there, and comes back when the description goes. */
public record AbsentRule(Rule rule) implements TableEntry {
    @Override
    public @Nullable String device() {
        return null;
    }

    /** Returns the request that removes the rule, whoever made it. */
    @Override
    public Request adding(int index) {
        return Rules.deleting(rule.protocol(0));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    /** Returns the request that brings the rule back. */
    @Override
    public Request deleting(int index) {
        return Rules.adding(rule);
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        return kernel.has(rule)
                ? new Difference(this, "rule " + rule + " is there but should not be")
                : null;
    }

    @Override
    public String command() {
        return DesiredRule.command("del", rule);
    }

    @Override
    public String removalCommand() {
        return DesiredRule.command("add", rule);
    }

    @Override
    public String toString() {
        return "absence of rule " + rule;
    }
}
