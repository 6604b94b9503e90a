package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class CniRequestTest {
    private static final String CONFIG = Requests.config("\"mtu\":\"1500\"");

    @Test
    void readsACall() {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_ARGS", "K8S_POD_NAME=web-0;IgnoreUnknown=1");

        CniRequest request = CniRequest.read(variables, Requests.stdin(CONFIG));

        assertSame(Command.ADD, request.command());
        assertEquals(new Attachment("c1", "eth0"), request.attachment());
        assertEquals("/run/netns/c1", request.netns());
        assertEquals("web-0", request.args().podName());
        assertEquals(List.of("/opt/cni/bin", "/usr/lib/cni"), request.path());
        assertEquals("pods", request.networkName());
        assertSame(CniVersion.V1_1_0, request.version());
        assertArrayEquals(CONFIG.getBytes(StandardCharsets.UTF_8), request.stdin());
        assertEquals(variables, request.variables());
        assertFalse(request.allowsOwnNetns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "Add", "CREATE", "ADD ", "UPDATE"})
    void refusesAnUnknownVerb(String verb) {
        CniException e = refused(Requests.variables(verb), CONFIG);

        assertEquals(4, e.code());
        assertEquals("unknown CNI_COMMAND: " + verb, e.msg());
    }

    @ParameterizedTest
    @CsvSource({
        "ADD, 'CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH'",
        "CHECK, 'CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH'",
        "DEL, 'CNI_CONTAINERID,CNI_IFNAME,CNI_PATH'",
        "GC, CNI_PATH",
        "STATUS, CNI_PATH"
    })
    void namesAllMissingVariablesAtOnce(String verb, String missing) {
        CniException e = refused(Map.of("CNI_COMMAND", verb), "not even JSON");

        assertEquals(4, e.code());
        assertEquals("required env variables [" + missing + "] missing", e.msg());
    }

    @Test
    void takesAnEmptyVariableForAMissingOne() {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_NETNS", "");

        CniException e = refused(variables, CONFIG);

        assertEquals("required env variables [CNI_NETNS] missing", e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", ".a", "-a", "_a", "a b", "ä", "a\nb", "../x"})
    void refusesAMalformedContainerId(String id) {
        Map<String, String> variables = Requests.variables("DEL");
        variables.put("CNI_CONTAINERID", id);
        variables.remove("CNI_PATH");

        CniException e = refused(variables, "");

        assertEquals(4, e.code());
        assertTrue(e.msg().startsWith("CNI_CONTAINERID is \""), e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "a_b.c-d", "default-c1"})
    void acceptsContainerIds(String id) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_CONTAINERID", id);

        assertEquals(
                id, CniRequest.read(variables, Requests.stdin(CONFIG)).attachment().containerId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcdefghijklmnop",
                "a/b",
                "a:b",
                "a b",
                "a\tb",
                ".",
                "..",
                "a\u00a0b",
                "ääääääää"
            })
    void refusesAMalformedInterfaceName(String name) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_IFNAME", name);
        variables.remove("CNI_CONTAINERID");

        CniException e = refused(variables, "");

        assertEquals(4, e.code());
        assertTrue(e.msg().startsWith("CNI_IFNAME is \""), e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmno", "e", "eth0.5", "...", "äääääää"})
    void acceptsInterfaceNames(String name) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_IFNAME", name);

        assertEquals(
                name, CniRequest.read(variables, Requests.stdin(CONFIG)).attachment().ifName());
    }

    @Test
    void doesNotNeedANamespaceForDel() {
        Map<String, String> variables = Requests.variables("DEL");
        variables.put("CNI_NETNS", "");

        assertNull(CniRequest.read(variables, Requests.stdin(CONFIG)).netnsIfKnown());
    }

    @Test
    void reportsUnreadableStandardInput() throws IOException {
        FileInputStream closed = new FileInputStream("/dev/null");
        closed.close();

        CniException e =
                assertThrows(
                        CniException.class,
                        () -> CniRequest.read(Requests.variables("ADD"), closed));

        assertEquals(5, e.code());
        assertEquals("cannot read stdin", e.msg());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "[]",
                "null",
                "3",
                "\"name\"",
                "{",
                "{}{}",
                "{} x",
                "{a:1}",
                "{'name':'a'}",
                "{\"name\":\"a\",}",
                "{\"name\":\"a\"} // comment",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":TRUE}",
                "\u0000"
            })
    void refusesWhatIsNoJsonObject(String stdin) {
        CniException e = refused(Requests.variables("ADD"), stdin);

        assertEquals(6, e.code(), e.msg());
        assertTrue(e.msg().startsWith("the network config on stdin is not "), e.msg());
        assertFalse(e.details().contains("http"), e.details());
    }

    @Test
    void refusesJsonThatIsNestedWithoutEnd() {
        CniException e = refused(Requests.variables("ADD"), "{\"a\":" + "[".repeat(100_000));

        assertEquals(6, e.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":\"a b\"}",
                "{\"name\":\"/etc\"}",
                "{\"name\":5}",
                "{\"name\":{}}",
                "{\"name\":\"a b\",\"cniVersion\":\"9.9.9\"}"
            })
    void refusesANetworkWithoutAName(String config) {
        assertEquals(7, refused(Requests.variables("DEL"), config).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADD", "DEL", "CHECK", "GC", "STATUS"})
    void refusesAnUnknownVersion(String verb) {
        CniException e =
                refused(Requests.variables(verb), "{\"name\":\"n\",\"cniVersion\":\"9.9.9\"}");

        assertEquals(1, e.code());
        assertEquals("incompatible CNI versions", e.msg());
    }

    @Test
    void takesAConfigurationWithoutVersionForTheFirst() {
        assertSame(CniVersion.V0_1_0, Requests.read("ADD", "{\"name\":\"n\"}").version());
    }

    @ParameterizedTest
    @CsvSource({
        "CHECK, 0.3.1, false",
        "CHECK, 0.4.0, true",
        "GC, 1.0.0, false",
        "GC, 1.1.0, true",
        "STATUS, 1.0.0, false",
        "STATUS, 1.1.0, true",
        "DEL, 0.1.0, true"
    })
    void allowsVerbsSinceTheirVersion(String verb, String version, boolean allowed) {
        String config = "{\"name\":\"n\",\"cniVersion\":\"" + version + "\"}";

        if (allowed) {
            assertEquals(verb, Requests.read(verb, config).command().name());
        } else {
            CniException e = refused(Requests.variables(verb), config);
            assertEquals(1, e.code());
            assertEquals("config version does not allow " + verb, e.msg());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "true,true", "TRUE,true", "0,false", "'',false", "yes,false"})
    void readsTheNamespaceOverride(String value, boolean allowed) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_NETNS_OVERRIDE", value);

        assertEquals(allowed, CniRequest.read(variables, Requests.stdin(CONFIG)).allowsOwnNetns());
    }

    @Test
    void leavesEmptyDirectoriesOutOfThePath() {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_PATH", ":/a::/b:");

        assertEquals(
                List.of("/a", "/b"), CniRequest.read(variables, Requests.stdin(CONFIG)).path());
    }

    @Test
    void mindsArgumentsOnlyWhenSomethingIsMade() {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_ARGS", "broken");

        assertEquals(4, refused(variables, CONFIG).code());
        variables.put("CNI_COMMAND", "DEL");
        assertSame(CniArgs.NONE, CniRequest.read(variables, Requests.stdin(CONFIG)).args());
    }

    @Test
    void hasNoAttachmentForGc() {
        CniRequest request = Requests.read("GC", CONFIG);

        assertThrows(AssertionError.class, request::attachment);
    }

    private static CniException refused(Map<String, String> variables, String config) {
        return assertThrows(
                CniException.class, () -> CniRequest.read(variables, Requests.stdin(config)));
    }
}
