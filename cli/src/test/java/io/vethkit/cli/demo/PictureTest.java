package io.vethkit.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.cli.vpc.Mode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class PictureTest {
    private static final int WIDTH = 79;
    private static final String VETH = "eni44c7791d104";

    private static List<String> draw(Mode mode) throws IOException {
        Map<String, String> veths = new LinkedHashMap<>();
        for (String pod : List.of("a", "a.1", "a.2", "b", "c", "s", "t")) {
            veths.put(pod, VETH);
        }
        return Picture.draw(mode, veths);
    }

    @ParameterizedTest
    @EnumSource
    void fitsATerminalOf80Columns(Mode mode) throws IOException {
        for (String row : draw(mode)) {
            assertTrue(row.length() <= WIDTH, row);
            if (!row.isEmpty() && "┌│└".indexOf(row.charAt(0)) >= 0) {
                assertEquals(WIDTH, row.length(), row);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheVethOfEachPod(Mode mode) throws IOException {
        String all = String.join("\n", draw(mode));

        assertFalse(all.contains("{"), all);
        assertTrue(all.split(VETH, -1).length > Stories.of(mode).pods().size(), all);
    }

    @ParameterizedTest
    @EnumSource
    void isDrawnInAsciiWhereThereAreNoBoxDrawingCharacters(Mode mode) throws IOException {
        for (String row : draw(mode)) {
            String ascii = Picture.ascii(row);

            assertTrue(ascii.chars().allMatch(c -> c < 128), ascii);
        }
    }
}
