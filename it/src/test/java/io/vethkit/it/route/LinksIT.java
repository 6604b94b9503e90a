package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.index;
import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.link;
import static io.vethkit.it.route.Lab.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkFilter;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.LinkKind.Macvlan.Mode;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class LinksIT {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:aa");

    static Stream<LinkKind> kinds() {
        IpAddress local = IpAddress.parse("10.0.0.10");
        IpAddress remote = IpAddress.parse("10.0.0.11");
        return Stream.of(
                new LinkKind.Veth(null),
                new LinkKind.Vlan(42),
                new LinkKind.Bridge(),
                new LinkKind.Macvlan(Mode.BRIDGE),
                new LinkKind.Macvlan(Mode.PRIVATE),
                new LinkKind.Macvlan(Mode.VEPA),
                new LinkKind.Macvlan(Mode.PASSTHRU),
                new LinkKind.Ifb(),
                new LinkKind.Vxlan(42, null, null, null, 4789, true),
                new LinkKind.Vxlan(43, remote, local, null, 4790, false),
                new LinkKind.Vxlan(44, IpAddress.parse("2001:db8::11"), null, null, 4791, true),
                new LinkKind.Dummy());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void addsAndFindsEveryKindTheKernelHas(LinkKind kind) throws IOException {
        try (Lab lab = new Lab()) {
            Links links = new Links(lab.socket);
            Link made = Link.named("new0").kind(kind).mac(MAC);
            boolean stacked = kind instanceof LinkKind.Macvlan || kind instanceof LinkKind.Vlan;

            if (!addIfIpCan(links, stacked ? made.parent(lab.eth1) : made)) {
                return;
            }

            JsonObject shown = link("new0");
            assertEquals(kind.name(), info(shown).get("info_kind").getAsString());
            Link found = links.find("new0");
            assertNotNull(found);
            assertEquals(kind, found.kind());
            assertEquals(shown.get("address").getAsString(), String.valueOf(found.mac()));
            assertEquals(shown.get("ifindex").getAsInt(), found.index());
            assertEquals(shown.get("mtu").getAsInt(), found.mtu());
            assertEquals(shown.get("txqlen").getAsInt(), found.txQueueLength());
            assertEquals(parentOf(shown), found.parent());
            assertFalse(found.up());
        }
    }

    /** Returns false if the kernel has no such kind, as it must then tell ip too. */
    private static boolean addIfIpCan(Links links, Link link) throws IOException {
        try {
            links.add(link);
            return true;
        } catch (NetlinkException e) {
            assertEquals("Unknown device type", e.kernelWords(), e::getMessage);
            String name = String.valueOf(link.kind() == null ? null : link.kind().name());
            String id = link.kind() instanceof LinkKind.Vlan ? " id 7" : "";
            AssertionError ips =
                    assertThrows(
                            AssertionError.class,
                            () -> ip("link add other0 link eth1 type " + name + id));
            assertTrue(ips.getMessage().contains("Unknown device type"), ips::getMessage);
            return false;
        }
    }

    private static JsonObject info(JsonObject link) {
        return link.getAsJsonObject("linkinfo");
    }

    private static Integer parentOf(JsonObject shown) throws IOException {
        return shown.has("link") ? index(shown.get("link").getAsString()) : null;
    }

    @Test
    void readsTheDetailsThatIpSets() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add mv0 link eth1 type macvlan mode source");
            ip("link add vx0 type vxlan id 7 group 239.1.1.1 dev eth0 dstport 8472 nolearning");

            Links links = new Links(lab.socket);

            assertEquals(new LinkKind.Macvlan(Mode.SOURCE), links.get(index("mv0")).kind());
            assertEquals(
                    new LinkKind.Vxlan(
                            7, IpAddress.parse("239.1.1.1"), null, lab.eth0, 8472, false),
                    links.get(index("vx0")).kind());
        }
    }

    @Test
    void bearsThePeerOfAVethInAnotherNamespace() throws IOException {
        try (Lab lab = new Lab();
                NetworkNamespace pod = NetworkNamespace.createAnonymous()) {
            Link inside = Link.named("eth0").mtu(9001).txQueueLength(0).mac(MAC);
            Link outside = Link.named("eni1").mtu(9001).txQueueLength(0).up(true);

            Links links = new Links(lab.socket);

            links.add(outside.kind(new LinkKind.Veth(new VethPeer(inside, pod.fd()))));

            JsonObject host = link("eni1");
            JsonObject peer = pod.call(() -> link("eth0"));
            assertTrue(host.get("flags").toString().contains("\"UP\""), host::toString);
            assertEquals(9001, host.get("mtu").getAsInt());
            assertEquals(MAC.toString(), peer.get("address").getAsString());
            assertEquals(9001, peer.get("mtu").getAsInt());
            assertFalse(peer.has("txqlen"), "ip leaves out a length of 0");
            Link found = links.find("eni1");
            assertNotNull(found);
            assertEquals(peer.get("ifindex").getAsInt(), found.parent());
        }
    }

    @Test
    void addsALinkToAnotherNamespace() throws IOException {
        try (Lab lab = new Lab();
                NetworkNamespace pod = NetworkNamespace.createAnonymous()) {
            Link mv0 = Link.named("mv0").parent(lab.eth1);

            new Links(lab.socket).addTo(pod.fd(), mv0.kind(new LinkKind.Macvlan(Mode.BRIDGE)));

            assertEquals(lab.eth1, pod.call(() -> link("mv0")).get("link_index").getAsInt());
        }
    }

    @Test
    void refusesALinkThatIsThere() throws IOException {
        try (Lab lab = new Lab()) {
            Link bridge = Link.named("eth0").kind(new LinkKind.Bridge());

            NetlinkException e = refusal(() -> new Links(lab.socket).add(bridge));

            assertEquals("add link eth0 type bridge: EEXIST: File exists", e.getMessage());
        }
    }

    @Test
    void refusesAKindTheKernelDoesNotHave() throws IOException {
        try (Lab lab = new Lab()) {
            Link link = Link.named("new0").kind(new LinkKind.Generic("nosuchkind"));

            NetlinkException e = refusal(() -> new Links(lab.socket).add(link));

            assertEquals(
                    "add link new0 type nosuchkind: EOPNOTSUPP: Unknown device type",
                    e.getMessage());
        }
    }

    @Test
    void changesAllInOneMessage() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add name br0 type bridge");
            ip("link set dev eth1 down");
            Link change = Link.named("eth1").mtu(1400).mac(MAC).txQueueLength(77);

            new Links(lab.socket)
                    .set(change.alias("pod default/web-0").master(index("br0")).up(true));

            JsonObject shown = link("eth1");
            assertEquals(1400, shown.get("mtu").getAsInt());
            assertEquals(MAC.toString(), shown.get("address").getAsString());
            assertEquals(77, shown.get("txqlen").getAsInt());
            assertEquals("pod default/web-0", shown.get("ifalias").getAsString());
            assertEquals("br0", shown.get("master").getAsString());
            assertTrue(shown.get("flags").toString().contains("\"UP\""), shown::toString);
            Link found = new Links(lab.socket).find("eth1");
            assertNotNull(found);
            assertEquals("pod default/web-0", found.alias());
            assertEquals(index("br0"), found.master());
        }
    }

    @Test
    void leavesAloneWhatAChangeDoesNotSay() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link set dev eth1 alias remark");
            JsonObject before = link("eth1");

            new Links(lab.socket).set(Link.named("eth1").index(lab.eth1));

            assertEquals(before, link("eth1"));
        }
    }

    @Test
    void takesALinkOutOfItsMaster() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add name br0 type bridge");
            ip("link set dev eth1 master br0");

            new Links(lab.socket).set(Link.named("eth1").master(0));

            assertFalse(link("eth1").has("master"));
        }
    }

    @Test
    void switchesALinkOff() throws IOException {
        try (Lab lab = new Lab()) {
            new Links(lab.socket).setDown(Link.named("eth1").mtu(1400));

            assertEquals("DOWN", link("eth1").get("operstate").getAsString());
            assertEquals(1400, link("eth1").get("mtu").getAsInt());
        }
    }

    @Test
    void renamesByIndex() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link set dev eth1 down");

            new Links(lab.socket).rename(Link.named("eni7").index(lab.eth1).mtu(1400).up(true));

            assertEquals(lab.eth1, index("eni7"));
            assertEquals(1400, link("eni7").get("mtu").getAsInt());
        }
    }

    @Test
    void refusesAnMtuThatIsTooBig() throws IOException {
        try (Lab lab = new Lab()) {
            Link change = Link.named("eth1").mtu(100000);

            NetlinkException e = refusal(() -> new Links(lab.socket).set(change));

            assertTrue(e.is(Errno.EINVAL));
            assertTrue(
                    e.getMessage()
                            .startsWith(
                                    "set link eth1 mtu 100000: EINVAL: mtu greater than device"
                                            + " maximum"),
                    e.getMessage());
        }
    }

    @Test
    void namesTheAttributeInsideTheKind() throws IOException {
        try (Lab lab = new Lab()) {
            Link peer = Link.named("eth9").alias("x".repeat(300));
            LinkKind kind = new LinkKind.Veth(new VethPeer(peer, null));

            NetlinkException e =
                    refusal(() -> new Links(lab.socket).add(Link.named("eni9").kind(kind)));

            assertTrue(e.is(Errno.ERANGE), e.getMessage());
            assertEquals("IFLA_LINKINFO.IFLA_INFO_DATA.VETH_INFO_PEER.IFLA_IFALIAS", e.attribute());
        }
    }

    @Test
    void movesALink() throws IOException {
        try (Lab lab = new Lab();
                NetworkNamespace pod = NetworkNamespace.createAnonymous()) {
            Links links = new Links(lab.socket);

            links.move(lab.eth1, pod.fd());

            assertNull(links.find("eth1"));
            assertEquals("eth1", pod.call(() -> link("eth1")).get("ifname").getAsString());
        }
    }

    @Test
    void deletesByNameAndByIndex() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add name br0 type bridge");
            ip("link add name br1 type bridge");
            Links links = new Links(lab.socket);

            links.delete("br0");
            links.delete(index("br1"));

            assertNull(links.find("br0"));
            assertNull(links.find("br1"));
        }
    }

    @Test
    void tellsThatALinkIsNotThere() throws IOException {
        try (Lab lab = new Lab()) {
            Links links = new Links(lab.socket);

            NetlinkException byIndex = refusal(() -> links.get(999));
            NetlinkException byName = refusal(() -> links.delete("none"));
            NetlinkException change = refusal(() -> links.set(Link.named("none").mtu(1400)));

            assertEquals("get link #999: ENODEV: No such device", byIndex.getMessage());
            assertEquals("delete link none: ENODEV: No such device", byName.getMessage());
            assertTrue(change.is(Errno.ENODEV));
            assertNull(links.find(999));
            assertNull(links.find("none"));
        }
    }

    @Test
    void listsWhatIpLists() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add name br0 type bridge");
            List<String> shown = new ArrayList<>();
            Lab.objects("link show")
                    .forEach(e -> shown.add(e.getAsJsonObject().get("ifname").getAsString()));

            List<Link> listed = new Links(lab.socket).list();

            assertEquals(shown, listed.stream().map(Link::name).toList());
        }
    }

    @Test
    void hasTheKernelPickByKindAndMaster() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add name br0 type bridge");
            ip("link set dev eth1 master br0");
            LinkFilter veth = LinkFilter.ALL.kind("veth");
            LinkFilter bridged = LinkFilter.ALL.master(index("br0"));
            Links links = new Links(lab.socket);

            assertEquals(2, links.list(veth).size());
            assertEquals(List.of("eth1"), links.list(bridged).stream().map(Link::name).toList());
            assertEquals(List.of(), links.list(LinkFilter.ALL.kind("nosuchkind")));
            assertEquals(2, messages(lab.socket, veth));
            assertEquals(1, messages(lab.socket, bridged));
        }
    }

    private static int messages(NetlinkSocket socket, LinkFilter filter) throws IOException {
        int[] count = new int[1];
        socket.dump(
                Links.listing(filter),
                new MessageVisitor() {
                    @Override
                    public void message(MessageReader message) {
                        count[0]++;
                    }
                });
        return count[0];
    }
}
