package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class SkelTest {
    private static final String CONFIG =
            Requests.config("\"prevResult\":{},\"cni.dev/valid-attachments\":[]");

    private final Recorder plugin = new Recorder();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @Test
    void saysWhatItIsWithoutACommand() {
        assertEquals(0, run(Map.of(), Requests.stdin("")));

        assertEquals("", text(stdout));
        assertEquals(
                "Test plugin\n"
                        + "CNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0,"
                        + " 1.0.0, 1.1.0\n",
                text(stderr));
        assertEquals(0, run(Map.of("CNI_COMMAND", ""), Requests.stdin("")));
    }

    @Test
    void answersVersionWithoutReading() throws IOException {
        FileInputStream unreadable = new FileInputStream("/dev/null");
        unreadable.close();

        assertEquals(0, run(Map.of("CNI_COMMAND", "VERSION"), unreadable));

        assertEquals(CniVersion.versionResult() + "\n", text(stdout));
        assertEquals("", plugin.called);
    }

    @Test
    void printsTheResultInTheCallersVersion() {
        String config = "{\"cniVersion\":\"0.3.1\",\"name\":\"n\"}";

        assertEquals(0, run(Requests.variables("ADD"), Requests.stdin(config)));

        assertEquals("add", plugin.called);
        assertEquals("{\"cniVersion\":\"0.3.1\",\"dns\":{}}\n", text(stdout));
    }

    @Test
    void failsIfTheResultCannotBeSaidInTheCallersVersion() {
        assertEquals(1, run(Requests.variables("ADD"), Requests.stdin("{\"name\":\"n\"}")));

        JsonObject error = error();
        assertEquals(1, error.get("code").getAsInt());
        assertEquals("0.1.0", error.get("cniVersion").getAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL", "CHECK", "GC", "STATUS"})
    void printsNothingForVerbsWithoutAResult(String verb) {
        assertEquals(0, run(Requests.variables(verb), Requests.stdin(CONFIG)));

        assertEquals(verb.toLowerCase(java.util.Locale.ROOT), plugin.called);
        assertEquals("", text(stdout));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "ADDX"})
    void callsNothingForAnUnknownVerb(String verb) {
        assertEquals(1, run(Requests.variables(verb), Requests.stdin(CONFIG)));

        assertEquals("", plugin.called);
        assertEquals(
                "{\"cniVersion\":\"1.1.0\",\"code\":4,\"msg\":\"unknown CNI_COMMAND: "
                        + verb
                        + "\"}\n",
                text(stdout));
    }

    @Test
    void callsNothingForABadConfiguration() {
        assertEquals(
                1, run(Requests.variables("ADD"), Requests.stdin(Requests.config("\"mtu\":1"))));

        assertEquals("", plugin.called);
        assertEquals(7, error().get("code").getAsInt());
    }

    @Test
    void namesTheSupportedVersions() {
        String config = "{\"cniVersion\":\"9.9.9\",\"name\":\"n\"}";

        assertEquals(1, run(Requests.variables("DEL"), Requests.stdin(config)));

        assertEquals(1, error().get("code").getAsInt());
        assertTrue(error().get("details").getAsString().contains("\"0.3.1\" \"0.4.0\""));
    }

    @Test
    void printsThePluginsOwnFailure() {
        plugin.failure = new CniException(101, "route 10.0.0.7 is gone", "table 2");

        assertEquals(1, run(Requests.variables("CHECK"), Requests.stdin(CONFIG)));

        assertEquals(
                "{\"cniVersion\":\"1.1.0\",\"code\":101,\"msg\":\"route 10.0.0.7 is gone\","
                        + "\"details\":\"table 2\"}\n",
                text(stdout));
    }

    @Test
    void printsAnIoFailureAsCode5() {
        plugin.failure = new IOException("add link eth0: EPERM");

        assertEquals(1, run(Requests.variables("ADD"), Requests.stdin(CONFIG)));

        assertEquals(5, error().get("code").getAsInt());
        assertEquals("add link eth0: EPERM", error().get("msg").getAsString());
    }

    @Test
    void printsAFaultOfItsOwnAsAnErrorObject() {
        plugin.failure = new AssertionError("impossible");

        assertEquals(1, run(Requests.variables("ADD"), Requests.stdin(CONFIG)));

        assertEquals(199, error().get("code").getAsInt());
        assertTrue(text(stderr).contains("\tat io.vethkit.cni"), text(stderr));
    }

    @Test
    void failsIfNobodyTakesTheAnswer() throws IOException {
        try (FileOutputStream full = new FileOutputStream(new File("/dev/full"))) {
            int status =
                    new Skel("Test plugin", plugin)
                            .run(
                                    Requests.variables("ADD"),
                                    Requests.stdin(CONFIG),
                                    full,
                                    new PrintStream(stderr, true, StandardCharsets.UTF_8));

            assertEquals(1, status);
            assertTrue(text(stderr).startsWith("cannot write the answer: "), text(stderr));
        }
    }

    private int run(Map<String, String> variables, InputStream stdin) {
        stdout.reset();
        stderr.reset();
        return new Skel("Test plugin", plugin)
                .run(
                        variables,
                        stdin,
                        stdout,
                        new PrintStream(stderr, true, StandardCharsets.UTF_8));
    }

    private JsonObject error() {
        return JsonParser.parseString(text(stdout)).getAsJsonObject();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A plugin that does nothing but note what it was asked for, or fail. */
    private static final class Recorder implements Plugin {
        private String called = "";
        private Throwable failure;

        @Override
        public CniResult add(CniRequest request, NetConf conf) throws IOException {
            call("add");
            return CniResult.EMPTY;
        }

        @Override
        public void delete(CniRequest request, NetConf conf) throws IOException {
            call("del");
        }

        @Override
        public void check(CniRequest request, NetConf conf) throws IOException {
            call("check");
        }

        @Override
        public void collect(CniRequest request, NetConf conf) throws IOException {
            call("gc");
        }

        @Override
        public void status(CniRequest request, NetConf conf) throws IOException {
            call("status");
        }

        private void call(String verb) throws IOException {
            called = verb;
            switch (failure) {
                case null -> {}
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
            }
        }
    }
}
