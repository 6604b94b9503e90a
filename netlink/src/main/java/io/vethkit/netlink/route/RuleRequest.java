package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** A change to a rule. */
final class RuleRequest implements Request {
    private final int type;
    private final int flags;
    private final String verb;
    private final Rule rule;

    RuleRequest(int type, int flags, String verb, Rule rule) {
        this.type = type;
        this.flags = flags;
        this.verb = verb;
        this.rule = rule;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public void encode(MessageWriter out) {
        RuleCodec.encode(rule, out);
    }

    @Override
    public String describe() {
        return verb + " rule " + rule;
    }

    @Override
    public int headerLength() {
        return RuleCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return FibRules.ruleAttribute(attribute);
    }
}
