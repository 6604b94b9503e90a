package io.vethkit.it.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.linux.Injected;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Making a namespace that fails, or is killed, at each step. */
@ExtendWith(ThrowawayNetns.class)
class CrashIT {
    private static final String NAME = "vethkit-crash-" + ProcessHandle.current().pid();
    private static final Path FILE = Path.of("/run/netns", NAME);

    /** The directory is there and shared, so that the second mount is that of the namespace. */
    CrashIT() throws IOException {
        NetworkNamespace.create(NAME).close();
        NetworkNamespace.delete(NAME);
    }

    @AfterEach
    void cleanUp() throws IOException {
        if (Files.exists(FILE)) {
            NetworkNamespace.delete(NAME);
        }
    }

    @Test
    void leavesNothingWhenTheMountFails() throws IOException {
        List<String> output = Injected.run(CrashIT.class, "mount:error=ENOSPC:when=2", NAME);

        assertEquals(
                List.of("mount " + FILE + ": ENOSPC: No space left on device", "exit 0"), output);
        assertFalse(Files.exists(FILE));
    }

    /** The mount is there, but what it is cannot be asked. */
    @Test
    void leavesNothingWhenItCannotBeOpened() throws IOException {
        List<String> output = Injected.run(CrashIT.class, "ioctl:error=ENOTTY:when=1+", NAME);

        assertEquals(
                List.of("open network namespace " + FILE + ": EINVAL: Invalid argument", "exit 0"),
                output);
        assertFalse(Files.exists(FILE));
    }

    @Test
    void leavesNothingWithoutTheRightToMakeNamespaces() throws IOException {
        List<String> output = Injected.run(CrashIT.class, "unshare:error=EPERM", NAME);

        assertEquals(List.of("unshare: EPERM: Operation not permitted", "exit 0"), output);
        assertFalse(Files.exists(FILE));
    }

    @Test
    void leavesANameThatCanBeFreedWhenKilledBeforeTheMount() throws IOException {
        List<String> output = Injected.run(CrashIT.class, "mount:signal=KILL:when=2", NAME);

        assertEquals(List.of("exit 137"), output);
        assertTrue(Files.exists(FILE));
        NetworkNamespace.delete(NAME);
        NetworkNamespace.create(NAME).close();
    }

    /** Makes the namespace of that name. */
    public static void main(String[] arguments) {
        try {
            NetworkNamespace.create(arguments[0]).close();
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
