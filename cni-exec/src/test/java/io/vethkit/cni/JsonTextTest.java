package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "0",
                "-1.50e+3",
                "18446744073709551616",
                "\"\"",
                "{\"a\":[1,{\"b\":null}],\"\":{\"c\":[[]]}}",
                "\"ä€😀 / <>&'=\""
            })
    void writesWhatWasRead(String json) {
        assertEquals(json, JsonText.of(JsonParser.parseString(json)));
    }

    @Test
    void escapesAsGsonDoes() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x3000; c++) {
            all.append(c);
        }
        JsonPrimitive text = new JsonPrimitive(all.toString());

        assertEquals(text.toString(), JsonText.of(text));
    }
}
