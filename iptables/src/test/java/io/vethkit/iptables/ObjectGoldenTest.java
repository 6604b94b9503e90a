package io.vethkit.iptables;

import static io.vethkit.iptables.Encoding.assertSends;
import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.iptables.Nft.accept;
import static io.vethkit.iptables.Nft.drop;
import static io.vethkit.iptables.Nft.goTo;
import static io.vethkit.iptables.Nft.jump;

import io.vethkit.iptables.BaseChain.Hook;
import io.vethkit.iptables.BaseChain.Policy;
import io.vethkit.iptables.Value.Addresses;
import io.vethkit.iptables.Value.InterfaceName;
import io.vethkit.iptables.Value.Numbers;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Tables, chains, sets, maps, counters and elements against what nft 1.0.6 sent. */
class ObjectGoldenTest {
    private static final Table TABLE = Table.of(Family.IP, "vethkit");

    @Test
    void sendsTablesAsNftDoes() {
        assertSends("table/add", NFT_MSG_NEWTABLE, TableCommand.add(TABLE));
        assertSends(
                "table/add-comment",
                NFT_MSG_NEWTABLE,
                TableCommand.add(TABLE.comment("made by vethkit")));
        assertSends(
                "table/add-ip6",
                NFT_MSG_NEWTABLE,
                TableCommand.add(Table.of(Family.IP6, "vethkit")));
        assertSends(
                "table/add-inet",
                NFT_MSG_NEWTABLE,
                TableCommand.add(Table.of(Family.INET, "vethkit")));
        assertSends("table/delete", NFT_MSG_DELTABLE, TableCommand.delete(TABLE));
    }

    @Test
    void sendsChainsAsNftDoes() {
        assertAdds("add-regular", Chain.regular("web"));
        assertAdds("add-regular-comment", Chain.regular("web").comment("jumped to by dispatch"));
        assertAdds(
                "add-filter-forward",
                base("forward", BaseChain.Type.FILTER, Hook.FORWARD, 0).policy(Policy.DROP));
        assertAdds(
                "add-nat-prerouting", base("inbound", BaseChain.Type.NAT, Hook.PREROUTING, -100));
        assertAdds(
                "add-nat-postrouting", base("outbound", BaseChain.Type.NAT, Hook.POSTROUTING, 100));
        assertAdds(
                "add-base-comment",
                base("outbound", BaseChain.Type.NAT, Hook.POSTROUTING, 100)
                        .comment("leaving the VPC"));
    }

    private static Chain base(String name, BaseChain.Type type, Hook hook, int priority) {
        return Chain.base(name, type, hook, priority);
    }

    private static void assertAdds(String golden, Chain chain) {
        assertSends("chain/" + golden, NFT_MSG_NEWCHAIN, ChainCommand.add(TABLE, chain));
    }

    @Test
    void sendsChangedPoliciesAndDeletionsAsNftDoes() {
        Chain dropping =
                base("forward", BaseChain.Type.FILTER, Hook.FORWARD, 0).policy(Policy.DROP);

        assertSends(
                "chain/change-policy", NFT_MSG_NEWCHAIN, ChainCommand.setPolicy(TABLE, dropping));
        assertSends("chain/delete", NFT_MSG_DELCHAIN, DeleteCommand.chain(TABLE, "web"));
        assertSends("chain/flush", NFT_MSG_DELRULE, DeleteCommand.rules(TABLE, "web"));
        assertSends("rule/delete-handle", NFT_MSG_DELRULE, DeleteCommand.rule(TABLE, "web", 11));
        KernelSet pods = new KernelSet();
        pods.name = "pods";
        assertSends("set/delete", NFT_MSG_DELSET, DeleteCommand.set(TABLE, pods));
    }

    @Test
    void sendsSetsAsNftDoes() {
        NamedSet pods = NamedSet.of("pods", DataType.IPV4_ADDR);

        assertAdds("add-ipv4", pods);
        assertAdds("add-ipv4-comment", pods.comment("pods of this node"));
        assertAdds("add-ipv6", NamedSet.of("pods", DataType.IPV6_ADDR));
        assertAdds("add-ipv4-interval", NamedSet.ofPrefixes("vpc", List.of()));
        assertAdds("add-inet-service", NamedSet.of("ports", DataType.INET_SERVICE));
        assertAdds("add-ifname", NamedSet.of("devs", DataType.IFNAME));
        assertAdds("add-mark", NamedSet.of("marks", DataType.MARK));
    }

    private static void assertAdds(String golden, NamedSet set) {
        Table table = Table.of(Family.IP, "vethkit", List.of(set));
        SetCommand command = new SetCommand(table, SetForm.of(table).getFirst());
        assertSends("set/" + golden, NFT_MSG_NEWSET, command);
    }

    @Test
    void sendsMapsAsNftDoes() {
        NamedMap backends = NamedMap.of("backends", DataType.INET_SERVICE, DataType.IPV4_ADDR);

        assertAdds("add-map-address", backends);
        assertAdds("add-map-comment", backends.comment("host ports"));
        assertAdds("add-map-mark", NamedMap.of("marks", DataType.IPV4_ADDR, DataType.MARK));
        assertAdds("add-vmap", NamedMap.ofVerdicts("dispatch", DataType.INET_SERVICE));
        assertAdds(
                "add-map-interval",
                NamedMap.of("snats", DataType.IPV4_ADDR, DataType.IPV4_ADDR).withIntervals());
    }

    private static void assertAdds(String golden, NamedMap map) {
        Table table = Table.of(Family.IP, "vethkit", List.of(map));
        SetCommand command = new SetCommand(table, SetForm.of(table).getFirst());
        assertSends("set/" + golden, NFT_MSG_NEWSET, command);
    }

    @Test
    void sendsCountersAsNftDoes() {
        CounterCommand plain = new CounterCommand(TABLE, new NamedCounter("web", null));
        CounterCommand commented = new CounterCommand(TABLE, new NamedCounter("web", "requests"));

        assertSends("set/add-counter", NFT_MSG_NEWOBJ, plain);
        assertSends("set/add-counter-comment", NFT_MSG_NEWOBJ, commented);
    }

    @Test
    void sendsIntervalsAsNftDoes() {
        assertAddsPrefixes("add-prefix", true, "10.0.0.0/16");
        assertAddsPrefixes("add-prefixes", true, "10.2.0.0/16", "10.0.0.0/16");
        assertAddsPrefixes("add-prefixes-adjacent", true, "10.0.0.0/16", "10.1.0.0/16");
        assertAddsPrefixes("add-prefix-zero", true, "0.0.0.0/1");
        assertAddsPrefixes("add-prefix-last", true, "255.0.0.0/8");
        assertAddsPrefixes("add-single-in-interval-set", true, "10.0.1.7");
        assertAddsPrefixes("add-prefix-to-set-with-elements", false, "10.2.0.0/16");
        Addresses range = new Addresses(IpAddress.parse("10.0.1.7"), IpAddress.parse("10.0.1.9"));
        assertElements("add-range", 3, true, vpc(Element.of(range)));
        Element commented = Element.of(Addresses.of(Prefix.parse("10.0.0.0/16"))).comment("VPC");
        assertElements("add-prefix-comment", 3, true, vpc(commented));
        NamedSet ports =
                NamedSet.of("ports", DataType.INET_SERVICE)
                        .withIntervals()
                        .elements(
                                List.of(
                                        Element.of(new Numbers(8000, 8999)),
                                        Element.of(new Numbers(80, 80))));
        assertElements("add-port-range", 5, true, ports);
    }

    private static void assertAddsPrefixes(String golden, boolean starts, String... prefixes) {
        List<Element> elements = new ArrayList<>();
        for (String prefix : prefixes) {
            elements.add(Element.of(Addresses.of(Prefix.parse(prefix))));
        }
        assertElements(golden, 3, starts, vpc(elements.toArray(new Element[0])));
    }

    private static NamedSet vpc(Element... elements) {
        return NamedSet.of("vpc", DataType.IPV4_ADDR).withIntervals().elements(List.of(elements));
    }

    @Test
    void sendsSingleElementsAsNftDoes() {
        Element pod = Element.of(Addresses.of(Prefix.parse("10.0.1.7")));
        NamedSet pods = NamedSet.of("pods", DataType.IPV4_ADDR);
        NamedSet devs = NamedSet.of("devs", DataType.IFNAME);
        Element eni = Element.of(new InterfaceName("eni0123456789a"));

        assertElements("add", 1, true, pods.elements(List.of(pod)));
        assertElements(
                "add-comment", 1, true, pods.elements(List.of(pod.comment("pod default/web-0"))));
        assertElements("add-ifname", 8, true, devs.elements(List.of(eni)));
    }

    @Test
    void sendsElementsOfMapsAsNftDoes() {
        Addresses pod = Addresses.of(Prefix.parse("10.0.1.7"));
        Numbers http = new Numbers(80, 80);
        Element toPod = Element.of(http, pod).comment("pod default/web-0");
        NamedMap backends =
                NamedMap.of("backends", DataType.INET_SERVICE, DataType.IPV4_ADDR, toPod);

        assertElements("add-map-comment", 9, backends);
        assertElements("add-vmap-jump", 11, dispatch(Element.of(http, jump("web"))));
        assertElements(
                "add-vmap-goto-drop",
                11,
                dispatch(Element.of(http, goTo("web")), Element.of(new Numbers(81, 81), drop())));
    }

    private static NamedMap dispatch(Element... elements) {
        return NamedMap.ofVerdicts("dispatch", DataType.INET_SERVICE, elements);
    }

    @Test
    void sendsAMapWithItsElementsAsNftDoes() {
        NamedMap dispatch =
                NamedMap.ofVerdicts(
                        "dispatch",
                        DataType.IFNAME,
                        Element.of(new InterfaceName("eth0"), jump("web")),
                        Element.of(new InterfaceName("eth1"), goTo("web")),
                        Element.of(new InterfaceName("lo"), accept()));
        Table table = Table.of(Family.IP, "vethkit", List.of(dispatch), Chain.regular("web"));
        Changes changes =
                TableComparison.of(table, new KernelTable("vethkit"), SetForm.of(table), false);
        List<NftCommand> commands = new ArrayList<>();
        changes.addTo(commands);

        assertSends("set/add-vmap-ifname-elements", NFT_MSG_NEWSET, commands.get(2));
        assertSends("set/add-vmap-ifname-elements", NFT_MSG_NEWSETELEM, commands.get(3));
    }

    @Test
    void deletesElementsAsNftDoes() {
        NamedSet pods =
                NamedSet.of("pods", DataType.IPV4_ADDR)
                        .elements(List.of(Element.of(Addresses.of(Prefix.parse("10.0.1.7")))));

        assertDeletes("delete", pods);
        assertDeletes("delete-prefix", vpc(Element.of(Addresses.of(Prefix.parse("10.0.0.0/16")))));
    }

    private static void assertDeletes(String golden, NamedSet set) {
        Table table = Table.of(Family.IP, "vethkit", List.of(set));
        SetForm form = SetForm.of(table).getFirst();
        List<NftCommand> commands = new ArrayList<>();
        ElementsCommand.delete(table, form, form.elements(), commands);
        assertSends("element/" + golden, NFT_MSG_DELSETELEM, commands.getFirst());
    }

    private static void assertElements(String golden, int id, boolean starts, NamedSet set) {
        Table table = Table.of(Family.IP, "vethkit", List.of(set));
        assertElements(golden, id, starts, table, SetForm.of(table).getFirst());
    }

    private static void assertElements(String golden, int id, NamedMap map) {
        Table table = Table.of(Family.IP, "vethkit", List.of(map), Chain.regular("web"));
        assertElements(golden, id, true, table, SetForm.of(table).getFirst());
    }

    private static void assertElements(
            String golden, int id, boolean starts, Table table, SetForm form) {
        List<NftCommand> commands = new ArrayList<>();
        ElementsCommand.add(table, withId(form, id), form.elements(), starts, commands);
        assertSends("element/" + golden, NFT_MSG_NEWSETELEM, commands.getFirst());
    }

    /** Numbers a set as nft did, which had read others before it. */
    private static SetForm withId(SetForm form, int id) {
        return new SetForm(
                form.words(),
                form.name(),
                id,
                form.key(),
                form.value(),
                form.isMap(),
                form.interval(),
                form.elements(),
                form.comment());
    }

    @Test
    void insertsRulesAsNftDoes() {
        CompiledRule rule =
                CompiledRule.of(Family.IP, List.of(), Rule.of(drop()), new MessageWriter());

        RuleCommand command = new RuleCommand(TABLE, Chain.regular("pre"), rule, 11);

        assertSends("rule/insert-position", NFT_MSG_NEWRULE, command);
    }
}
