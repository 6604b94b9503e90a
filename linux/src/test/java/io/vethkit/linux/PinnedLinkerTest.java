package io.vethkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class PinnedLinkerTest {
    private static final List<String> EXPORTS =
            List.of(
                    "java.base/jdk.internal.access=ALL-UNNAMED",
                    "java.base/jdk.internal.foreign.abi=ALL-UNNAMED",
                    "java.base/jdk.internal.foreign.abi.x64=ALL-UNNAMED");
    private static final String RUNTIME = System.getProperty("java.runtime.version");
    private static final String ANSWERS =
            """
            close: EBADF: Bad file descriptor
            5 0
            written
            """;

    @Test
    void callsAndCapturesErrno() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        assumeTrue(System.getProperty("java.specification.version").equals("25"));

        assertEquals("pinned\n" + ANSWERS, call(RUNTIME, EXPORTS));
    }

    @Test
    void leavesItToTheLinkerWithoutExports() throws IOException, InterruptedException {
        assertEquals("public\n" + ANSWERS, call(RUNTIME, EXPORTS.subList(0, 1)));
        assertEquals("public\n" + ANSWERS, call(RUNTIME, List.of()));
    }

    @Test
    void leavesItToTheLinkerInAnotherRuntimeThanThatTried()
            throws IOException, InterruptedException {
        assertEquals("public\n" + ANSWERS, call("25.0.0+1", EXPORTS));
    }

    private static String call(String pinned, List<String> exports)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("--enable-native-access=ALL-UNNAMED");
        for (String export : exports) {
            command.add("--add-exports");
            command.add(export);
        }
        command.add("-Dio.vethkit.linux.pinned=" + pinned);
        command.add("-cp");
        command.add("target/classes" + File.pathSeparator + "target/test-classes");
        command.add("io.vethkit.linux.PinnedCaller");
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed =
                new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        program.waitFor();
        return printed;
    }
}
