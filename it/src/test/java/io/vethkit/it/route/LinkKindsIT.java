package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.link;
import static io.vethkit.it.route.Lab.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.LinkKind.Macvlan.Mode;
import io.vethkit.netlink.route.Links;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of link, on a kernel that has all of them. */
@Tag("vlan")
@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class LinkKindsIT {
    static Stream<LinkKind> kinds() {
        return Stream.of(
                new LinkKind.Veth(null),
                new LinkKind.Vlan(1),
                new LinkKind.Vlan(4094),
                new LinkKind.Bridge(),
                new LinkKind.Macvlan(Mode.BRIDGE),
                new LinkKind.Ifb(),
                LinkKind.Vxlan.of(42),
                new LinkKind.Dummy(),
                new LinkKind.Generic("bond"),
                new LinkKind.Generic("ipvlan"),
                new LinkKind.Generic("wireguard"),
                new LinkKind.Generic("nlmon"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void addsFindsAndDeletes(LinkKind kind) throws IOException {
        try (Lab lab = new Lab()) {
            Links links = new Links(lab.socket);
            Link made = Link.named("new0").kind(kind);

            links.add(needsParent(kind) ? made.parent(lab.eth1) : made);

            JsonObject shown = link("new0");
            assertEquals(
                    kind.name(), shown.getAsJsonObject("linkinfo").get("info_kind").getAsString());
            Link found = links.find("new0");
            assertNotNull(found);
            assertEquals(shown.get("ifindex").getAsInt(), found.index());
            assertEquals(shown.get("mtu").getAsInt(), found.mtu());
            if (!(kind instanceof LinkKind.Vxlan)) {
                assertEquals(kind, found.kind());
            }
            if (needsParent(kind)) {
                assertEquals(lab.eth1, found.parent());
                assertEquals("eth1", shown.get("link").getAsString());
            }
            links.delete("new0");
            assertNull(links.find("new0"));
        }
    }

    private static boolean needsParent(LinkKind kind) {
        return Set.of("vlan", "macvlan", "ipvlan").contains(kind.name());
    }

    @Test
    void leavesNoKindOut() {
        Set<Class<?>> tried = kinds().map(LinkKind::getClass).collect(Collectors.toSet());

        assertEquals(Set.copyOf(Arrays.asList(LinkKind.class.getPermittedSubclasses())), tried);
    }

    @Test
    void tagsWhatLeavesByAVlan() throws IOException {
        try (Lab lab = new Lab()) {
            Link vlan = Link.named("vlan.eth.7").kind(new LinkKind.Vlan(7)).parent(lab.eth1);

            new Links(lab.socket).add(vlan.up(true).mtu(1400));

            JsonElement data = link("vlan.eth.7").getAsJsonObject("linkinfo").get("info_data");
            assertEquals(7, data.getAsJsonObject().get("id").getAsInt());
            assertEquals("802.1Q", data.getAsJsonObject().get("protocol").getAsString());
            assertEquals(1400, link("vlan.eth.7").get("mtu").getAsInt());
            assertTrue(ip("-o link show dev vlan.eth.7").contains("vlan.eth.7@eth1:"));
        }
    }

    @Test
    void readsTheKindsThatTakeMoreThanAName() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link add vrf0 type vrf table 100");
            ip("link add gen0 type geneve id 9 remote 10.0.0.11");
            ip("link set eth1 down");
            ip("link set eth1 master vrf0");
            Links links = new Links(lab.socket);

            assertEquals(new LinkKind.Generic("vrf"), links.find("vrf0").kind());
            assertEquals(new LinkKind.Generic("geneve"), links.find("gen0").kind());
            assertEquals(links.find("vrf0").index(), links.find("eth1").master());
        }
    }

    @Test
    void movesAVlanAwayFromItsParent() throws IOException {
        try (Lab lab = new Lab();
                NetworkNamespace pod = NetworkNamespace.createAnonymous()) {
            Links links = new Links(lab.socket);
            links.add(Link.named("vlan.eth.8").kind(new LinkKind.Vlan(8)).parent(lab.eth1));

            links.move(links.find("vlan.eth.8").index(), pod.fd());

            JsonObject moved = pod.call(() -> link("vlan.eth.8"));
            assertEquals(lab.eth1, moved.get("link_index").getAsInt());
            assertFalse(moved.has("link"), moved::toString);
            assertNull(links.find("vlan.eth.8"));
        }
    }

    @Test
    void refusesASecondVlanOfOneNumber() throws IOException {
        try (Lab lab = new Lab()) {
            Links links = new Links(lab.socket);
            Link first = Link.named("vlan.eth.9").kind(new LinkKind.Vlan(9)).parent(lab.eth1);
            links.add(first);

            NetlinkException again =
                    refusal(() ->
                            links.add(
                                    Link.named("other")
                                            .kind(new LinkKind.Vlan(9))
                                            .parent(lab.eth1)));
            NetlinkException orphan =
                    refusal(() -> links.add(Link.named("other").kind(new LinkKind.Vlan(10))));

            assertTrue(again.is(Errno.EEXIST), again::getMessage);
            assertTrue(orphan.is(Errno.EINVAL), orphan::getMessage);
        }
    }
}
