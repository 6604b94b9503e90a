package io.vethkit.it.install;

import io.vethkit.it.install.Program.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A place the plugin is installed to, by the real program in a process of its own.
 *
 * @param modules the plugin's modules that are installed
 */
record Installation(Path root, Path modules) {
    private static final Path PROJECT = Path.of(System.getProperty("vethkit.root"));

    /** Of the plugin that was built. */
    static Installation at(Path root) {
        return new Installation(root, PROJECT.resolve("cli/target/lib"));
    }

    Installation withModules(Path others) {
        return new Installation(root, others);
    }

    Path binDir() {
        return root.resolve("bin");
    }

    Path confDir() {
        return root.resolve("net.d");
    }

    Path stateDir() {
        return root.resolve("state");
    }

    Path executable() {
        return binDir().resolve("vethkit-cni");
    }

    Path conflist() {
        return confDir().resolve("10-vethkit.conflist");
    }

    Path store() {
        return binDir().resolve(".vethkit");
    }

    /** The generation in use. */
    Path generation() throws IOException {
        String text = Files.readString(executable());
        int start = text.indexOf(store().toString());
        return Path.of(text.substring(start, text.indexOf("/jre/", start)));
    }

    /** What is in the directory of generations, but the lock. */
    List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(store())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    /** The program {@code vethkit install} for this place. */
    Program installer(String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("install", "--bin-dir", binDir().toString()));
        arguments.addAll(List.of("--conf-dir", confDir().toString()));
        arguments.addAll(List.of("--state-dir", stateDir().toString()));
        arguments.addAll(List.of(more));
        return vethkit(modules, arguments);
    }

    static Program vethkit(Path modules, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-Dvethkit.modules=" + modules);
        command.add("-jar");
        command.add(PROJECT.resolve("cli/target/vethkit-cli.jar").toString());
        command.addAll(arguments);
        return Program.of(command, Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
    }

    /** Installs, which must succeed. Returns what it said. */
    Outcome install(String... more) throws IOException {
        Outcome outcome = installer(more).run("");
        if (outcome.status() != 0) {
            throw new AssertionError("install failed: " + outcome);
        }
        return outcome;
    }

    /** Calls the executable as a runtime does. */
    Outcome call(String verb, String config) throws IOException {
        return Program.of(List.of(executable().toString()), environment(verb)).run(config);
    }

    static Map<String, String> environment(String verb) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("CNI_COMMAND", verb);
        environment.put("CNI_CONTAINERID", "it");
        environment.put("CNI_NETNS", "/run/netns/no-such-namespace");
        environment.put("CNI_IFNAME", "eth0");
        environment.put("CNI_PATH", "/usr/lib/cni");
        return environment;
    }

    /** A configuration that is in order. */
    String config() {
        return """
        {"cniVersion": "1.1.0", "name": "it", "type": "vethkit-cni", "stateDir": "%s",
         "ipam": {"type": "vethkit", "ranges": [[{"subnet": "10.1.0.0/24"}]]}, "node": {}}
        """
                .formatted(stateDir().toString().replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /**
     * The answers to a few calls: one that touches nothing, one that reads the configuration, one
     * that is refused for it, and one that calls the kernel before it fails.
     */
    List<String> answers() throws IOException {
        List<String> answers = new ArrayList<>();
        answers.add(answer(call("VERSION", "")));
        answers.add(answer(call("STATUS", config())));
        answers.add(answer(call("STATUS", config().replace("10.1.0.0/24", "10.1.0.1/24"))));
        answers.add(answer(call("ADD", config())));
        return answers;
    }

    private static String answer(Outcome outcome) {
        return outcome.status() + " " + outcome.output();
    }

    /** What {@link #answers()} are, told by a reader. */
    static List<String> rightAnswers() {
        return List.of(
                "0 {\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\",\"0.3.0\","
                        + "\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}\n",
                "0 ",
                "1 {\"cniVersion\":\"1.1.0\",\"code\":7,\"msg\":\"ipam.ranges[0][0].subnet is"
                        + " \\\"10.1.0.1/24\\\": it must have no host bits set,"
                        + " like 10.1.0.0/24\"}\n",
                "1 {\"cniVersion\":\"1.1.0\",\"code\":4,\"msg\":\"CNI_NETNS:"
                        + " \\\"/run/netns/no-such-namespace\\\""
                        + " open /run/netns/no-such-namespace:"
                        + " ENOENT: No such file or directory\"}\n");
    }
}
