package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration of each mode that docs/cni.md shows is one that can be used. */
class DocumentedConfigurationsTest {
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "^([^\n]+):\n\n```json\n(\".*?)```", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir Path state;

    @Test
    void giveAPodItsAddresses() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "cni.md"));
        Matcher example = EXAMPLE.matcher(page);
        List<String> given = new ArrayList<>();
        while (example.find()) {
            given.add(example.group(1).split("[, ]", 2)[0] + " " + firstOf(example.group(2)));
        }

        assertEquals(
                List.of(
                        "Secondary [10.0.0.9]",
                        "Custom [100.64.1.16]",
                        "Security [10.0.0.16]",
                        "IPv6 [2001:db8:0:1:5::]",
                        "Dual-stack [10.0.0.16, 2001:db8:0:1:5::]",
                        "Several [10.0.0.16]"),
                given);
    }

    private String firstOf(String members) throws IOException {
        Path directory = Files.createTempDirectory(state, "state");
        CniRequest request =
                Requests.read(
                        "ADD", Requests.config("\"stateDir\":\"" + directory + "\"," + members));
        NetConf conf = NetConf.of(request);
        AddressSource source = VethkitPlugin.addressSource(conf);
        assertNotNull(source);
        return source.add(request, List.of()).getFirst().addresses().toString();
    }
}
