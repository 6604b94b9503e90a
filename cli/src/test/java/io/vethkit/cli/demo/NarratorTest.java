package io.vethkit.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class NarratorTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Narrator narrator(boolean color, boolean unicode) {
        return new Narrator(new PrintStream(said, true, StandardCharsets.UTF_8), color, unicode);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsAStepInALineWithItsTime() {
        narrator(false, true)
                .step(new Step("add-a", "ADD pod a", true, 87_400_000, "10.0.0.17/32"));

        assertEquals("[ ok ]  ADD pod a: 10.0.0.17/32  (87 ms)\n", said());
    }

    @Test
    void tellsALongFindingBelow() {
        String finding = "rule from 10.0.1.17/32 table 2 priority 1536 proto 86 is missing";

        narrator(false, true).step(new Step("check", "CHECK pod b", false, 1_250_000_000, finding));

        assertEquals("[FAIL]  CHECK pod b:  (1.3 s)\n        " + finding + "\n", said());
    }

    @Test
    void breaksExplanationsAtWords() {
        narrator(false, true).explain("a ".repeat(40));

        assertEquals(" ".repeat(8) + "a ".repeat(35) + "a\n" + "        a a a a\n", said());
    }

    @Test
    void overwritesWhatIsBeingDoneOnATerminal() {
        Narrator narrator = narrator(true, true);

        narrator.begin("DEL pod a");
        narrator.step(new Step("del-a", "DEL pod a", true, 2_000_000, ""));

        assertEquals(
                "[ .. ]  DEL pod a\r\u001b[K[\u001b[32m ok \u001b[0m]  DEL pod a  (2.0 ms)\n",
                said());
    }

    @Test
    void drawsWithWhatTheTerminalHas() {
        narrator(false, false).picture(List.of("┌─┐ a", "└─┘"));

        assertEquals("\n+-+ a\n+-+\n", said());
    }

    @Test
    void saysNothingOnceMuted() {
        Narrator narrator = narrator(true, true);

        narrator.mute();
        narrator.begin("DEL pod a");
        narrator.step(new Step("del-a", "DEL pod a", true, 2_000_000, ""));

        assertEquals("", said());
    }
}
