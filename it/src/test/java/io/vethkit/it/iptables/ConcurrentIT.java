package io.vethkit.it.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.IptablesRules;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Others who write to the same tables at the same time. */
@ExtendWith(ThrowawayNetns.class)
class ConcurrentIT {
    private static final int OTHERS = 60;

    @ParameterizedTest
    @EnumSource
    void nobodysRulesAreLost(Flavour flavour) throws Exception {
        flavour.apply(AwsRules.of("eni", 0x80, "10.0.0.0/16"));
        Process writer = writer(flavour, "POSTROUTING");
        Process other = writer(flavour, "PREROUTING");

        int applied = 0;
        while (writer.isAlive() || other.isAlive()) {
            flavour.apply(AwsRules.of("eni", 0x80, "10." + applied % 250 + ".0.0/16"));
            applied++;
        }

        assertEquals("", output(writer) + output(other));
        String rules = flavour.iptables("-t nat -S");
        for (int i = 1; i <= OTHERS; i++) {
            assertTrue(
                    rules.contains("-A POSTROUTING -d 192.0.2." + i + "/32"), "POSTROUTING " + i);
            assertTrue(rules.contains("-A PREROUTING -d 192.0.2." + i + "/32"), "PREROUTING " + i);
        }
        IptablesRules last = AwsRules.of("eni", 0x80, "10." + (applied - 1) % 250 + ".0.0/16");
        assertEquals(List.of(), flavour.diff(last));
        assertTrue(applied > 5, "applied " + applied + " times");
    }

    private static Process writer(Flavour flavour, String chain) throws IOException {
        String command = flavour.command() + " -w -t nat -A " + chain + " -d 192.0.2.$i -j RETURN";
        String loop = "for i in $(seq 1 " + OTHERS + "); do " + command + " || exit; done";
        return new ProcessBuilder("sh", "-c", loop).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(names = "LEGACY")
    void waitsForTheLock(Flavour flavour) throws Exception {
        Process holder =
                new ProcessBuilder("flock", "/run/xtables.lock", "sh", "-c", "echo; sleep 0.5")
                        .start();
        holder.getInputStream().read();
        long start = System.nanoTime();

        flavour.apply(AwsRules.of("eni", 0x80, "10.0.0.0/16"));

        long waitedMillis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(waitedMillis > 200, "waited " + waitedMillis + " ms");
        assertTrue(Tool.run("stat", "-c", "%a", "/run/xtables.lock").startsWith("600"));
    }
}
