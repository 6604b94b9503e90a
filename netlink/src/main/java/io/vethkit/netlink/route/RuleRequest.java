package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;

/** A change to a rule. */
final class RuleRequest extends EntryRequest {
    private final Rule rule;

    RuleRequest(int type, int flags, String verb, Rule rule) {
        super(type, flags, verb, "rule", rule);
        this.rule = rule;
    }

    @Override
    public void encode(MessageWriter out) {
        RuleCodec.encode(rule, out);
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
