package io.vethkit.iptables;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A described rule in the kernel's terms. */
final class CompiledRule {
    private final byte[] expressions;
    private final String form;
    private final @Nullable String comment;
    private final String text;

    private CompiledRule(byte[] expressions, String form, @Nullable String comment, String text) {
        this.expressions = expressions;
        this.form = form;
        this.comment = comment;
        this.text = text;
    }

    /** Compiles {@code rule} of a table with these sets and maps, through {@code scratch}. */
    static CompiledRule of(Family family, List<String> sets, Rule rule, MessageWriter scratch) {
        new RuleCompiler(family, sets, scratch.clear()).compile(rule);
        byte[] expressions = new byte[scratch.position()];
        scratch.written().get(expressions);
        AttributeReader reader = new AttributeReader(scratch.written(), 0, expressions.length);
        String text = NftText.rule(family, rule);
        try {
            return new CompiledRule(expressions, RuleForm.of(reader).text(), rule.comment(), text);
        } catch (MalformedMessageException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Returns the expressions, without the attribute they lie in. */
    byte[] expressions() {
        return expressions;
    }

    /** Returns what the comment says, or null. */
    @Nullable String comment() {
        return comment;
    }

    /** Returns the rule as nft reads it. */
    String text() {
        return text;
    }

    boolean isSame(KernelRule rule) {
        return form.equals(rule.form().text())
                && (comment == null ? rule.comment() == null : comment.equals(rule.comment()));
    }
}
