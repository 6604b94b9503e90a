package io.vethkit.cli.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class LaunchTest {
    private static final Generation GENERATION = new Generation(Path.of("/opt/cni/bin/.vethkit/0"));

    @Test
    void pinsTheLinkerOfARuntimeThatWasTried() {
        String arguments = Launch.arguments(GENERATION, true);

        String version = System.getProperty("java.runtime.version");
        assertTrue(arguments.contains("-Dio.vethkit.linux.pinned=" + version + "\n"), arguments);
        assertTrue(
                arguments.contains(
                        "--add-exports=java.base/jdk.internal.foreign.abi=io.vethkit.linux\n"),
                arguments);
    }

    @Test
    void usesThePublicLinkerOfARuntimeThatCalledNothing() {
        String arguments = Launch.arguments(GENERATION, false);

        assertFalse(arguments.contains("pinned"), arguments);
        assertFalse(arguments.contains("--add-exports"), arguments);
    }

    @Test
    void differsInNothingElse() {
        List<String> rest = new ArrayList<>(Launch.options(true));
        rest.removeIf(option ->
                option.startsWith("--add-exports=")
                        || option.contains("pinned")
                        || option.startsWith("-Djdk.reflect."));

        assertEquals(Launch.options(false), rest);
    }
}
