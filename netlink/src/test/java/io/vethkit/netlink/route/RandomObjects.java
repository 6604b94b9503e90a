package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Objects with every part present or absent, at random but the same in every run. */
final class RandomObjects {
    private static final String NAME_CHARACTERS = "abcXYZ019.-_@\u00e9\u20ac";

    private final Random random;

    RandomObjects(long seed) {
        random = new Random(seed);
    }

    Link link() {
        return new Link(
                positive(),
                name(),
                maybe(this::kind),
                maybe(this::mac),
                maybe(this::positive),
                maybe(random::nextInt),
                maybe(this::positive),
                maybe(this::positive),
                maybe(this::name),
                random.nextBoolean());
    }

    private LinkKind kind() {
        return switch (random.nextInt(8)) {
            case 0 -> new LinkKind.Veth(null);
            case 1 -> new LinkKind.Vlan(1 + random.nextInt(4094));
            case 2 -> new LinkKind.Bridge();
            case 3 -> new LinkKind.Macvlan(oneOf(LinkKind.Macvlan.Mode.values()));
            case 4 -> new LinkKind.Ifb();
            case 5 -> vxlan();
            case 6 -> new LinkKind.Dummy();
            default -> new LinkKind.Generic("other" + random.nextInt(10));
        };
    }

    private LinkKind vxlan() {
        boolean isV6 = random.nextBoolean();
        return new LinkKind.Vxlan(
                random.nextInt(1 << 24),
                maybe(() -> address(isV6)),
                maybe(() -> address(isV6)),
                maybe(this::positive),
                maybe(() -> random.nextInt(1 << 16)),
                random.nextBoolean());
    }

    Address address() {
        boolean isV6 = random.nextBoolean();
        return new Address(
                prefix(isV6),
                positive(),
                random.nextInt(256),
                maybe(() -> address(isV6)),
                isV6 ? null : maybe(() -> address(false)),
                maybe(this::name),
                oneOf(0, 2, 0x80, 0x202, -1));
    }

    Neighbour neighbour() {
        return new Neighbour(
                address(random.nextBoolean()),
                positive(),
                maybe(this::mac),
                random.nextInt(1 << 16),
                random.nextInt(256));
    }

    Route route() {
        boolean isV6 = random.nextBoolean();
        boolean isMultipath = random.nextInt(4) == 0;
        return new Route(
                prefix(isV6).network(),
                isMultipath ? null : maybe(() -> gateway(isV6)),
                isMultipath ? null : maybe(this::positive),
                table(),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256),
                maybe(() -> address(isV6)),
                maybe(random::nextInt),
                random.nextBoolean(),
                isMultipath ? nextHops(isV6) : List.of(),
                new RouteMetrics(maybe(this::positive), maybe(this::positive)));
    }

    private List<NextHop> nextHops(boolean isV6) {
        List<NextHop> hops = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Integer device = maybe(this::positive);
            IpAddress gateway = device == null ? gateway(isV6) : maybe(() -> gateway(isV6));
            int weight = 1 + random.nextInt(256);
            hops.add(new NextHop(gateway, device, weight, random.nextBoolean()));
        }
        return hops;
    }

    private IpAddress gateway(boolean isV6) {
        return address(isV6 || random.nextInt(4) == 0);
    }

    Rule rule() {
        boolean isV6 = random.nextBoolean();
        return new Rule(
                isV6 ? AF_INET6 : AF_INET,
                maybe(() -> prefix(isV6)),
                maybe(() -> prefix(isV6)),
                maybe(this::name),
                maybe(this::name),
                maybe(this::mark),
                maybe(() -> 1 + random.nextInt(255)),
                maybe(this::ports),
                maybe(this::ports),
                table(),
                random.nextInt(),
                maybe(() -> random.nextInt(129)),
                random.nextInt(256),
                random.nextBoolean(),
                random.nextInt(256));
    }

    private Mark mark() {
        return new Mark(oneOf(0, 0x80, -1), oneOf(0, 0x80, -1));
    }

    private PortRange ports() {
        int first = 1 + random.nextInt(65535);
        return new PortRange(first, first + random.nextInt(65536 - first));
    }

    private int table() {
        return oneOf(0, 1, 254, 255, 256, 1001, Integer.MAX_VALUE, -1);
    }

    private Prefix prefix(boolean isV6) {
        IpAddress address = address(isV6);
        return new Prefix(address, random.nextInt(address.bits() + 1));
    }

    private IpAddress address(boolean isV6) {
        return isV6
                ? IpAddress.v6(random.nextLong(), random.nextLong())
                : IpAddress.v4(random.nextInt());
    }

    private MacAddress mac() {
        return new MacAddress(random.nextLong() >>> 16);
    }

    private String name() {
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(5); i > 0; i--) {
            name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
        }
        return name.toString();
    }

    private int positive() {
        return 1 + random.nextInt(oneOf(10, Integer.MAX_VALUE));
    }

    private <T extends @Nullable Object> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
