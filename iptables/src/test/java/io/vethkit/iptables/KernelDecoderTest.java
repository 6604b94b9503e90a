package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Value.Addresses;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the kernel told nft 1.0.6 of a table with one of everything. */
class KernelDecoderTest {
    private static final GoldenFile DUMP = GoldenFile.read("dump/list-ruleset");

    @Test
    void readsATable() throws IOException {
        KernelTable table = table();

        assertTrue(table.exists);
        assertEquals("made by vethkit", table.comment);
        assertEquals(
                List.of("svc", "pre", "forward", "inbound", "outbound"),
                table.chains.stream().map(KernelChain::name).toList());
        assertEquals(List.of(new KernelObject(1, "web", "requests")), table.objects);
    }

    @Test
    void readsChains() throws IOException {
        KernelTable table = table();

        KernelChain pre = table.chain("pre");
        assertNotNull(pre);
        assertTrue(
                pre.isSame(
                        Chain.base(
                                "pre",
                                BaseChain.Type.FILTER,
                                BaseChain.Hook.PREROUTING,
                                BaseChain.MANGLE)));
        assertEquals(NF_ACCEPT, pre.policy());
        KernelChain forward = table.chain("forward");
        assertNotNull(forward);
        assertEquals(NF_DROP, forward.policy());
        KernelChain svc = table.chain("svc");
        assertNotNull(svc);
        assertTrue(svc.isSame(Chain.regular("svc").comment("one service")));
        assertEquals("all of it", svc.rules().getFirst().comment());
    }

    @Test
    void readsSets() throws IOException {
        Prefix prefix = Prefix.parse("10.0.0.0/16");
        NamedSet vpc = NamedSet.ofPrefixes("vpc", List.of(prefix)).comment("VPC");
        Table table = Table.of(Family.IP, "vethkit", List.of(vpc));

        KernelSet found = table().set("vpc");

        assertNotNull(found);
        assertTrue(found.isSame(SetForm.of(table).getFirst()));
    }

    @Test
    void tellsSetsThatCannotBeDescribed() throws IOException {
        KernelTable table = table();

        for (String name : List.of("leases", "services", "counters")) {
            KernelSet found = table.set(name);
            assertNotNull(found);
            assertTrue(found.hasMore, name);
        }
    }

    @Test
    void putsIntervalsTogether() throws IOException {
        List<ElementForm> intervals = KernelElement.intervals(elements("vpc"));

        assertEquals(
                List.of("10.0.0.0/16", "10.2.0.0/16", "10.3.0.7-10.3.0.9", "10.4.0.1"),
                intervals.stream().map(form -> form.key().text(DataType.IPV4_ADDR)).toList());
        assertEquals("first", intervals.getFirst().comment());
    }

    @Test
    void readsElementsOfMaps() throws IOException {
        Addresses pod = Addresses.of(Prefix.host(IpAddress.parse("10.0.1.8")));
        Element element = Element.of(new Value.Numbers(443, 443), pod).comment("tls");

        List<ElementForm> elements = KernelElement.singles(elements("backends"));

        ElementForm expected = ElementForm.of(DataType.INET_SERVICE, DataType.IPV4_ADDR, element);
        assertTrue(elements.getLast().isSame(expected));
    }

    /** Every rule that was sent is told back with attributes added, left out and moved. */
    @Test
    void findsEveryRuleEqualToTheOneSent() throws IOException {
        List<KernelRule> sent = rules(GoldenFile.read("ruleset/load").requests());
        List<KernelRule> told = rules(DUMP.replies());

        assertEquals(33, sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(withoutNumbers(sent.get(i)), withoutNumbers(told.get(i)));
            assertEquals(sent.get(i).comment(), told.get(i).comment());
        }
    }

    /** The kernel puts a number for the {@code %d} in names of sets within rules. */
    private static String withoutNumbers(KernelRule rule) {
        return rule.form().text().replaceAll("__(set|map)(%d|[0-9]+)", "__$1");
    }

    private static List<KernelRule> rules(List<byte[]> messages) throws IOException {
        List<KernelRule> rules = new ArrayList<>();
        for (String name : List.of("vethkit", "other")) {
            KernelTable table = new KernelTable(name);
            for (byte[] message : messages) {
                if (!isOfNftables(message)) {
                    continue;
                }
                if (Encoding.type(message) == NFT_MSG_NEWCHAIN) {
                    KernelDecoder.chain(Encoding.message(message), table);
                } else if (Encoding.type(message) == NFT_MSG_NEWRULE) {
                    KernelDecoder.rule(Encoding.message(message), table);
                }
            }
            for (KernelChain chain : table.chains) {
                rules.addAll(chain.rules());
            }
        }
        return rules;
    }

    private static List<KernelElement> elements(String set) throws IOException {
        List<KernelElement> elements = new ArrayList<>();
        for (byte[] message : DUMP.replies()) {
            boolean ofSet = new String(message, StandardCharsets.ISO_8859_1).contains(set + "\0");
            if (Encoding.type(message) == NFT_MSG_NEWSETELEM && isOfNftables(message) && ofSet) {
                KernelDecoder.elements(Encoding.message(message), elements);
            }
        }
        return elements;
    }

    static KernelTable table() throws IOException {
        KernelTable table = new KernelTable("vethkit");
        boolean first = true;
        for (byte[] message : DUMP.replies()) {
            if (!isOfNftables(message)) {
                continue;
            }
            switch (Encoding.type(message)) {
                case NFT_MSG_NEWTABLE -> {
                    if (first) {
                        KernelDecoder.table(Encoding.message(message), table);
                    }
                    first = false;
                }
                case NFT_MSG_NEWCHAIN -> KernelDecoder.chain(Encoding.message(message), table);
                case NFT_MSG_NEWRULE -> KernelDecoder.rule(Encoding.message(message), table);
                case NFT_MSG_NEWSET -> KernelDecoder.set(Encoding.message(message), table);
                case NFT_MSG_NEWOBJ -> KernelDecoder.object(Encoding.message(message), table);
                default -> {}
            }
        }
        return table;
    }

    private static boolean isOfNftables(byte[] message) {
        return message[5] == 10;
    }
}
