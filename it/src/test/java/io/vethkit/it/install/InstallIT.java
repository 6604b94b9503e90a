package io.vethkit.it.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.install.Program.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code vethkit install}: what it leaves, however often it runs and wherever it is stopped. */
@ExtendWith(ThrowawayNetns.class)
class InstallIT {
    private static final String OTHER_ANSWER =
            "0 {\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"%s\"]}\n";

    @TempDir private Path root;
    private Installation installation;

    @BeforeEach
    void choosePlace() {
        installation = Installation.at(root.resolve("it"));
    }

    private static void assertWorks(Installation installed) throws IOException {
        assertEquals(Installation.rightAnswers(), installed.answers());
        assertEquals(1, installed.stored().size(), installed.stored().toString());
        assertTrue(Files.readString(installed.conflist()).contains("\"vethkit-cni\""));
    }

    @Test
    void installsOnceAndDoesNothingTheSecondTime() throws IOException {
        JsonObject first = json(installation.install("--subnet", "10.1.0.0/24", "--json"));
        List<String> before = installed();

        JsonObject second = json(installation.install("--subnet", "10.1.0.0/24", "--json"));

        assertWorks(installation);
        assertTrue(first.get("generationMade").getAsBoolean());
        assertEquals("written", first.get("conflistState").getAsString());
        assertFalse(second.get("generationMade").getAsBoolean());
        assertFalse(second.get("executableChanged").getAsBoolean());
        assertEquals("unchanged", second.get("conflistState").getAsString());
        assertEquals(before, installed());
        Tool.run(
                "sh",
                "-c",
                "cd " + installation.generation() + " && sha256sum -c --quiet SHA256SUMS");
    }

    /** All that is there, with inode, time and mode, but the directory of generations itself. */
    private List<String> installed() throws IOException {
        String bin = installation.binDir().toString();
        String conf = installation.confDir().toString();
        return Tool.run("find", bin, conf, "-printf", "%p %i %T@ %m\n")
                .lines()
                .filter(line -> !line.startsWith(installation.store() + " "))
                .sorted()
                .toList();
    }

    private static JsonObject json(Outcome outcome) {
        return JsonParser.parseString(outcome.output()).getAsJsonObject();
    }

    @Test
    void twoAtOnceMakeOne() throws IOException {
        Path streams = Files.createTempDirectory(root, "streams");
        List<Process> installers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            installers.add(installation.installer().start(streams.resolve("" + i), ""));
        }

        for (int i = 0; i < 2; i++) {
            Outcome outcome = Program.await(installers.get(i), streams.resolve("" + i));
            assertEquals(0, outcome.status(), outcome.toString());
        }

        assertWorks(installation);
    }

    @Test
    void killedAtAnyMomentItLeavesWhatWasThereAndCleansUpTheNextTime() throws Exception {
        installation.install();
        Path other = OtherPlugin.make(installation.modules(), root.resolve("other"), "1.0.0");
        Installation changed = installation.withModules(other);
        Path streams = Files.createTempDirectory(root, "streams");
        List<ProcessHandle> tools = new ArrayList<>();
        for (int millis : List.of(300, 800, 1600, 2400, 3200)) {
            Process installer = changed.installer().start(streams.resolve("out"), "");
            boolean finished = installer.waitFor(millis, TimeUnit.MILLISECONDS);
            tools.addAll(installer.descendants().toList());
            installer.destroyForcibly().waitFor();

            String answer = changed.answers().get(0);
            assertTrue(
                    answer.equals(Installation.rightAnswers().get(0))
                            || answer.equals(OTHER_ANSWER.formatted("1.0.0")),
                    answer);
            assertEquals(Installation.rightAnswers().get(3), changed.answers().get(3));
            if (finished) {
                break;
            }
        }
        for (ProcessHandle tool : tools) { // what they write is removed by the next one only
            tool.onExit().get(2, TimeUnit.MINUTES);
        }

        changed.install();

        assertEquals(OTHER_ANSWER.formatted("1.0.0"), changed.answers().get(0));
        assertEquals(
                List.of(), changed.stored().stream().filter(x -> x.startsWith("tmp-")).toList());
        assertEquals(2, changed.stored().size(), "the new one and the one before");
    }

    @Test
    void runsNewCodeOnceItIsInstalledAndKeepsTheGenerationBefore() throws IOException {
        Path first = OtherPlugin.make(installation.modules(), root.resolve("first"), "0.4.0");
        Path second = OtherPlugin.make(installation.modules(), root.resolve("second"), "1.0.0");
        installation.withModules(first).install();
        Path oldest = installation.generation();
        assertEquals(OTHER_ANSWER.formatted("0.4.0"), installation.answers().get(0));

        installation.withModules(second).install();
        Path previous = installation.generation();
        assertEquals(OTHER_ANSWER.formatted("1.0.0"), installation.answers().get(0));
        assertTrue(Files.exists(oldest));

        installation.install();
        assertEquals(Installation.rightAnswers(), installation.answers());
        assertFalse(Files.exists(oldest));
        assertTrue(Files.exists(previous));
    }

    @Test
    void answersEveryCallWhileItIsReplaced() throws Exception {
        installation.install();
        Path other = OtherPlugin.make(installation.modules(), root.resolve("other"), "1.0.0");
        Process installer =
                installation.withModules(other).installer().start(root.resolve("streams"), "");

        Set<String> answers = new TreeSet<>();
        do {
            Outcome outcome = installation.call("VERSION", "");
            answers.add(outcome.status() + " " + outcome.output());
        } while (installer.isAlive());
        answers.add(installation.answers().get(0));

        assertEquals(0, installer.exitValue());
        assertEquals(
                Set.of(Installation.rightAnswers().get(0), OTHER_ANSWER.formatted("1.0.0")),
                answers);
    }

    @Test
    void makesADamagedGenerationAnew() throws IOException {
        installation.install();
        Path damaged = installation.generation();
        Path cache = damaged.resolve("vethkit-cni.aot");
        byte[] bytes = Files.readAllBytes(cache);
        bytes[bytes.length / 2] ^= 1;
        Files.write(cache, bytes);

        installation.install();

        assertNotEquals(damaged, installation.generation());
        assertEquals(Installation.rightAnswers(), installation.answers());
    }

    @Test
    void keepsAConfigurationThatSomebodyChanged() throws IOException {
        installation.install("--subnet", "10.1.0.0/24");
        String ours = Files.readString(installation.conflist());
        String theirs = ours.replace("10.1.0.0/24", "10.2.0.0/24");
        Files.writeString(installation.conflist(), theirs);

        Outcome outcome = installation.install("--subnet", "10.1.0.0/24");

        assertTrue(outcome.output().contains("Kept " + installation.conflist()));
        assertEquals(theirs, Files.readString(installation.conflist()));

        installation.install("--subnet", "10.1.0.0/24", "--replace-conf");
        assertEquals(ours, Files.readString(installation.conflist()));
    }

    @Test
    void worksUnderAStrictUmaskInAPathThatAShebangCannotHold() throws IOException {
        Path odd = root.resolve("it's a \"deep\" \\path/" + "x".repeat(100));
        Installation deep = Installation.at(odd);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"));
        command.addAll(deep.installer().command());

        Outcome outcome = Program.of(command, deep.installer().environment()).run("");

        assertEquals(0, outcome.status(), outcome.toString());
        assertWorks(deep);
        assertTrue(Files.readString(deep.executable()).startsWith("#!/bin/sh\n"));
        assertEquals(
                "",
                Tool.run(
                        "find",
                        deep.binDir().toString(),
                        "!",
                        "-perm",
                        "-444",
                        "!",
                        "-name",
                        "lock"));
    }

    @Test
    void servesEgressUnderItsOwnName() throws IOException {
        installation.install("--subnet", "10.1.0.0/24");
        Path egress = installation.binDir().resolve("vethkit-egress");
        String config =
                installation
                        .config()
                        .replace("\"vethkit-cni\"", "\"vethkit-egress\"")
                        .replace(
                                "\"node\"",
                                "\"enabled\": \"true\", \"nodeIP\": \"10.0.0.4\", \"x\"");
        List<String> command = List.of(egress.toString());

        Outcome status = Program.of(command, Installation.environment("STATUS")).run(config);
        Outcome add = Program.of(command, Installation.environment("ADD")).run(config);

        assertEquals(Path.of("vethkit-cni"), Files.readSymbolicLink(egress));
        assertEquals("", status.output());
        assertEquals(
                "{\"cniVersion\":\"1.1.0\",\"code\":7,\"msg\":\"prevResult is missing: this plugin"
                        + " must be called as a chained plugin\"}\n",
                add.output());
    }

    // there it has called no function of libc before a pod needs it
    @Test
    void usesThePublicLinkerWhereItMayMakeNoNamespaces() throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/usr/bin/setpriv", "--bounding-set=-sys_admin"));
        command.addAll(installation.installer("--subnet", "10.1.0.0/24").command());

        Outcome outcome = Program.of(command, installation.installer().environment()).run("");

        assertEquals(0, outcome.status(), outcome.toString());
        assertTrue(outcome.output().contains("no right to make namespaces"), outcome.output());
        String options = Files.readString(installation.generation().resolve("cni.args"));
        assertFalse(options.contains("pinned") || options.contains("--add-exports"), options);
        assertWorks(installation);

        installation.install("--subnet", "10.1.0.0/24");

        options = Files.readString(installation.generation().resolve("cni.args"));
        assertTrue(options.contains("pinned"), options);
        assertEquals(Installation.rightAnswers(), installation.answers());
    }

    @Test
    void writesNothingWhenItIsTried() throws IOException {
        Outcome outcome = installation.install("--dry-run", "--subnet", "10.1.0.0/24");

        assertTrue(outcome.output().contains("write    " + installation.conflist() + ":"));
        Outcome json = installation.install("--dry-run", "--json", "--subnet", "10.1.0.0/24");
        JsonArray actions =
                JsonParser.parseString(json.output()).getAsJsonObject().getAsJsonArray("actions");
        assertEquals(4, actions.size(), json.output());
        assertFalse(Files.exists(installation.root()));
    }

    @ParameterizedTest
    @CsvSource({
        "--bin-dir,     relative/dir,       '--bin-dir: \"relative/dir\" is not an absolute path'",
        "--bin-dir,     /etc/passwd/x,      '--bin-dir: \"/etc/passwd/x\": /etc/passwd is not a directory'",
        "--bin-dir,     /tmp/a:b,           '--bin-dir: \"/tmp/a:b\" has a character'",
        "--conf-dir,    relative,           '--conf-dir: \"relative\" is not an absolute path'",
        "--state-dir,   relative,           '--state-dir: \"relative\" is not an absolute path'",
        "--conf-name,   x.json,             '--conf-name: \"x.json\" must be a file name'",
        "--conf-name,   ../x.conflist,      '--conf-name: \"../x.conflist\" must be a file name'",
        "--subnet,      10.1.0.1/24,        'ipam.ranges[0][0].subnet is \"10.1.0.1/24\": it must have no host bits set'",
        "--subnet,      10.1.0.0/33,        'ipam.ranges[0][0].subnet is \"10.1.0.0/33\"'",
        "--subnet,      10.1.0.0/31,        'ipam.ranges[0][0].subnet is \"10.1.0.0/31\": it must be /30 or larger'",
        "--subnet,      fd00::/64,          'ipam.ranges[0][0].subnet is \"fd00::/64\"'",
        "--primary-interface, a/b,          'node.primaryInterface is \"a/b\"'",
        "--no-such,     x,                  'Unknown options: ''--no-such'''",
    })
    void refusesBadInputAndTouchesNothing(String option, String value, String message)
            throws IOException {
        List<String> command = new ArrayList<>(installation.installer().command());
        int given = command.indexOf(option);
        if (given >= 0) {
            command.set(given + 1, value);
        } else {
            command.addAll(List.of(option, value));
        }

        Outcome outcome = Program.of(command, installation.installer().environment()).run("");

        assertEquals(2, outcome.status(), outcome.toString());
        assertTrue(outcome.errors().contains(message), outcome.errors());
        assertEquals("", outcome.output());
        try (Stream<Path> files = Files.list(root)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void helpsAndCompletes() throws IOException {
        Path modules = installation.modules();

        Outcome help = Installation.vethkit(modules, List.of("help", "install")).run("");
        Outcome unknown = Installation.vethkit(modules, List.of("instal")).run("");
        Outcome completion = Installation.vethkit(modules, List.of("completion")).run("");

        assertTrue(help.output().contains("--bin-dir"), help.output());
        assertEquals(2, unknown.status());
        assertTrue(
                unknown.errors().contains("Did you mean: vethkit install or "), unknown.errors());
        Tool.feed(completion.output() + "\ncomplete -p vethkit", "bash", "-e");
    }
}
