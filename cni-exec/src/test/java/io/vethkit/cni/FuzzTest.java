package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Valid input, mutated: whatever comes in, only a {@link CniException} may come out. */
class FuzzTest {
    private static final int ROUNDS = 4_000;
    private static final String[] VERBS = {"ADD", "DEL", "CHECK", "GC", "STATUS"};
    private static final String[] ODD = {
        "null",
        "true",
        "\"true\"",
        "0",
        "-1",
        "1e400",
        "1.5",
        "99999999999999999999",
        "\"\"",
        "\"x\"",
        "\"1.0.0\"",
        "\"0.2.0\"",
        "\"10.0.0.0/8\"",
        "\"10.0.0.7\"",
        "\"10.0.0.7/24\"",
        "\"10.0.0.7/33\"",
        "\"fd00::7/64\"",
        "\"::ffff:1.2.3.4/120\"",
        "\"fe80::1%eth0\"",
        "\"0x80\"",
        "\"/\"",
        "\"..\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        "{\"\":null}",
        "\"02:00:0a:00:02:04\"",
        "\"vethkit\"",
        "\"host-local\""
    };

    private final Random random = new Random(20261120);

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "config.all-modes.json"})
    void readsMutatedConfigurations(String name) throws IOException {
        JsonElement config = JsonParser.parseString(resource(name));
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            accepted += reads(pick(VERBS), mutated(config).toString().getBytes(UTF_8)) ? 1 : 0;
        }

        assertTrue(accepted > ROUNDS / 20, "only " + accepted + " were accepted");
    }

    @Test
    void readsMutatedAnnotations() throws IOException {
        JsonObject config =
                JsonParser.parseString(resource("config.all-modes.json")).getAsJsonObject();
        JsonObject annotations =
                config.getAsJsonObject("runtimeConfig")
                        .getAsJsonObject("io.kubernetes.cri.pod-annotations");
        JsonElement eni = JsonParser.parseString(resource("pod-eni.json"));
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            annotations.addProperty("vpc.amazonaws.com/pod-eni", mutated(eni).toString());
            accepted += reads("ADD", config.toString().getBytes(UTF_8)) ? 1 : 0;
        }

        assertTrue(accepted > ROUNDS / 20, "only " + accepted + " were accepted");
        assertTrue(accepted < ROUNDS / 2, accepted + " were accepted");
    }

    @Test
    void readsMutatedBytes() throws IOException {
        byte[] config = resource("config.json").getBytes(UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = config.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            reads(pick(VERBS), mutated);
        }
    }

    @Test
    void readsMutatedResultsAndWritesWhatItReadsBack() throws IOException {
        JsonElement result = JsonParser.parseString(resource("results/pod.1.1.0.json"));
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            accepted += converts(mutated(result)) ? 1 : 0;
        }

        assertTrue(accepted > ROUNDS / 20, "only " + accepted + " were accepted");
    }

    @Test
    void readsMutatedVariables() throws IOException {
        byte[] config = resource("config.json").getBytes(UTF_8);
        String[] odd = {"", "1", ";", "=", "IP=", "IP=1;MAC=", "a/b", ".", "\0", "x".repeat(5000)};
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> variables = Requests.variables(pick(VERBS));
            variables.put("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAME=p;IP=10.0.0.7");
            List<String> names = new ArrayList<>(variables.keySet());
            for (int i = random.nextInt(3); i >= 0; i--) {
                String name = names.get(random.nextInt(names.size()));
                String value = String.valueOf(variables.get(name));
                int cut = random.nextInt(value.length() + 1);
                variables.put(name, value.substring(0, cut) + pick(odd) + value.substring(cut));
            }
            reads(variables, config);
        }
    }

    private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

    private boolean reads(String verb, byte[] config) {
        return reads(Requests.variables(verb), config);
    }

    private static boolean reads(Map<String, String> variables, byte[] config) {
        try {
            NetConf conf = NetConf.of(CniRequest.read(variables, new ByteArrayInputStream(config)));
            if (conf.ipam() != null) {
                new BuiltInAddresses(conf, conf.ipam());
            }
            return true;
        } catch (CniException e) {
            assertSensible(e);
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(variables + new String(config, UTF_8), e);
        }
    }

    private static boolean converts(JsonElement json) {
        CniResult result;
        try {
            result = CniResult.parse(json, CniVersion.V1_1_0);
        } catch (CniException e) {
            assertSensible(e);
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(json.toString(), e);
        }
        for (CniVersion version : CniVersion.values()) {
            convert(result, version);
        }
        return true;
    }

    private static void convert(CniResult result, CniVersion version) {
        try {
            JsonObject written = result.toJson(version);
            CniResult back = CniResult.parse(written, CniVersion.LATEST);
            assertEquals(JsonText.of(written), back.toJson(version).toString());
            if (version.atLeast(CniVersion.V1_0_0)) {
                assertEquals(result, back);
            }
        } catch (CniException e) {
            assertSensible(e);
            assertFalse(version.atLeast(CniVersion.V0_3_0), e.msg());
        }
    }

    private static void assertSensible(CniException e) {
        assertTrue(e.code() <= 7, e.msg());
        assertFalse(e.msg().isBlank());
        assertTrue(e.msg().length() < 500, e.msg());
    }

    private JsonElement mutated(JsonElement valid) {
        JsonElement copy = valid.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(copy);
        }
        return copy;
    }

    private void mutate(JsonElement at) {
        switch (at) {
            case JsonObject object when !object.isEmpty() -> mutateMember(object);
            case JsonArray array when !array.isEmpty() -> mutateElement(array);
            default -> {}
        }
    }

    private void mutateMember(JsonObject object) {
        String name = new ArrayList<>(object.keySet()).get(random.nextInt(object.size()));
        JsonElement value = object.get(name);
        if (random.nextInt(4) > 0 && !isScalar(value)) {
            mutate(value);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.add(name.toUpperCase(java.util.Locale.ROOT), object.remove(name));
            default -> object.add(name, odd());
        }
    }

    private void mutateElement(JsonArray array) {
        int index = random.nextInt(array.size());
        if (random.nextInt(4) > 0 && !isScalar(array.get(index))) {
            mutate(array.get(index));
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> array.remove(index);
            case 1 -> array.add(array.get(index).deepCopy());
            default -> array.set(index, odd());
        }
    }

    private static boolean isScalar(JsonElement value) {
        return value instanceof JsonPrimitive || value instanceof JsonNull;
    }

    private JsonElement odd() {
        return JsonParser.parseString(pick(ODD));
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
