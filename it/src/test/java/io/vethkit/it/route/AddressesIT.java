package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.object;
import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.it.route.Lab.refusal;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.AF_UNSPEC;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.IfAddr;
import io.vethkit.netlink.route.RtNetlink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

@ExtendWith(ThrowawayNetns.class)
class AddressesIT {
    private static JsonObject shown(String local) throws IOException {
        for (JsonElement info : object("addr show dev eth1").getAsJsonArray("addr_info")) {
            if (info.getAsJsonObject().get("local").getAsString().equals(local)) {
                return info.getAsJsonObject();
            }
        }
        throw new AssertionError("eth1 has no " + local);
    }

    @Test
    void addsAnAddressWithAllItsParts() throws IOException {
        try (Lab lab = new Lab()) {
            Address address =
                    Address.of(prefix("10.0.1.7/24"), lab.eth1)
                            .broadcast(IpAddress.parse("10.0.1.255"))
                            .scope(RtNetlink.RT_SCOPE_LINK)
                            .label("eth1:pod")
                            .flags(IfAddr.IFA_F_NOPREFIXROUTE);

            new Addresses(lab.socket).add(address);

            JsonObject shown = shown("10.0.1.7");
            assertEquals(24, shown.get("prefixlen").getAsInt());
            assertEquals("10.0.1.255", shown.get("broadcast").getAsString());
            assertEquals("link", shown.get("scope").getAsString());
            assertEquals("eth1:pod", shown.get("label").getAsString());
            assertTrue(shown.get("noprefixroute").getAsBoolean());
        }
    }

    @Test
    void addsAPeer() throws IOException {
        try (Lab lab = new Lab()) {
            new Addresses(lab.socket)
                    .add(
                            Address.of(prefix("10.0.1.7/32"), lab.eth1)
                                    .peer(IpAddress.parse("10.0.1.8")));

            assertEquals("10.0.1.8", shown("10.0.1.7").get("address").getAsString());
        }
    }

    @Test
    void addsAnIpv6AddressThatNeedNotBeTentative() throws IOException {
        try (Lab lab = new Lab()) {
            new Addresses(lab.socket)
                    .add(Address.of(prefix("2001:db8::7/128"), lab.eth1).flags(IfAddr.IFA_F_NODAD));

            JsonObject shown = shown("2001:db8::7");
            assertTrue(shown.get("nodad").getAsBoolean());
            assertEquals(128, shown.get("prefixlen").getAsInt());
        }
    }

    @Test
    void refusesAnAddressThatIsThere() throws IOException {
        try (Lab lab = new Lab()) {
            Address address = Address.of(prefix("10.0.0.10/24"), lab.eth0);

            NetlinkException e = refusal(() -> new Addresses(lab.socket).add(address));

            assertTrue(e.is(Errno.EEXIST));
            assertEquals(
                    "add address 10.0.0.10/24 dev #"
                            + lab.eth0
                            + ": EEXIST: ipv4: Address already assigned",
                    e.getMessage());
        }
    }

    @Test
    void replacesAnAddressThatIsThereOrNot() throws IOException {
        try (Lab lab = new Lab()) {
            Address address = Address.of(prefix("10.0.1.7/32"), lab.eth1);
            Addresses addresses = new Addresses(lab.socket);

            addresses.replace(address);
            addresses.replace(address);

            assertEquals(32, shown("10.0.1.7").get("prefixlen").getAsInt());
        }
    }

    @Test
    void deletesAnAddress() throws IOException {
        try (Lab lab = new Lab()) {
            Address address = Address.of(prefix("10.0.0.10/24"), lab.eth0);
            Addresses addresses = new Addresses(lab.socket);

            addresses.delete(address);

            assertEquals("", ip("-4 addr show dev eth0"));
            NetlinkException e = refusal(() -> addresses.delete(address));
            assertTrue(e.is(Errno.EADDRNOTAVAIL), e.getMessage());
        }
    }

    @Test
    void listsByFamilyAndLink() throws IOException {
        try (Lab lab = new Lab()) {
            Addresses addresses = new Addresses(lab.socket);

            List<Address> v4 = addresses.list(AF_INET, lab.eth0);
            List<Address> v6 = addresses.list(AF_INET6, lab.eth0);
            List<Address> both = addresses.list(AF_UNSPEC, lab.eth0);

            assertEquals("[10.0.0.10/24 dev #" + lab.eth0 + " label eth0]", v4.toString());
            assertTrue(v6.stream().anyMatch(a -> a.prefix().equals(prefix("2001:db8::10/64"))));
            assertEquals(v4.size() + v6.size(), both.size());
            assertTrue(addresses.list(AF_INET).size() > v4.size());
            assertEquals(List.of(), addresses.list(AF_UNSPEC, 999));
        }
    }
}
