package io.vethkit.cni;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;

/** Reads and checks the ENIs of a node beside the primary one. */
final class EniReader {
    private final Fields node;
    private final Families families;
    private final NodeAddressReader addresses;

    EniReader(Fields node, Families families, NodeAddressReader addresses) {
        this.node = node;
        this.families = families;
        this.addresses = addresses;
    }

    List<EniConf> read() {
        List<EniConf> enis = new ArrayList<>();
        for (Fields fields : node.list("enis")) {
            EniConf eni = read(fields);
            for (EniConf other : enis) {
                requireDifferent(fields, eni, other);
            }
            enis.add(eni);
        }
        return enis;
    }

    private EniConf read(Fields fields) {
        fields.requireKnown(
                "networkCard",
                "deviceNumber",
                "name",
                "mac",
                "trunk",
                "address",
                "ipv6Address",
                "addresses");
        int card = networkCard(fields);
        int number = deviceNumber(fields, card);
        String name = NodeReader.interfaceName(fields, "name");
        MacAddress mac = Addresses.mac(fields, "mac");
        if (name == null && mac == null) {
            throw fields.missing("name", "an ENI must have a name or a mac");
        }
        boolean trunk = fields.flag("trunk", false);
        Prefix ipv4 = addresses.own(fields, "address", false);
        if (ipv4 == null && families.ipv4() && !trunk) {
            throw fields.missing("address", "it must be the ENI's own address, like 10.0.2.4/24");
        }
        Prefix ipv6 = addresses.own(fields, "ipv6Address", true);
        if (trunk && !fields.array("addresses").isEmpty()) {
            throw fields.invalid("addresses", "must be empty: a trunk ENI's pods have their own");
        }
        List<Prefix> ofPods = addresses.ofPods(fields, ipv4, ipv6);
        return new EniConf(card, number, name, mac, ipv4, ipv6, ofPods, trunk);
    }

    private static int networkCard(Fields fields) {
        Integer card = fields.integer("networkCard", 0, EniConf.NETWORK_CARD_MAX);
        return card == null ? 0 : card;
    }

    private static int deviceNumber(Fields fields, int card) {
        Integer number =
                fields.integer(
                        "deviceNumber",
                        EniConf.deviceNumberMin(card),
                        EniConf.deviceNumberMax(card));
        if (number == null) {
            throw fields.missing("deviceNumber", "it must be the ENI's number at the instance");
        }
        return number;
    }

    private static void requireDifferent(Fields fields, EniConf eni, EniConf other) {
        if (eni.networkCard() == other.networkCard()
                && eni.deviceNumber() == other.deviceNumber()) {
            throw fields.invalid("deviceNumber", "must not be that of another ENI");
        }
        if (eni.name() != null && eni.name().equals(other.name())) {
            throw fields.invalid("name", "must not be that of another ENI");
        }
        if (eni.mac() != null && eni.mac().equals(other.mac())) {
            throw fields.invalid("mac", "must not be that of another ENI");
        }
        if (eni.trunk() && other.trunk()) {
            throw fields.invalid("trunk", "must not be true for more than one ENI");
        }
    }
}
