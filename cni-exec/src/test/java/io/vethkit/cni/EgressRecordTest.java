package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.SnatPorts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRecordTest {
    private static final EgressAttachment POD =
            new EgressAttachment(
                    "net",
                    "c1",
                    "eth0",
                    MacAddress.parse("02:00:00:00:00:01"),
                    MacAddress.parse("02:00:00:00:00:02"),
                    Prefix.parse("fd00::ac:5/118"),
                    IpAddress.parse("fe80::ff:fe00:1"),
                    IpAddress.parse("2001:db8::4"),
                    SnatPorts.HASHRANDOM,
                    9001,
                    FilterBackend.IPTABLES_LEGACY);

    private static final EgressRecord RECORD = new EgressRecord(POD, "/run/netns/a", null, "");

    @Test
    void comesBackAsItWas() throws UnreadableRecordException {
        EgressRecord named = new EgressRecord(POD, "/run/netns/a", "default/web", "boot 4:1");

        assertEquals(named, EgressRecord.parse(named.toJson()));
        assertEquals(RECORD, EgressRecord.parse(RECORD.toJson()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"format\":2}",
                "{\"format\":1,\"network\":\"net\"}",
                "{\"format\":1,\"network\":7,\"containerId\":[]}"
            })
    void saysThatItIsDamaged(String text) {
        assertThrows(UnreadableRecordException.class, () -> EgressRecord.parse(text));
    }

    @Test
    void refusesValuesThatCannotBe() {
        String json = RECORD.toJson();

        for (String wrong :
                new String[] {
                    json.replace("HASHRANDOM", "SOMETIMES"),
                    json.replace("2001:db8::4", "10.0.0.4"),
                    json.replace("9001", "100"),
                    json.replace("IPTABLES_LEGACY", "IPCHAINS")
                }) {
            assertThrows(UnreadableRecordException.class, () -> EgressRecord.parse(wrong));
        }
    }
}
