package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log file of the plugin. */
@ExtendWith(ThrowawayNetns.class)
class CallLogIT {
    @TempDir private Path directory;

    @Test
    void getsALineForEachCall() throws IOException {
        Path log = directory.resolve("plugin.log");
        try (CniNode node = new CniNode()) {
            node.extra = ",\"pluginLogFile\":\"" + log + "\"";
            String netns = node.newPod();

            node.add("c1", netns);
            assertEquals(4, node.call("ADD", "c1", netns, "").code());

            List<String> lines = Files.readAllLines(log);
            assertEquals(2, lines.size());
            JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
            assertEquals("info", first.get("level").getAsString());
            assertEquals("vethkit-cni", first.get("caller").getAsString());
            String message = first.get("msg").getAsString();
            assertTrue(
                    message.startsWith("ADD in network net of container c1, eth0 in " + netns),
                    message);
            assertTrue(lines.get(1).contains("\"level\":\"error\""), lines.get(1));
            assertTrue(lines.get(1).contains("attached to network net already"), lines.get(1));
        }
    }

    @Test
    void keepsToTheConfiguredLevel() throws IOException {
        Path log = directory.resolve("plugin.log");
        try (CniNode node = new CniNode()) {
            node.extra = ",\"pluginLogFile\":\"" + log + "\",\"pluginLogLevel\":\"error\"";

            node.add("c1", node.newPod());

            assertTrue(Files.notExists(log));
        }
    }

    @Test
    void doesNotFailACallWhenItCannotBeWritten() throws IOException {
        try (CniNode node = new CniNode()) {
            node.extra = ",\"pluginLogFile\":\"" + directory + "/missing/plugin.log\"";

            CniNode.Answer answer = node.call("ADD", "c1", node.newPod(), "");

            assertEquals(0, answer.status(), answer.stdout());
            assertTrue(answer.stderr().contains("cannot write pluginLogFile"), answer.stderr());
        }
    }
}
