package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** STATUS: could an ADD be served now? */
@ExtendWith(ThrowawayNetns.class)
class StatusIT {
    @Test
    void isWellBeforeAndAfterTheFirstPodAndWritesNothing() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            assertEquals("", node.call("STATUS", "", "", "").success());
            try (var files = Files.list(node.stateDir)) {
                assertEquals(List.of(), files.toList());
            }

            node.add("c1", node.newPod());

            assertEquals("", node.call("STATUS", "", "", "").success());
        }
    }

    @Test
    void saysThatNoAddressIsFree() throws IOException {
        try (CniNode node = new CniNode()) {
            node.ipam = CniNode.RANGES.replace("10.0.0.31", "10.0.0.17");
            node.add("c1", node.newPod());
            assertEquals("", node.call("STATUS", "", "", "").success());
            node.add("c2", node.newPod());

            String error = node.call("STATUS", "", "", "").error();

            assertEquals("50: all 2 addresses of network net are in use", error);
            node.delete("c1", "");
            assertEquals("", node.call("STATUS", "", "", "").success());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "/etc/passwd/below"})
    void saysThatTheStateDirectoryCannotBeWritten(String directory) throws IOException {
        try (CniNode node = new CniNode()) {
            String conf = node.conf("").replace(node.stateDir.toString(), directory);

            String error = node.call(Map.of(), "STATUS", "", "", conf).error();

            assertEquals("50: stateDir: \"" + directory + "\" cannot be written", error);
        }
    }

    @Test
    void saysThatNobodyGivesOutAddresses() throws IOException {
        try (CniNode node = new CniNode()) {
            node.ipam = "{}";

            String error = node.call("STATUS", "", "", "").error();

            assertEquals("50: ipam is missing: it names who gives out addresses", error);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "node":{ > "node":{"primaryInterface":"eth7", > 50: node.primaryInterface: "eth7": there is no such interface
                    "name":"eth1" > "name":"eth7" > 50: node.enis: "eth7": there is no such interface
                    "deviceNumber":1 > "deviceNumber":0 > 7: node.enis[0].deviceNumber is 0: it must be a whole number from 1 to 251
                    """)
    void namesWhatOfTheNodeWouldKeepAddFromSucceeding(String right, String wrong, String error)
            throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra = node.extra.replace(right, wrong);

            assertEquals(error, node.call("STATUS", "", "", "").error());
        }
    }
}
