package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/** A rule that is in the kernel. */
record KernelRule(long handle, RuleForm form, @Nullable String comment) {}
