package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Delegation to the IPAM plugins of Debian's containernetworking-plugins, version 1.1.1. */
class DebianPluginsTest {
    private static final String BIN = "/usr/lib/cni";

    @TempDir Path directory;

    @BeforeAll
    static void needsThePlugins() {
        boolean installed = Files.isExecutable(Path.of(BIN, "host-local"));
        if (!installed && "required".equals(System.getProperty("kernel.tests"))) {
            fail("containernetworking-plugins is not installed");
        }
        assumeTrue(installed, "containernetworking-plugins is not installed");
    }

    @Test
    void getsAnAddressFromHostLocalAndGivesItBack() throws IOException {
        CniRequest add = hostLocal("ADD", "c1");

        CniResult result = Delegate.find("host-local", add).add();

        assertEquals(
                List.of(
                        new CniIp(
                                Prefix.parse("10.99.0.2/24"), IpAddress.parse("10.99.0.1"), null)),
                result.ips());
        Path reserved = directory.resolve("pods/10.99.0.2");
        assertTrue(Files.readString(reserved).startsWith("c1"));

        Delegate.find("host-local", hostLocal("CHECK", "c1")).call(Command.CHECK);
        Delegate.find("host-local", add).call(Command.DEL);

        assertTrue(Files.notExists(reserved));
        Delegate.find("host-local", hostLocal("DEL", "c1")).call(Command.DEL);
    }

    @Test
    void reportsHostLocalsFailure() throws IOException {
        Delegate.find("host-local", hostLocal("ADD", "c1")).add();

        CniException again =
                assertThrows(
                        CniException.class,
                        () -> Delegate.find("host-local", hostLocal("ADD", "c1")).add());
        CniException check =
                assertThrows(
                        CniException.class,
                        () ->
                                Delegate.find("host-local", hostLocal("CHECK", "c2"))
                                        .call(Command.CHECK));

        assertEquals(100, again.code());
        assertTrue(again.msg().contains("duplicate allocation is not allowed"), again.msg());
        assertEquals(100, check.code());
        assertTrue(check.msg().startsWith("plugin host-local, CHECK: "), check.msg());
    }

    @Test
    void passesOnTheCodeOfAPluginThatIsTooOld() {
        CniRequest request =
                CniRequest.read(variables("ADD"), Requests.stdin(Requests.config("\"ipam\":{}")));

        CniException e =
                assertThrows(CniException.class, () -> Delegate.find("host-local", request).add());

        assertEquals(1, e.code());
        assertEquals("plugin host-local, ADD: incompatible CNI versions", e.msg());
    }

    /** The reference implementation converts its result to each version; so do we. */
    @ParameterizedTest
    @EnumSource(value = CniVersion.class, mode = Mode.EXCLUDE, names = "V1_1_0")
    void writesEachVersionAsTheReferenceDoes(CniVersion version) throws Exception {
        CniResult result = Delegate.find("static", statics(CniVersion.V1_0_0)).add();

        assertEquals(referenceOutput(version), result.toJson(version));
    }

    @ParameterizedTest
    @EnumSource(value = CniVersion.class, mode = Mode.EXCLUDE, names = "V1_1_0")
    void readsEachVersionOfTheReference(CniVersion version) {
        CniResult result = Delegate.find("static", statics(version)).add();

        assertEquals(Delegate.find("static", statics(CniVersion.V1_0_0)).add(), result);
    }

    private static JsonElement referenceOutput(CniVersion version)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(BIN + "/static");
        builder.environment().putAll(variables("ADD"));
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(statics(version).stdin());
        }
        JsonElement json = JsonParser.parseReader(process.inputReader());
        assertEquals(0, process.waitFor(), json.toString());
        return json;
    }

    private static CniRequest statics(CniVersion version) {
        String config =
                """
                {"cniVersion":"%s","name":"pods","ipam":{"type":"static",
                 "addresses":[{"address":"10.99.0.7/24","gateway":"10.99.0.1"},
                              {"address":"fd00:0:0::7/64","gateway":"fd00::1"}],
                 "routes":[{"dst":"0.0.0.0/0","gw":"10.99.0.1"},{"dst":"10.98.0.0/16"},
                           {"dst":"::/0"}],
                 "dns":{"nameservers":["10.99.0.2","fd00::2"],"domain":"d","search":["s"],
                        "options":["ndots:5"]}}}
                """
                        .formatted(version);
        return CniRequest.read(variables("ADD"), Requests.stdin(config));
    }

    private CniRequest hostLocal(String verb, String containerId) {
        String config =
                """
                {"cniVersion":"1.0.0","name":"pods","prevResult":{"ips":[]},"ipam":{
                 "type":"host-local","dataDir":"%s","subnet":"10.99.0.0/24"}}
                """
                        .formatted(directory);
        Map<String, String> variables = variables(verb);
        variables.put("CNI_CONTAINERID", containerId);
        return CniRequest.read(variables, Requests.stdin(config));
    }

    private static Map<String, String> variables(String verb) {
        Map<String, String> variables = Requests.variables(verb);
        variables.put("CNI_PATH", BIN);
        return variables;
    }
}
