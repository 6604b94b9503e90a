package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.objects;
import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.linux.Socket.AF_INET;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Neighbour;
import io.vethkit.netlink.route.Neighbours;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.RtNetlink;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;

@ExtendWith(ThrowawayNetns.class)
class BatchIT {
    private static final IpAddress GATEWAY = IpAddress.parse("169.254.1.1");

    @Test
    void setsUpThePodsEndInOneGo() throws IOException {
        try (Lab lab = new Lab()) {
            Batch batch = lab.socket.batch();
            batch.add(Links.setting(Link.named("eth1").mtu(1400).up(true)));
            batch.add(Addresses.adding(Address.of(prefix("10.0.1.7/32"), lab.eth1)));
            Route toGateway = Route.to(prefix("169.254.1.1/32")).dev(lab.eth1);
            batch.add(Routes.adding(toGateway.scope(RtNetlink.RT_SCOPE_LINK)));
            batch.add(Routes.adding(Route.to(prefix("0.0.0.0/0")).via(GATEWAY).dev(lab.eth1)));
            MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
            batch.add(Neighbours.adding(Neighbour.permanent(GATEWAY, lab.eth1, mac)));
            batch.add(Rules.adding(Rule.lookup(AF_INET, 1001, 1536)));

            batch.execute().throwFirstError();

            assertEquals("default via 169.254.1.1 dev eth1", ip("route show default"));
            assertEquals(1, objects("neigh show 169.254.1.1").size());
            assertEquals(1, objects("rule show pref 1536").size());
        }
    }

    @Test
    void tellsWhichOfManyFailed() throws IOException {
        try (Lab lab = new Lab()) {
            Batch batch = lab.socket.batch();
            int bridge = batch.add(Links.adding(Link.named("br0").kind(new LinkKind.Bridge())));
            int missing = batch.add(Links.deleting("none"));
            Route unreachable = Route.to(prefix("10.1.0.0/16")).via(IpAddress.parse("10.9.9.9"));
            int route = batch.add(Routes.adding(unreachable));
            int rule = batch.add(Rules.adding(Rule.lookup(AF_INET, 1001, 1536)));

            BatchResult result = batch.execute();

            assertNull(result.error(bridge));
            assertNull(result.error(rule));
            NetlinkException first = result.error(missing);
            assertNotNull(first);
            assertEquals("delete link none: ENODEV: No such device", first.getMessage());
            NetlinkException second = result.error(route);
            assertNotNull(second);
            assertEquals("Nexthop has invalid gateway", second.kernelWords());
        }
    }
}
