package io.vethkit.it.iptables;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.XtMatch;
import io.vethkit.iptables.XtTarget;
import io.vethkit.iptables.XtTarget.Connmark;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Descriptions of all that can be described, at random. */
final class RandomRules {
    private static final IptablesOwner OWNER = new IptablesOwner(List.of("OURS-"), List.of("ours"));
    private static final List<String> NAMES = List.of("OURS-a", "OURS-b", "OURS-c", "OURS-d");
    private static final String[] DEVICES = {"eth0", "eni+", "vlan+", "abcdefghijklmno", "x+"};
    private static final String[] COMMENTS = {
        "ours", "ours, two words", "ours \\ it's", "ours -j DROP", "ours-" + "y".repeat(250)
    };

    private final Random random;
    private final Family family;

    private RandomRules(Random random, Family family) {
        this.random = random;
        this.family = family;
    }

    static IptablesRules of(Random random) {
        List<IptablesTable> tables = new ArrayList<>();
        for (Family family : new Family[] {Family.IP, Family.IP6}) {
            RandomRules rules = new RandomRules(random, family);
            tables.add(rules.table("nat", "PREROUTING", "POSTROUTING"));
            tables.add(rules.table("mangle", "PREROUTING", "FORWARD"));
            tables.add(rules.table("filter", "INPUT", "FORWARD"));
        }
        return new IptablesRules(tables);
    }

    private IptablesTable table(String table, String... builtIn) {
        List<String> own = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                own.add(name);
            }
        }
        List<IptablesChain> chains = new ArrayList<>();
        for (String chain : builtIn) {
            chains.add(new IptablesChain(chain, rules(table, chain, own)));
        }
        for (int i = 0; i < own.size(); i++) {
            List<String> later = own.subList(i + 1, own.size()); // no loops
            chains.add(new IptablesChain(own.get(i), rules(table, own.get(i), later)));
        }
        return new IptablesTable(family, table, OWNER, chains);
    }

    private List<IptablesRule> rules(String table, String chain, List<String> targets) {
        List<IptablesRule> rules = new ArrayList<>();
        int inserted = random.nextInt(2);
        for (int i = random.nextInt(5); i > 0; i--) {
            IptablesRule rule = rule(table, chain, targets);
            rules.add(chain.startsWith("OURS") || rules.size() >= inserted ? rule : rule.atHead());
        }
        return rules;
    }

    private IptablesRule rule(String table, String chain, List<String> targets) {
        IptablesRule rule = IptablesRule.to(target(table, chain, targets));
        boolean in = !chain.equals("POSTROUTING") && !chain.startsWith("OURS");
        boolean out = chain.equals("POSTROUTING") || chain.equals("FORWARD");
        String device = DEVICES[random.nextInt(DEVICES.length)];
        if (in && random.nextBoolean()) {
            rule = random.nextBoolean() ? rule.in(device) : rule.notIn(device);
        }
        if (out && random.nextBoolean()) {
            rule = random.nextBoolean() ? rule.out(device) : rule.notOut(device);
        }
        if (random.nextInt(3) == 0) {
            rule = random.nextBoolean() ? rule.source(prefix()) : rule.notSource(prefix());
        }
        if (random.nextInt(3) == 0) {
            rule =
                    random.nextBoolean()
                            ? rule.destination(prefix())
                            : rule.notDestination(prefix());
        }
        if (random.nextBoolean()) {
            rule = rule.match(match(chain));
        }
        rule = rule.comment(COMMENTS[random.nextInt(COMMENTS.length)]);
        return random.nextInt(3) == 0 ? rule.match(match(chain)) : rule;
    }

    private Prefix prefix() {
        if (family == Family.IP6) {
            long high = 0x20010db8_00000000L | (random.nextInt() & 0xffffffffL);
            IpAddress address = IpAddress.v6(high, random.nextLong());
            return new Prefix(address, 1 + random.nextInt(128)).network();
        }
        IpAddress address = IpAddress.v4(10 << 24 | random.nextInt(1 << 24));
        return new Prefix(address, 5 + random.nextInt(28)).network();
    }

    private XtMatch match(String chain) {
        boolean inverted = random.nextBoolean();
        int mask = random.nextBoolean() ? -1 : 0xff0;
        return switch (random.nextInt(5)) {
            case 0 -> {
                boolean limit = chain.equals("PREROUTING") && random.nextBoolean();
                yield new XtMatch.AddrType(AddressType.LOCAL, inverted, limit);
            }
            case 1 -> new XtMatch.Conntrack(states(XtMatch.Conntrack.State.values()), inverted);
            case 2 ->
                    new XtMatch.State(
                            states(
                                    XtMatch.Conntrack.State.NEW,
                                    XtMatch.Conntrack.State.ESTABLISHED,
                                    XtMatch.Conntrack.State.RELATED,
                                    XtMatch.Conntrack.State.INVALID),
                            inverted);
            case 3 -> new XtMatch.Mark(random.nextInt() & mask, mask, inverted);
            default -> new XtMatch.Connmark(random.nextInt() & mask, mask, inverted);
        };
    }

    private Set<XtMatch.Conntrack.State> states(XtMatch.Conntrack.State... all) {
        Set<XtMatch.Conntrack.State> states = EnumSet.of(all[random.nextInt(all.length)]);
        states.add(all[random.nextInt(all.length)]);
        return states;
    }

    private XtTarget target(String table, String chain, List<String> targets) {
        if (!targets.isEmpty() && random.nextBoolean()) {
            return new XtTarget.Jump(targets.get(random.nextInt(targets.size())));
        }
        int bits = 1 + random.nextInt(0xffff);
        return switch (random.nextInt(5)) {
            case 0 -> Connmark.set(bits, bits);
            case 1 -> Connmark.restore(bits);
            case 2 -> special(table, chain, bits);
            case 3 -> XtTarget.Verdict.RETURN;
            default -> XtTarget.Verdict.ACCEPT;
        };
    }

    private XtTarget special(String table, String chain, int bits) {
        if (table.equals("nat") && chain.equals("POSTROUTING")) {
            IpAddress v6 = IpAddress.parse("2001:db8::1");
            IpAddress address = family == Family.IP6 ? v6 : IpAddress.parse("10.0.1.10");
            Snat.Ports[] ports = Snat.Ports.values();
            return new Snat(address, ports[random.nextInt(ports.length)]);
        }
        return switch (table) {
            case "filter" -> new XtTarget.Reject(family == Family.IP6);
            case "mangle" -> new XtTarget.Mark(bits, bits);
            default -> XtTarget.Verdict.ACCEPT;
        };
    }
}
