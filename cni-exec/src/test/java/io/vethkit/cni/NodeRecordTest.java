package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.Eni;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.SnatPorts;
import io.vethkit.routing.Origin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;

class NodeRecordTest {
    private static final Node NODE =
            new Node(
                    "eth0",
                    Prefix.parse("10.0.0.4/24"),
                    true,
                    List.of(Prefix.parse("10.0.0.0/16")),
                    List.of(Prefix.parse("172.20.0.0/16")),
                    false,
                    true,
                    0x80000000,
                    SnatPorts.HASHRANDOM,
                    "eni",
                    1500,
                    List.of(
                            new Eni("eth1", 0, 1, Prefix.parse("10.0.1.4/24"), null, false),
                            new Eni("eth2", 1, 0, null, Prefix.parse("2001:db8::4/64"), true)
                                    .routedByHost(10001)),
                    EnforcingMode.STRICT,
                    false,
                    true);
    private static final Node SMALLEST =
            new Node(
                    "eth0",
                    null,
                    true,
                    List.of(),
                    List.of(),
                    true,
                    false,
                    1,
                    SnatPorts.PRNG,
                    "eni",
                    null,
                    List.of(),
                    null,
                    true,
                    false);

    @Test
    void readsWhatItWrote() throws IOException {
        Origin origin =
                new Origin(
                        Map.of("net/ipv4/ip_forward", "0"),
                        Map.of("eth0", 9001, "eth1", 1500),
                        List.of("eth1 10.0.1.4/24"));
        NodeRecord record = new NodeRecord("boot 4:1\n", List.of(NODE, SMALLEST), origin);

        assertEquals(record, NodeRecord.parse(record.toJson()));
    }

    @Test
    void remembersWhatTheNodeWasWhileItChanges() {
        NodeRecord record = new NodeRecord("here", List.of(NODE), Origin.NONE);

        assertEquals(List.of(NODE, SMALLEST), record.changingTo(SMALLEST, Origin.NONE).nodes());
        assertEquals(List.of(NODE), record.changingTo(NODE, Origin.NONE).nodes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\":2}",
                "{\"format\":1,\"place\":\"\",\"nodes\":[{}],\"sysctls\":{},\"mtus\":{}}",
                "{\"format\":1,\"place\":\"\",\"nodes\":[],\"sysctls\":{},\"mtus\":{\"a\":[]}}",
            })
    void refusesWhatItDidNotWrite(String text) {
        assertThrows(UnreadableRecordException.class, () -> NodeRecord.parse(text));
    }
}
