package io.vethkit.it.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@ExtendWith(ThrowawayNetns.class)
class DemoIT {
    @TempDir private Path directory;

    /** Returns a directory with a plugin that needs no installation. */
    private String binDir(String script) throws IOException {
        Path plugin = Files.writeString(directory.resolve("vethkit-cni"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory.toString();
    }

    private String binDir() throws IOException {
        return binDir(
                "exec "
                        + DemoProcess.java()
                        + " --enable-native-access=ALL-UNNAMED -cp '"
                        + DemoProcess.modules()
                        + "/*' io.vethkit.cni.Main\n");
    }

    private static Map<String, String> results(JsonObject report) {
        Map<String, String> results = new LinkedHashMap<>();
        for (JsonElement element : report.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            String result = step.get("result").getAsString();
            results.put(
                    step.get("id").getAsString(),
                    step.get("ok").getAsBoolean() ? result : "failed: " + result);
        }
        return results;
    }

    @Test
    void installsThePluginProvesAllAndLeavesNothing() throws IOException {
        NetworkSnapshot before = NetworkSnapshot.take();
        try (DemoProcess demo = new DemoProcess(directory, "--json")) {
            JsonObject report = demo.awaitReport(0);

            assertTrue(report.get("ok").getAsBoolean());
            Map<String, String> results = results(report);
            results.forEach((id, result) -> assertFalse(result.startsWith("failed"), id + result));
            assertEquals("10.0.0.17", results.get("add-a"));
            assertEquals("10.0.1.17", results.get("add-b"));
            assertEquals("seen as 10.0.1.17 by b, c", results.get("tcp-b-c"));
            assertEquals("seen as 10.0.0.17 by a, b", results.get("tcp-a-b"));
            assertEquals("seen as 10.0.1.17 by b, eth1", results.get("tcp-b-node2"));
            assertEquals("seen as 10.0.0.4 by b, eth0", results.get("tcp-b-internet"));
            assertEquals("seen as 10.0.0.4 by b", results.get("tcp-node-b"));
            assertEquals("seen as 198.51.100.7 by eth0, b", results.get("nodeport-internet-b"));
            assertEquals("no answer, by b, eth0", results.get("effect"));
            assertTrue(results.get("finding").contains("rule from 10.0.1.17/32 table 2"));
            assertEquals("as described", results.get("check-repaired"));
            assertEquals("nothing is left", results.get("node-clean"));
            assertEquals("no namespace, no file is left", results.get("end"));
            assertEquals("{}", report.get("kept").toString());
            demo.assertNothingIsLeft();
        }
        NetworkSnapshot.assertUnchangedSince(before);
    }

    @Test
    void tellsTheStoryInLinesThatFitATerminal() throws IOException {
        try (DemoProcess demo = new DemoProcess(directory, "--bin-dir=" + binDir())) {
            List<String> lines = demo.awaitEnd(0).lines().toList();

            assertEquals(3, lines.stream().filter(line -> line.contains("[ ok ]  ADD ")).count());
            assertTrue(lines.get(lines.size() - 1).startsWith("All "), lines.toString());
            for (String line : lines) {
                assertTrue(line.length() <= 100, line);
                assertFalse(line.contains("\u001b"), line);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"SECONDARY_IP", "BRANCH_STRICT", "BRANCH_STANDARD"},
            mode = EnumSource.Mode.EXCLUDE)
    void showsEveryMode(Mode mode) throws IOException {
        show(mode);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"BRANCH_STRICT", "BRANCH_STANDARD"})
    @Tag("vlan")
    void showsBranchEnis(Mode mode) throws IOException {
        show(mode);
    }

    private void show(Mode mode) throws IOException {
        String binDir = "--bin-dir=" + binDir();
        try (DemoProcess demo = new DemoProcess(directory, "--mode=" + mode, "--json", binDir)) {
            Map<String, String> results = results(demo.awaitReport(0));

            assertTrue(results.get("effect").startsWith("no answer, by "), results.toString());
            assertTrue(results.get("reach-repaired").startsWith("seen as "), results.toString());
            assertEquals("nothing is left", results.get("node-clean"));
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void namesTheModes() throws IOException {
        try (DemoProcess demo = new DemoProcess(directory, "--mode=list")) {
            assertEquals(Mode.values().length, demo.awaitEnd(0).lines().count());
        }
        try (DemoProcess demo = new DemoProcess(directory, "--mode=bridge")) {
            String said = demo.awaitEnd(2);

            assertTrue(said.contains("--mode bridge: there is none; --mode list names"), said);
        }
    }

    @Test
    void keepsTheNodeForALookUntilTheNextRun() throws IOException {
        String binDir = "--bin-dir=" + binDir();
        try (DemoProcess first = new DemoProcess(directory, "--json", "--keep", binDir)) {
            JsonObject kept = first.awaitReport(0).getAsJsonObject("kept");
            String node = kept.get("namespaces").getAsString() + "node";

            assertTrue(Tool.ip("-n", node, "rule").contains("from 10.0.1.18 lookup 2"));
            assertTrue(Files.isDirectory(Path.of(kept.get("directory").getAsString())));

            try (DemoProcess second = new DemoProcess(directory, "--json", binDir)) {
                second.awaitReport(0);
            }
            first.assertNothingIsLeft();
        }
    }

    @Test
    void runsTwiceAtOnce() throws IOException {
        String binDir = "--bin-dir=" + binDir();
        try (DemoProcess one = new DemoProcess(directory, "--json", binDir);
                DemoProcess other = new DemoProcess(directory, "--json", binDir)) {
            one.awaitReport(0);
            other.awaitReport(0);

            one.assertNothingIsLeft();
            other.assertNothingIsLeft();
        }
    }

    @Test
    void leavesNothingIfTerminatedBetweenTwoPods() throws IOException {
        try (DemoProcess demo = new DemoProcess(directory, "--bin-dir=" + binDir())) {
            demo.awaitText("ADD pod a").terminate().awaitEnd(128 + 15);

            demo.assertNothingIsLeft();
        }
    }

    @Test
    void leavesNothingIfTerminatedWhileThePluginIsInstalled() throws IOException {
        try (DemoProcess demo = new DemoProcess(directory)) {
            demo.awaitText("[ ok ]").terminate().awaitEnd(128 + 15);

            demo.assertNothingIsLeft();
        }
    }

    @Test
    void removesWhatAKilledRunLeft() throws IOException {
        String binDir = "--bin-dir=" + binDir();
        try (DemoProcess killed = new DemoProcess(directory, binDir)) {
            killed.awaitText("ADD pod b").kill().awaitEnd(128 + 9);
            assertFalse(killed.leftovers().isEmpty());

            try (DemoProcess next = new DemoProcess(directory, "--json", binDir)) {
                next.awaitReport(0);
                next.assertNothingIsLeft();
            }
            killed.assertNothingIsLeft();
        }
    }

    @Test
    void failsWithTheFindingIfThePluginFails() throws IOException {
        String binDir = binDir("echo '{\"code\":11,\"msg\":\"no address is free\"}'; exit 1\n");
        try (DemoProcess demo = new DemoProcess(directory, "--json", "--bin-dir=" + binDir)) {
            JsonObject report = demo.awaitReport(1);

            assertFalse(report.get("ok").getAsBoolean());
            assertEquals(
                    "failed: the plugin says: no address is free", results(report).get("status"));
            demo.assertNothingIsLeft();
        }
    }

    @Test
    void saysThatThereIsNoExecutable() throws IOException {
        try (DemoProcess demo = new DemoProcess(directory, "--bin-dir=" + directory)) {
            String said = demo.awaitEnd(1);

            assertTrue(said.contains("there is no executable " + directory), said);
            demo.assertNothingIsLeft();
        }
    }
}
