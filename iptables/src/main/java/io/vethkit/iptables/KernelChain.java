package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain that is in the kernel.
 *
 * @param type of a base chain; of others, null
 * @param hook {@code enum nf_inet_hooks}
 * @param policy {@code NF_DROP} or {@code NF_ACCEPT}
 * @param rules in order
 */
record KernelChain(
        String name,
        @Nullable String type,
        int hook,
        int priority,
        int policy,
        @Nullable String comment,
        List<KernelRule> rules) {
    KernelChain(
            String name,
            @Nullable String type,
            int hook,
            int priority,
            int policy,
            @Nullable String comment) {
        this(name, type, hook, priority, policy, comment, new ArrayList<>());
    }

    /** Tells whether all but the policy, which can be changed, is as described. */
    boolean isSame(Chain chain) {
        BaseChain base = chain.base();
        boolean samePlace =
                base == null
                        ? type == null
                        : base.type().text.equals(type)
                                && base.hook().number == hook
                                && base.priority() == priority;
        String text = chain.comment();
        return samePlace && (text == null ? comment == null : text.equals(comment));
    }
}
