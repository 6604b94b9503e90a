package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** Delegation to plugins that misbehave as those in the wild do. */
class DelegateTest {
    private static final String RESULT =
            "{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.0.0.7/24\"}]}";

    @TempDir Path directory;

    @Test
    void givesThePluginConfigurationAndEnvironmentWithAnotherVerb() throws IOException {
        Path seen = directory.resolve("seen");
        CniRequest request =
                request("ADD", "{ env | grep ^CNI_ | sort; env | grep -c ^HOME=; cat; } > " + seen);

        Delegate.find("ipam", request).call(Command.DEL);

        assertEquals(
                "CNI_COMMAND=DEL\nCNI_CONTAINERID=c1\nCNI_IFNAME=eth0\nCNI_NETNS=/run/netns/c1\n"
                        + "CNI_PATH="
                        + directory
                        + "\n0\n"
                        + Requests.config("\"x\":\"ä\""),
                Files.readString(seen));
    }

    @Test
    void readsTheResult() throws IOException {
        CniResult result = add("cat >/dev/null; echo '" + RESULT + "'; echo noise >&2");

        assertEquals(Prefix.parse("10.0.0.7/24"), result.ips().getFirst().address());
    }

    @Test
    void readsAResultOfAnotherVersion() throws IOException {
        CniResult result =
                add("echo '{\"cniVersion\":\"0.2.0\",\"ip4\":{\"ip\":\"10.0.0.7/24\"}}'");

        assertEquals(Prefix.parse("10.0.0.7/24"), result.ips().getFirst().address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo null", "echo '{}'"})
    void takesNothingForAnEmptyResult(String script) throws IOException {
        assertEquals(CniResult.EMPTY, add(script));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "exit 0 | 6 | plugin ipam, ADD: its result is not JSON: it is empty",
                "echo text | 6 | plugin ipam, ADD: its result is not JSON: ",
                "echo '{}'; echo '{}' | 6 | plugin ipam, ADD: its result is not JSON: it is malformed at line 2",
                "echo '[]' | 6 | result of plugin ipam is []: it must be an object",
                "echo '{\"cniVersion\":\"2.0.0\"}' | 6 | result of plugin ipam.cniVersion is \"2.0.0\": it must be one of",
                "echo '{\"ips\":[{}]}' | 6 | result of plugin ipam.ips[0].address is missing",
                "echo '{\"code\":11,\"msg\":\"later\"}' | 11 | plugin ipam, ADD: later",
                "echo '{\"code\":7,\"msg\":\"bad\",\"details\":\"d\"}'; exit 1 | 7 | plugin ipam, ADD: bad",
                "echo '{\"code\":999,\"msg\":\"plain\"}'; exit 1 | 100 | plugin ipam, ADD: plain",
                "echo '{\"code\":0,\"msg\":\"none\"}'; exit 1 | 100 | plugin ipam, ADD: none",
                "echo '{\"msg\":\"none\"}'; exit 1 | 100 | plugin ipam, ADD: none",
                "echo '{\"code\":11}'; exit 1 | 11 | plugin ipam, ADD: error without a message",
                "exit 3 | 100 | plugin ipam, ADD: no error message: exit status 3",
                "echo why >&2; exit 2 | 100 | plugin ipam, ADD: no error message: exit status 2",
                "echo log; echo '{\"code\":7,\"msg\":\"bad\"}'; exit 1 | 100 | plugin ipam, ADD: exit status 1, and what it printed is no error object",
                "echo '{\"ips\":[]}'; exit 1 | 100 | plugin ipam, ADD: exit status 1, and what it printed is no error object",
                "echo '{\"code\":\"x\",\"msg\":\"m\"}'; exit 1 | 100 | plugin ipam, ADD: exit status 1, and what it printed is no error object",
                "echo null; exit 1 | 100 | plugin ipam, ADD: exit status 1, and what it printed is no error object",
                "kill -9 $$ | 100 | plugin ipam, ADD: no error message: exit status 137 (signal 9)",
            })
    void reportsAFailure(String script, int code, String msg) {
        CniException e = assertThrows(CniException.class, () -> add(script));

        assertEquals(code, e.code(), e.msg());
        assertTrue(e.msg().startsWith(msg), e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHECK", "DEL", "GC", "STATUS"})
    void reportsAFailureOfEveryVerb(String verb) {
        CniException e =
                assertThrows(
                        CniException.class,
                        () ->
                                Delegate.find(
                                                "ipam",
                                                request(
                                                        verb,
                                                        "echo '{\"code\":50,\"msg\":\"no\"}'; exit 1"))
                                        .call(Command.valueOf(verb)));

        assertEquals(50, e.code());
        assertEquals("plugin ipam, " + verb + ": no", e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "echo noise", "echo '{\"msg\":\"ignored\"}'"})
    void doesNotMindWhatVerbsWithoutAResultPrint(String script) throws IOException {
        Delegate.find("ipam", request("DEL", script)).call(Command.DEL);
    }

    @Test
    void getsMoreThanAPipeHoldsThroughInBothDirections() throws IOException {
        String filler = "x".repeat(300_000);
        install(
                "ipam",
                "head -c 300000 /dev/zero | tr '\\0' ' '; echo '" + RESULT + "'; cat >/dev/null");
        CniRequest request =
                CniRequest.read(
                        variables("ADD"),
                        Requests.stdin(Requests.config("\"x\":\"" + filler + "\"")));

        CniResult result =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> Delegate.find("ipam", request).add());

        assertEquals(1, result.ips().size());
    }

    @Test
    void copesWithAPluginThatDoesNotReadItsInput() throws IOException {
        install("ipam", "exec 0<&-; echo '" + RESULT + "'");
        CniRequest request =
                CniRequest.read(
                        variables("ADD"),
                        Requests.stdin(Requests.config("\"x\":\"" + "x".repeat(300_000) + "\"")));

        assertEquals(1, Delegate.find("ipam", request).add().ips().size());
    }

    @Test
    void doesNotWaitForAChildThatHoldsThePipe() {
        CniResult result =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(8),
                        () -> add("sleep 10 2>/dev/null & echo '" + RESULT + "'"));

        assertEquals(1, result.ips().size());
    }

    @Test
    void takesTheFirstInThePath() throws IOException {
        Path second = Files.createDirectory(directory.resolve("second"));
        Files.createDirectory(directory.resolve("ipam"));
        script(second.resolve("ipam"), "echo '" + RESULT + "'");
        Map<String, String> variables = variables("ADD");
        variables.put("CNI_PATH", "/nowhere:" + directory + ":" + second);

        CniRequest request = CniRequest.read(variables, Requests.stdin(Requests.config("")));

        assertEquals(1, Delegate.find("ipam", request).add().ips().size());
    }

    @Test
    void followsLinks() throws IOException {
        script(directory.resolve("real"), "echo '" + RESULT + "'");
        Files.createSymbolicLink(directory.resolve("ipam"), Path.of("real"));

        assertEquals(1, Delegate.find("ipam", plainRequest("ADD")).add().ips().size());
    }

    @ParameterizedTest
    @CsvSource({"ADD, 7", "DEL, 7", "STATUS, 50"})
    void namesAPluginThatIsNotThere(String verb, int code) {
        CniException e =
                assertThrows(CniException.class, () -> Delegate.find("absent", plainRequest(verb)));

        assertEquals(code, e.code());
        assertEquals(
                "ipam.type is \"absent\": there is no such plugin in CNI_PATH, " + directory,
                e.msg());
    }

    @Test
    void namesAPluginThatCannotBeRun() throws IOException {
        Files.writeString(directory.resolve("ipam"), "no program");

        CniException e =
                assertThrows(
                        CniException.class, () -> Delegate.find("ipam", plainRequest("ADD")).add());

        assertEquals(5, e.code());
        assertEquals("cannot run " + directory.resolve("ipam"), e.msg());
    }

    private CniResult add(String script) throws IOException {
        return Delegate.find("ipam", request("ADD", script)).add();
    }

    private CniRequest request(String verb, String script) throws IOException {
        install("ipam", script);
        return CniRequest.read(variables(verb), Requests.stdin(Requests.config("\"x\":\"ä\"")));
    }

    private CniRequest plainRequest(String verb) {
        return CniRequest.read(variables(verb), Requests.stdin(Requests.config("")));
    }

    private Map<String, String> variables(String verb) {
        Map<String, String> variables = Requests.variables(verb);
        variables.put("CNI_PATH", directory.toString());
        variables.put("PATH", "/usr/bin:/bin");
        return variables;
    }

    private void install(String type, String script) throws IOException {
        script(directory.resolve(type), script);
    }

    private static void script(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
