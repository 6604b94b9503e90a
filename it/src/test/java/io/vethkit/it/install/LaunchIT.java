package io.vethkit.it.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.install.Program.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an installed plugin answers when what it starts from is damaged, or where it starts odd. */
@ExtendWith(ThrowawayNetns.class)
class LaunchIT {
    @TempDir private static Path root;
    private static Installation installation;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.at(root);
        installation.install("--subnet", "10.1.0.0/24");
        Files.copy(cache(), saved("cache"));
        Files.copy(archive(), saved("archive"));
    }

    @BeforeEach
    @AfterEach
    void restore() throws IOException {
        Files.copy(saved("cache"), cache(), REPLACE_EXISTING);
        Files.copy(saved("archive"), archive(), REPLACE_EXISTING);
    }

    private static Path saved(String name) {
        return root.resolve(name);
    }

    private static Path cache() throws IOException {
        return installation.generation().resolve("vethkit-cni.aot");
    }

    private static Path archive() throws IOException {
        return installation.generation().resolve("jre/lib/server/classes.jsa");
    }

    private static void assertRight() throws IOException {
        assertEquals(Installation.rightAnswers(), installation.answers());
    }

    private static void assertRightButWarns() throws IOException {
        assertRight();
        Outcome version = installation.call("VERSION", "");
        assertFalse(version.errors().isEmpty());
    }

    @Test
    void answersWithoutAWord() throws IOException {
        assertRight();

        assertEquals("", installation.call("VERSION", "").errors());
    }

    @Test
    void answersWithoutItsCache() throws IOException {
        Files.delete(cache());

        assertRight();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5000, 1_000_000, 12_000_000})
    void answersWithACacheCutShort(int size) throws IOException {
        Tool.run("truncate", "-s", Integer.toString(size), cache().toString());

        assertRightButWarns();
    }

    @Test
    void answersWithSomethingElseForACache() throws IOException {
        Files.copy(archive(), cache(), REPLACE_EXISTING);

        assertRightButWarns();
    }

    @Test
    void answersWithACacheOfOtherCode() throws IOException {
        makeCache(installation.generation().resolve("jre"), options());

        assertRightButWarns();
    }

    @Test
    void answersWithACacheOfOtherOptions() throws IOException {
        List<String> options = new ArrayList<>(options());
        options.removeIf(option -> option.startsWith("--enable-native-access"));
        options.remove("-XX:+UseSerialGC");
        options.add("-XX:+UseParallelGC");
        makeCache(installation.generation().resolve("jre"), options);

        assertRight();
    }

    @Test
    void answersWithACacheOfAnotherJdk() throws IOException {
        makeCache(Path.of(System.getProperty("java.home")), List.of());

        assertRightButWarns();
    }

    @Test
    void answersWithoutTheArchiveOfItsRuntime() throws IOException {
        Files.delete(archive());

        assertRight();
    }

    @Test
    void answersWithoutAnyArchive() throws IOException {
        Files.delete(archive());
        Files.delete(cache());

        assertRight();
    }

    @Test
    void answersWithACacheThatHasLostItsMark() throws IOException {
        byte[] bytes = Files.readAllBytes(cache());
        bytes[0] ^= 1;
        Files.write(cache(), bytes);

        assertRightButWarns();
    }

    /** Those that the plugin starts with. */
    private static List<String> options() throws IOException {
        List<String> lines =
                Files.readAllLines(installation.generation().resolve("cni.args")).stream()
                        .filter(line -> !line.contains("AOTCache"))
                        .toList();
        return lines.subList(0, lines.indexOf("-m"));
    }

    /** Replaces the cache by one that this runtime makes of a program that does nothing. */
    private static void makeCache(Path runtime, List<String> options) throws IOException {
        Path source = root.resolve("Nothing.java");
        Files.writeString(source, "class Nothing { public static void main(String[] a) {} }");
        String jdk = System.getProperty("java.home") + "/bin/";
        Path jar = root.resolve("nothing.jar");
        Tool.run(jdk + "javac", source.toString());
        Tool.run(jdk + "jar", "cf", jar.toString(), "-C", root.toString(), "Nothing.class");
        List<String> command = new ArrayList<>();
        command.add(runtime.resolve("bin/java").toString());
        command.addAll(options);
        command.add("-XX:AOTCacheOutput=" + cache());
        command.addAll(List.of("-cp", jar.toString(), "Nothing"));
        Files.delete(cache());
        Tool.run(command.toArray(new String[0]));
        assertTrue(Files.exists(cache()));
    }

    @Test
    void keepsStandardOutputCleanOfOptionsInTheEnvironment() throws IOException {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")) {
            Map<String, String> environment = new TreeMap<>(Installation.environment("VERSION"));
            environment.put(variable, "-Dsome=thing -Xmx100m -XX:+TieredCompilation");

            Outcome outcome = run(environment, new File("/"), "");

            assertEquals(Installation.rightAnswers().get(0), "0 " + outcome.output(), variable);
            assertFalse(outcome.errors().isEmpty(), variable);
        }
    }

    @Test
    void needsNothingOfTheEnvironment() throws IOException {
        Map<String, String> environment = new TreeMap<>(Installation.environment("VERSION"));
        environment.put("PATH", "");

        Outcome outcome = run(environment, new File("/proc/self"), "");

        assertEquals(Installation.rightAnswers().get(0), "0 " + outcome.output());
        assertEquals("", outcome.errors());
    }

    @Test
    void readsNothingOfItsWorkingDirectory() throws IOException {
        Path directory = Files.createDirectories(root.resolve("odd"));
        Files.writeString(directory.resolve(".hotspotrc"), "-XX:+NoSuchOption\n");
        Files.writeString(directory.resolve("java.policy"), "nonsense");

        Outcome outcome = run(Installation.environment("VERSION"), directory.toFile(), "");

        assertEquals(Installation.rightAnswers().get(0), "0 " + outcome.output());
    }

    @Test
    void answersWithStandardErrorClosed() throws IOException {
        List<String> command =
                List.of("/bin/sh", "-c", "exec 2>&-; exec " + installation.executable());
        List<String> answers = new ArrayList<>();
        for (String verb : List.of("VERSION", "STATUS", "ADD")) {
            Program program = Program.of(command, Installation.environment(verb));
            Outcome outcome = program.run(installation.config());
            answers.add(outcome.status() + " " + outcome.output());
        }

        List<String> right = Installation.rightAnswers();
        assertEquals(List.of(right.get(0), right.get(1), right.get(3)), answers);
    }

    @Test
    void answersFromAFileSystemThatCannotBeWrittenTo() throws IOException {
        String script =
                "mount --bind -o ro $1 $1 && mount -o remount,ro,bind $1 && ! touch $1/x 2>&- &&"
                        + " exec $1/vethkit-cni";
        Map<String, String> environment = new TreeMap<>(Installation.environment("VERSION"));
        environment.put("PATH", "/usr/bin:/bin");
        List<String> command =
                List.of(
                        "/usr/bin/unshare",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        installation.binDir().toString());

        Outcome outcome = Program.of(command, environment).run("");

        assertEquals(Installation.rightAnswers().get(0), "0 " + outcome.output());
    }

    private static Outcome run(Map<String, String> environment, File directory, String input)
            throws IOException {
        List<String> command = List.of(installation.executable().toString());
        return new Program(command, environment, directory).run(input);
    }
}
