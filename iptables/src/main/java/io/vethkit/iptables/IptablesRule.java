package io.vethkit.iptables;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A rule of iptables.
 *
 * <pre>{@code
 * IptablesRule.to(Snat(node, RANDOM_FULLY)).notOut("vlan+").comment("AWS, SNAT").notDstType(LOCAL)
 * }</pre>
 *
 * @param insert whether it belongs in front of others' rules in a built-in chain, not behind them
 * @param source {@code -s}, or null for all
 * @param destination {@code -d}, or null for all
 * @param in {@code -i}, or null for all
 * @param out {@code -o}, or null for all
 * @param matches the extensions, in order
 * @param target {@code -j}
 */
public record IptablesRule(
        boolean insert,
        @Nullable PrefixMatch source,
        @Nullable PrefixMatch destination,
        @Nullable InterfaceMatch in,
        @Nullable InterfaceMatch out,
        List<XtMatch> matches,
        XtTarget target) {

    /** {@code -s} or {@code -d}; the prefix is that of a network, and not of length 0. */
    public record PrefixMatch(Prefix prefix, boolean inverted) {
        /** Checks the prefix. */
        public PrefixMatch {
            if (prefix.length() == 0) {
                throw new IllegalArgumentException("iptables knows no " + prefix);
            }
            prefix = prefix.network();
        }
    }

    /** {@code -i} or {@code -o}: a name, or with a final {@code +} how names start. */
    public record InterfaceMatch(String pattern, boolean inverted) {
        private static final int MAX_LENGTH = 15; // IFNAMSIZ counts the NUL

        /** Checks the name. */
        public InterfaceMatch {
            boolean good = pattern.length() <= MAX_LENGTH && !pattern.isEmpty();
            for (int i = 0; good && i < pattern.length(); i++) {
                good = pattern.charAt(i) > ' ' && pattern.charAt(i) < 127;
                good &= pattern.charAt(i) != '/' && pattern.charAt(i) != '"';
            }
            if (!good || pattern.equals("+") || pattern.startsWith("!")) {
                throw new IllegalArgumentException("interface name '" + pattern + "'");
            }
        }
    }

    /** Copies the matches. */
    public IptablesRule {
        matches = List.copyOf(matches);
    }

    /** A rule for all packets. */
    public static IptablesRule to(XtTarget target) {
        return new IptablesRule(false, null, null, null, null, List.of(), target);
    }

    /** A rule for all packets that jumps to {@code chain}. */
    public static IptablesRule jump(String chain) {
        return to(new XtTarget.Jump(chain));
    }

    /** {@code -I} instead of {@code -A}. */
    public IptablesRule atHead() {
        return new IptablesRule(true, source, destination, in, out, matches, target);
    }

    /** {@code -s}; all addresses are no condition. */
    public IptablesRule source(Prefix prefix) {
        PrefixMatch match = prefix.length() == 0 ? null : new PrefixMatch(prefix, false);
        return new IptablesRule(insert, match, destination, in, out, matches, target);
    }

    /** {@code -d}; all addresses are no condition. */
    public IptablesRule destination(Prefix prefix) {
        PrefixMatch match = prefix.length() == 0 ? null : new PrefixMatch(prefix, false);
        return new IptablesRule(insert, source, match, in, out, matches, target);
    }

    /** {@code ! -s}. */
    public IptablesRule notSource(Prefix prefix) {
        PrefixMatch match = new PrefixMatch(prefix, true);
        return new IptablesRule(insert, match, destination, in, out, matches, target);
    }

    /** {@code ! -d}. */
    public IptablesRule notDestination(Prefix prefix) {
        PrefixMatch match = new PrefixMatch(prefix, true);
        return new IptablesRule(insert, source, match, in, out, matches, target);
    }

    /** {@code -i}. */
    public IptablesRule in(String pattern) {
        InterfaceMatch match = new InterfaceMatch(pattern, false);
        return new IptablesRule(insert, source, destination, match, out, matches, target);
    }

    /** {@code ! -i}. */
    public IptablesRule notIn(String pattern) {
        InterfaceMatch match = new InterfaceMatch(pattern, true);
        return new IptablesRule(insert, source, destination, match, out, matches, target);
    }

    /** {@code -o}. */
    public IptablesRule out(String pattern) {
        InterfaceMatch match = new InterfaceMatch(pattern, false);
        return new IptablesRule(insert, source, destination, in, match, matches, target);
    }

    /** {@code ! -o}. */
    public IptablesRule notOut(String pattern) {
        InterfaceMatch match = new InterfaceMatch(pattern, true);
        return new IptablesRule(insert, source, destination, in, match, matches, target);
    }

    /** Returns this rule with another match behind those it has. */
    public IptablesRule match(XtMatch match) {
        List<XtMatch> more = new ArrayList<>(matches);
        more.add(match);
        return new IptablesRule(insert, source, destination, in, out, more, target);
    }

    /** {@code -m comment --comment}. */
    public IptablesRule comment(String text) {
        return match(new XtMatch.Comment(text));
    }

    /** {@code -m addrtype --dst-type}. */
    public IptablesRule dstType(AddressType type) {
        return match(new XtMatch.AddrType(type, false, false));
    }

    /** {@code -m addrtype ! --dst-type}. */
    public IptablesRule notDstType(AddressType type) {
        return match(new XtMatch.AddrType(type, true, false));
    }

    /** {@code -m conntrack --ctstate}. */
    public IptablesRule ctstate(XtMatch.Conntrack.State... states) {
        return match(new XtMatch.Conntrack(Set.of(states), false));
    }

    /** Returns the text of its first comment, or null. */
    public @Nullable String comment() {
        for (XtMatch match : matches) {
            if (match instanceof XtMatch.Comment comment) {
                return comment.comment();
            }
        }
        return null;
    }

    /** Returns the chain it jumps to, or null. */
    public @Nullable String jumpsTo() {
        return target instanceof XtTarget.Jump jump ? jump.chain() : null;
    }

    /** Throws unless its addresses are of {@code family}. */
    void requireFamily(Family family) {
        boolean v6 = family == Family.IP6;
        IpAddress to = target instanceof XtTarget.Snat snat ? snat.source() : null;
        boolean good =
                (source == null || source.prefix().address().isV6() == v6)
                        && (destination == null || destination.prefix().address().isV6() == v6)
                        && (to == null || to.isV6() == v6)
                        && !(target instanceof XtTarget.Reject reject && reject.v6() != v6);
        if (!good) {
            throw new IllegalArgumentException("a rule of " + family + ": " + this);
        }
    }

    /** Returns the rule as {@code iptables -S} prints it, without {@code -A} and the chain. */
    @Override
    public String toString() {
        return IptablesText.rule(this);
    }
}
