package io.vethkit.it.nft;

import static io.vethkit.iptables.Nft.*;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.Ct;
import io.vethkit.iptables.CtState;
import io.vethkit.iptables.DataType;
import io.vethkit.iptables.Element;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.Fib;
import io.vethkit.iptables.MarkValue;
import io.vethkit.iptables.Masquerade;
import io.vethkit.iptables.Match;
import io.vethkit.iptables.Meta;
import io.vethkit.iptables.NamedCounter;
import io.vethkit.iptables.NamedMap;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Nat;
import io.vethkit.iptables.NatFlag;
import io.vethkit.iptables.Payload;
import io.vethkit.iptables.Redirect;
import io.vethkit.iptables.Reject;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Statement;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.TableObject;
import io.vethkit.iptables.Value;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Rulesets at random: small, so that two of them have much in common. */
final class RandomRulesets {
    private static final int PORTS = 40;

    private final Random random;

    RandomRulesets(long seed) {
        random = new Random(seed);
    }

    Ruleset next() {
        List<Table> tables = new ArrayList<>();
        for (Family family : Family.values()) {
            if (chance(2)) {
                tables.add(table(family));
            }
        }
        return new Ruleset(tables);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String comment() {
        return oneOf(List.of("AWS, primary ENI", "one", "für: 100 %, \\n $x `y` 'z'"));
    }

    private Table table(Family family) {
        List<String> targets = new ArrayList<>();
        List<Chain> chains = new ArrayList<>();
        List<TableObject> objects = objects(family, List.of());
        for (int i = 0; i < 3; i++) {
            if (chance(2)) {
                String name = "regular-" + i;
                chains.add(commented(chain(Chain.regular(name), family, objects, targets)));
                targets.add(name);
            }
        }
        objects.addAll(verdictMaps(family, targets));
        for (String name : List.of("in", "nat-pre", "nat-post")) {
            if (chance(2)) {
                chains.add(commented(chain(base(name), family, objects, targets)));
            }
        }
        Table table = Table.of(family, "at-random", objects, chains.toArray(new Chain[0]));
        return chance(5) ? table.comment(comment()) : table;
    }

    private Chain commented(Chain chain) {
        return chance(5) ? chain.comment(comment()) : chain;
    }

    private Chain base(String name) {
        int priority = oneOf(List.of(-150, -90, 0, 5));
        Chain chain =
                switch (name) {
                    case "nat-pre" ->
                            Chain.base(
                                    name, BaseChain.Type.NAT, BaseChain.Hook.PREROUTING, priority);
                    case "nat-post" ->
                            Chain.base(
                                    name, BaseChain.Type.NAT, BaseChain.Hook.POSTROUTING, priority);
                    default ->
                            Chain.base(
                                    name,
                                    BaseChain.Type.FILTER,
                                    oneOf(List.of(BaseChain.Hook.INPUT, BaseChain.Hook.FORWARD)),
                                    priority);
                };
        return chance(3) ? chain.policy(BaseChain.Policy.DROP) : chain;
    }

    private List<TableObject> objects(Family family, List<String> targets) {
        List<TableObject> objects = new ArrayList<>();
        if (chance(2)) {
            objects.add(new NamedCounter("c", chance(2) ? comment() : null));
        }
        for (DataType type : keys(family)) {
            if (chance(2)) {
                NamedSet set = NamedSet.of("set-" + type, type);
                if (!type.equals(DataType.IFNAME) && !type.equals(DataType.MARK) && chance(2)) {
                    set = set.withIntervals();
                }
                set = set.elements(elements(type, set.interval(), null, targets));
                objects.add(chance(4) ? set.comment(comment()) : set);
            }
        }
        return objects;
    }

    private List<TableObject> verdictMaps(Family family, List<String> targets) {
        List<TableObject> maps = new ArrayList<>();
        for (DataType type : keys(family)) {
            boolean verdicts = chance(2);
            DataType value = verdicts ? null : oneOf(keys(family));
            boolean interval = type != DataType.IFNAME && type != DataType.MARK && chance(2);
            List<Element> elements =
                    elements(type, interval, verdicts ? DataType.CT_STATE : value, targets);
            if (chance(2)) {
                String comment = chance(4) ? comment() : null;
                maps.add(new NamedMap("map-" + type, type, value, interval, elements, comment));
            }
        }
        return maps;
    }

    private static List<DataType> keys(Family family) {
        DataType address = family == Family.IP6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR;
        return List.of(
                address,
                DataType.INET_SERVICE,
                DataType.MARK,
                DataType.IFNAME,
                DataType.INET_PROTO);
    }

    /** {@code valueType}: null for a set, CT_STATE for verdicts. */
    private List<Element> elements(
            DataType type, boolean interval, DataType valueType, List<String> targets) {
        TreeMap<Integer, Integer> free = new TreeMap<>();
        int at = 0;
        while (at < 20) {
            int length = interval ? 1 + random.nextInt(3) : 1;
            if (chance(3)) {
                free.put(at, Math.min(at + length, 20) - 1);
            }
            at += length;
        }
        List<Element> elements = new ArrayList<>();
        free.forEach((first, last) -> {
            Value key = interval ? range(type, first, last) : single(type, first);
            Element element = Element.of(key);
            if (valueType == DataType.CT_STATE) {
                element = Element.of(key, verdict(targets));
            } else if (valueType != null) {
                element = Element.of(key, single(valueType, random.nextInt(20)));
            }
            elements.add(chance(4) ? element.comment(comment()) : element);
        });
        java.util.Collections.shuffle(elements, random);
        return elements;
    }

    private static Value single(DataType type, int number) {
        return switch (type) {
            case IPV4_ADDR -> new Value.Addresses(v4(number, 0), v4(number, 0));
            case IPV6_ADDR -> new Value.Addresses(v6(number, 0), v6(number, 0));
            case IFNAME -> new Value.InterfaceName("eni" + number);
            default -> new Value.Numbers(number, number);
        };
    }

    /** Ranges within 0 to 19, of which 0 is the lowest and 19 the highest value of the type. */
    private static Value range(DataType type, int first, int last) {
        return switch (type) {
            case IPV4_ADDR -> new Value.Addresses(v4(first, 0), v4(last, 255));
            case IPV6_ADDR -> new Value.Addresses(v6(first, 0), v6(last, -1));
            case INET_SERVICE -> new Value.Numbers(first, last == 19 ? 65535 : last);
            default -> new Value.Numbers(first, last == 19 ? 255 : last);
        };
    }

    private static IpAddress v4(int number, int low) {
        int high = number == 0 ? 0 : number == 19 ? 255 : 10;
        return IpAddress.v4(high << 24 | number << 8 | (number % 3 == 0 ? low : 0));
    }

    private static IpAddress v6(int number, long low) {
        return IpAddress.v6(0x20010db8L << 32 | number, number % 3 == 0 ? low : 0);
    }

    private io.vethkit.iptables.Verdict verdict(List<String> targets) {
        if (!targets.isEmpty() && chance(2)) {
            return chance(2) ? jump(oneOf(targets)) : goTo(oneOf(targets));
        }
        return oneOf(List.of(accept(), drop(), returnVerdict(), continueVerdict()));
    }

    private Chain chain(
            Chain chain, Family family, List<TableObject> objects, List<String> targets) {
        int count = random.nextInt(8);
        Chain filled = chain;
        for (int i = 0; i < count; i++) {
            filled = filled.rule(rule(chain, family, objects, targets));
        }
        return filled;
    }

    private Rule rule(Chain chain, Family family, List<TableObject> objects, List<String> targets) {
        List<Statement> statements = new ArrayList<>();
        boolean tcp = chance(2);
        for (int i = random.nextInt(4); i > 0; i--) {
            Match match = condition(family, objects, tcp);
            if (isPort(match) && statements.stream().anyMatch(RandomRulesets::isPort)) {
                continue; // nft looks at ports at once, and gets it wrong with !=
            }
            boolean never = match.operand().equals(new Value.Numbers(6, 6));
            statements.add(chance(3) && !never ? not(match) : match);
        }
        if (chance(2)) {
            statements.add(chance(2) && has(objects, "c") ? counter("c") : counter());
        }
        if (chance(3)) {
            statements.add(mark());
        }
        statements.add(last(chain, family, objects, targets, statements, tcp));
        Rule rule = new Rule(statements, null);
        return chance(3) ? rule.comment(comment()) : rule;
    }

    private static boolean isPort(Statement statement) {
        return statement instanceof Match match && match.selector().type() == DataType.INET_SERVICE;
    }

    private static boolean has(List<TableObject> objects, String name) {
        return objects.stream().anyMatch(object -> object.name().equals(name));
    }

    private Match condition(Family family, List<TableObject> objects, boolean tcp) {
        Payload port =
                tcp
                        ? oneOf(List.of(Payload.TCP_SPORT, Payload.TCP_DPORT))
                        : oneOf(List.of(Payload.UDP_SPORT, Payload.UDP_DPORT));
        Payload address =
                family == Family.IP6
                        ? oneOf(List.of(Payload.IP6_SADDR, Payload.IP6_DADDR))
                        : oneOf(List.of(Payload.IP_SADDR, Payload.IP_DADDR));
        int number = random.nextInt(PORTS);
        return switch (random.nextInt(13)) {
            case 0 -> match(port, new Value.Numbers(number, number));
            case 1 -> match(port, new Value.Numbers(number, number + 1 + random.nextInt(9)));
            case 2 -> match(address, Value.Addresses.of(prefix(address)));
            case 3 ->
                    has(objects, "set-" + address.type())
                            ? match(address, in("set-" + address.type()))
                            : match(address, range(address));
            case 4 ->
                    has(objects, "set-inet_service")
                            ? match(port, in("set-inet_service"))
                            : ctMark(0xff, number);
            case 5 -> chance(2) ? iifname("eni*") : oifname("eth" + number);
            case 6 ->
                    has(objects, "set-ifname")
                            ? match(Meta.IIFNAME, in("set-ifname"))
                            : iifname("lo");
            case 7 -> ctState(CtState.NEW);
            case 8 -> ctState(CtState.ESTABLISHED, CtState.RELATED);
            case 9 -> match(chance(2) ? Meta.MARK : Ct.MARK, new Value.Numbers(number, number));
            case 10 -> match(Meta.L4PROTO, new Value.Numbers(tcp ? 6 : 17, tcp ? 6 : 17));
            case 11 -> match(Fib.DADDR_TYPE, oneOf(List.of(AddressType.values())));
            default -> metaMark(0xff00, number << 8);
        };
    }

    private Prefix prefix(Payload address) {
        int bits = address.type() == DataType.IPV6_ADDR ? 128 : 32;
        int length = random.nextInt(bits + 1);
        IpAddress any = bits == 32 ? v4(random.nextInt(20), 255) : v6(random.nextInt(20), -1);
        return new Prefix(any, length).network();
    }

    private Value range(Payload address) {
        int first = random.nextInt(10);
        boolean v6 = address.type() == DataType.IPV6_ADDR;
        return v6
                ? new Value.Addresses(v6(first, 1), v6(first + 3, 7))
                : new Value.Addresses(v4(first, 1), v4(first + 3, 7));
    }

    private Statement mark() {
        int bits = 1 << random.nextInt(32);
        MarkValue value = chance(2) ? ctMark() : metaMark();
        value =
                switch (random.nextInt(5)) {
                    case 0 -> MarkValue.of(bits);
                    case 1 -> value.and(bits | 0xff);
                    case 2 -> value.or(bits);
                    case 3 -> value.xor(bits);
                    default -> value.and(0xffff).xor(bits);
                };
        return chance(2) ? ctMarkSet(value) : metaMarkSet(value);
    }

    private Statement last(
            Chain chain,
            Family family,
            List<TableObject> objects,
            List<String> targets,
            List<Statement> before,
            boolean tcp) {
        boolean isTcp = before.contains(match(Meta.L4PROTO, new Value.Numbers(6, 6)));
        Value.Numbers ports = isTcp && tcp ? new Value.Numbers(1024, 2047) : null;
        IpAddress to = family == Family.IP6 ? v6(3, 1) : v4(3, 1);
        boolean plain = before.stream().noneMatch(s -> s instanceof Match m && isOther(family, m));
        if (chance(2) && plain && chain.name().equals("nat-post")) {
            List<NatFlag> flags = List.of(oneOf(List.of(NatFlag.values())));
            Value.Addresses address = new Value.Addresses(to, chance(2) ? to : to.plus(3));
            return chance(2)
                    ? new Masquerade(ports, chance(2) ? flags : List.of())
                    : new Nat(Nat.Kind.SNAT, address, ports, chance(2) ? flags : List.of());
        }
        if (chance(2) && plain && chain.name().equals("nat-pre")) {
            return chance(2)
                    ? new Redirect(ports, List.of())
                    : new Nat(Nat.Kind.DNAT, new Value.Addresses(to, to), ports, List.of());
        }
        if (chance(4) && chain.name().equals("in")) {
            return tcp && before.stream().allMatch(s -> !(s instanceof Match m) || isPlain(m))
                    ? new Reject(Reject.With.TCP_RESET)
                    : new Reject(oneOf(List.of(Reject.With.values()).subList(0, 3)));
        }
        if (chance(4) && has(objects, "map-ifname") && isVerdicts(objects)) {
            return vmap(Meta.IIFNAME, "map-ifname");
        }
        if (chance(5)) {
            return chance(2) ? log("vethkit: ") : new io.vethkit.iptables.Log(null);
        }
        return verdict(targets);
    }

    private static boolean isOther(Family family, Match match) {
        return family == Family.INET && match.selector() == Meta.NFPROTO;
    }

    private static boolean isPlain(Match match) {
        return match.selector() != Meta.L4PROTO || match.operand().equals(new Value.Numbers(6, 6));
    }

    private static boolean isVerdicts(List<TableObject> objects) {
        return objects.stream()
                .anyMatch(object ->
                        object instanceof NamedMap map
                                && map.name().equals("map-ifname")
                                && map.valueType() == null);
    }
}
