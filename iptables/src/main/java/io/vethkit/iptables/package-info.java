/**
 * Rulesets of nf_tables as values, and the transactions that apply them.
 *
 * <pre>{@code
 * Ruleset ruleset =
 *         Ruleset.of(
 *                 Table.of(
 *                         Family.IP,
 *                         "aws-cni",
 *                         List.of(NamedSet.ofPrefixes("exempt-cidrs", prefixes)),
 *                         Chain.regular(
 *                                 "snat-mark",
 *                                 Rule.of(ipDaddr(in("exempt-cidrs")), returnVerdict()),
 *                                 Rule.of(ctMarkSet(ctMark().or(0x80))).comment("AWS"))));
 *
 * try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, namespace)) {
 *     new Nftables(socket).apply(ruleset);
 * }
 * }</pre>
 */
package io.vethkit.iptables;
