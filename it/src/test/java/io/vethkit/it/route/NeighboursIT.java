package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.object;
import static io.vethkit.it.route.Lab.refusal;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.AF_UNSPEC;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Neighbour;
import io.vethkit.netlink.route.Neighbours;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

@ExtendWith(ThrowawayNetns.class)
class NeighboursIT {
    private static final IpAddress ROUTER = IpAddress.parse("169.254.1.1");
    private static final IpAddress ROUTER6 = IpAddress.parse("fe80::1");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress OTHER_MAC = MacAddress.parse("02:00:00:00:00:03");

    @Test
    void addsPermanentNeighbours() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);

            neighbours.add(Neighbour.permanent(ROUTER, lab.eth0, MAC));
            neighbours.add(Neighbour.permanent(ROUTER6, lab.eth0, MAC));

            JsonObject shown = object("neigh show 169.254.1.1");
            assertEquals(MAC.toString(), shown.get("lladdr").getAsString());
            assertEquals("eth0", shown.get("dev").getAsString());
            assertEquals("[\"PERMANENT\"]", shown.get("state").toString());
            assertEquals(MAC.toString(), object("neigh show fe80::1").get("lladdr").getAsString());
        }
    }

    @Test
    void refusesANeighbourThatIsThere() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);
            Neighbour neighbour = Neighbour.permanent(ROUTER, lab.eth0, MAC);
            neighbours.add(neighbour);

            NetlinkException e = refusal(() -> neighbours.add(neighbour));

            assertEquals(
                    "add neighbour 169.254.1.1 lladdr 02:00:00:00:00:02 dev #"
                            + lab.eth0
                            + " nud permanent: EEXIST: File exists",
                    e.getMessage());
        }
    }

    @Test
    void replacesTheMacAddress() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);
            neighbours.add(Neighbour.permanent(ROUTER, lab.eth0, MAC));

            neighbours.replace(Neighbour.permanent(ROUTER, lab.eth0, OTHER_MAC));

            assertEquals(
                    OTHER_MAC.toString(),
                    object("neigh show 169.254.1.1").get("lladdr").getAsString());
        }
    }

    @Test
    void deletesANeighbour() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);
            Neighbour neighbour = Neighbour.permanent(ROUTER, lab.eth0, MAC);
            neighbours.add(neighbour);

            neighbours.delete(neighbour);

            assertEquals(List.of(), neighbours.list(AF_INET, lab.eth0));
            NetlinkException e = refusal(() -> neighbours.delete(neighbour));
            assertTrue(e.is(Errno.ENOENT), e.getMessage());
        }
    }

    @Test
    void addsListsAndDeletesProxies() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);
            Neighbour proxy = Neighbour.proxy(IpAddress.parse("10.0.1.7"), lab.eth0);

            neighbours.add(proxy);

            assertEquals("10.0.1.7", object("neigh show proxy").get("dst").getAsString());
            assertEquals(proxy.toString(), neighbours.listProxies(AF_INET).get(0).toString());
            neighbours.delete(proxy);
            assertEquals(List.of(), neighbours.listProxies(AF_INET));
        }
    }

    @Test
    void listsByFamilyAndLink() throws IOException {
        try (Lab lab = new Lab()) {
            Neighbours neighbours = new Neighbours(lab.socket);
            Neighbour on0 = Neighbour.permanent(ROUTER, lab.eth0, MAC);
            Neighbour on1 = Neighbour.permanent(ROUTER, lab.eth1, MAC);
            Neighbour on1v6 = Neighbour.permanent(ROUTER6, lab.eth1, MAC);
            neighbours.add(on0);
            neighbours.add(on1);
            neighbours.add(on1v6);

            assertEquals(List.of(on0), neighbours.list(AF_INET, lab.eth0));
            assertEquals(2, neighbours.list(AF_INET).size());
            assertTrue(neighbours.list(AF_INET6, lab.eth1).contains(on1v6));
            assertTrue(neighbours.list(AF_UNSPEC).containsAll(List.of(on0, on1, on1v6)));
            assertEquals(List.of(), neighbours.list(AF_INET, 999));
        }
    }
}
