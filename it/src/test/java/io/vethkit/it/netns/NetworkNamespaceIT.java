package io.vethkit.it.netns;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.SOCK_DGRAM;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

@ExtendWith(ThrowawayNetns.class)
class NetworkNamespaceIT {
    private static final String NAME = "vethkit-it-" + ProcessHandle.current().pid();

    private final List<Process> processes = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void cleanUp() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        try {
            NetworkNamespace.delete(NAME);
        } catch (ErrnoException e) {
            assertTrue(e.is(Errno.ENOENT), e.getMessage());
        }
    }

    @Test
    void makesAnAnonymousNamespaceWithNothingButLoopback() throws IOException {
        try (NetworkNamespace own = NetworkNamespace.current();
                NetworkNamespace made = NetworkNamespace.createAnonymous()) {
            assertFalse(made.isSameAs(own));
            assertNotEquals(own.cookie(), made.cookie());
            assertEquals(List.of("lo"), made.call(NetworkNamespaceIT::interfaces));
            assertFalse(NetworkNamespace.list().contains(NAME));
        }
    }

    private static List<String> interfaces() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    @Test
    void makesANamedNamespaceThatIpKnowsAndUses() throws IOException {
        try (NetworkNamespace made = NetworkNamespace.create(NAME);
                NetworkNamespace named = NetworkNamespace.named(NAME)) {
            Tool.run("ip", "netns", "exec", NAME, "ip", "link", "add", "br0", "type", "bridge");

            assertTrue(
                    Tool.run("ip", "netns", "list").lines().anyMatch(NetworkNamespaceIT::isOurs));
            assertTrue(NetworkNamespace.list().contains(NAME));
            assertEquals(
                    List.of("br0", "lo"),
                    made.call(NetworkNamespaceIT::interfaces).stream().sorted().toList());
            assertTrue(made.isSameAs(named));
            assertEquals(made.cookie(), named.cookie());
        }
    }

    private static boolean isOurs(String line) {
        return line.equals(NAME) || line.startsWith(NAME + " ");
    }

    @Test
    void deletesANamedNamespaceButNotWhatIsHeld() throws IOException {
        try (NetworkNamespace made = NetworkNamespace.create(NAME)) {
            NetworkNamespace.delete(NAME);

            assertFalse(
                    Tool.run("ip", "netns", "list").lines().anyMatch(NetworkNamespaceIT::isOurs));
            assertFalse(NetworkNamespace.list().contains(NAME));
            assertFalse(Files.exists(Path.of("/run/netns", NAME)));
            assertEquals(List.of("lo"), made.call(NetworkNamespaceIT::interfaces));
        }
    }

    @Test
    void opensAndDeletesWhatIpMade() throws IOException {
        Tool.run("ip", "netns", "add", NAME);

        try (NetworkNamespace named = NetworkNamespace.named(NAME);
                NetworkNamespace byPath = NetworkNamespace.open("/var/run/netns/" + NAME)) {
            assertTrue(named.isSameAs(byPath));
        }
        NetworkNamespace.delete(NAME);

        assertFalse(Tool.run("ip", "netns", "list").lines().anyMatch(NetworkNamespaceIT::isOurs));
    }

    @Test
    void letsIpDeleteWhatItMade() throws IOException {
        NetworkNamespace.create(NAME).close();

        Tool.run("ip", "netns", "delete", NAME);

        assertFalse(NetworkNamespace.list().contains(NAME));
    }

    @Test
    void opensTheNamespaceOfAProcess() throws Exception {
        Process outside = start("sleep", "60");
        Process inside = start("unshare", "-n", "sh", "-c", "echo ready; exec sleep 60");
        inside.inputReader().readLine();

        try (NetworkNamespace own = NetworkNamespace.current();
                NetworkNamespace same = NetworkNamespace.ofPid(outside.pid());
                NetworkNamespace other = NetworkNamespace.ofPid(inside.pid())) {
            assertTrue(own.isSameAs(same));
            assertEquals(own.identity(), same.identity());
            assertEquals(own.cookie(), same.cookie());
            assertFalse(own.isSameAs(other));
            assertEquals("/proc/" + inside.pid() + "/ns/net", other.toString());
        }
        assertFails(Errno.ENOENT, "open /proc/0/ns/net", () -> NetworkNamespace.ofPid(0).close());
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    @Test
    void opensSocketsInsideThatWorkFromOutside() throws IOException {
        try (NetworkNamespace own = NetworkNamespace.current();
                NetworkNamespace made = NetworkNamespace.createAnonymous();
                Fd socket = made.socket(AF_INET, SOCK_DGRAM, 0);
                NetworkNamespace after = NetworkNamespace.current()) {
            assertEquals(made.cookie(), Cookies.of(socket));
            assertEquals(own.cookie(), after.cookie());
            assertTrue(own.isSameAs(after), "no thread stays switched");
        }
    }

    @Test
    void runsATaskInsideAndLeavesTheCallerOutside() throws IOException {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (NetworkNamespace own = NetworkNamespace.current();
                NetworkNamespace made = NetworkNamespace.createAnonymous()) {
            boolean inside =
                    made.call(() -> {
                        worker.set(Thread.currentThread());
                        try (NetworkNamespace here = NetworkNamespace.current()) {
                            return here.isSameAs(made) && !here.isSameAs(own);
                        }
                    });

            assertTrue(inside);
            assertFalse(worker.get().isAlive(), "its thread died");
            try (NetworkNamespace after = NetworkNamespace.current()) {
                assertTrue(after.isSameAs(own));
            }
            assertNull(made.<Object>call(() -> null));
        }
    }

    @Test
    void handsOnWhatATaskThrows() throws IOException {
        try (NetworkNamespace made = NetworkNamespace.createAnonymous()) {
            for (Exception e :
                    List.of(
                            new IOException("io"),
                            new ErrnoException("x", 1),
                            new RuntimeException())) {
                assertSame(
                        e,
                        assertThrows(
                                Exception.class,
                                () ->
                                        made.call(() -> {
                                            throw e;
                                        })));
            }
            Error error = new StackOverflowError();
            assertSame(
                    error,
                    assertThrows(
                            Error.class,
                            () ->
                                    made.call(() -> {
                                        throw error;
                                    })));
            Exception checked = new InterruptedException();
            IOException wrapped =
                    assertThrows(
                            IOException.class,
                            () ->
                                    made.call(() -> {
                                        throw checked;
                                    }));
            assertSame(checked, wrapped.getCause());
        }
    }

    @Test
    void finishesATaskThoughItsCallerIsInterrupted() throws IOException {
        try (NetworkNamespace made = NetworkNamespace.createAnonymous()) {
            Thread caller = Thread.currentThread();
            caller.interrupt();

            String result =
                    made.call(() -> {
                        caller.interrupt();
                        Thread.sleep(20);
                        return "done";
                    });

            assertEquals("done", result);
            assertTrue(Thread.interrupted(), "the interrupt is not lost");
        }
    }

    @Test
    void refusesVirtualThreads() throws Exception {
        List<Throwable> refusals = new ArrayList<>();
        try (NetworkNamespace made = NetworkNamespace.createAnonymous()) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (Executable use :
                                List.<Executable>of(
                                        () -> made.call(() -> 1),
                                        () -> made.socket(AF_INET, SOCK_DGRAM, 0),
                                        () -> NetworkNamespace.callInNew(() -> 1),
                                        NetworkNamespace::createAnonymous,
                                        () -> NetworkNamespace.create(NAME))) {
                            refusals.add(assertThrows(IllegalStateException.class, use));
                        }
                    })
                    .join();
        }

        assertEquals(5, refusals.size());
        assertFalse(Files.exists(Path.of("/run/netns", NAME)));
    }

    @Test
    void refusesWhatIsNoNetworkNamespace() throws Exception {
        String file = folder.resolve("file").toString();
        String pipe = folder.resolve("pipe").toString();
        Files.writeString(Path.of(file), "x");
        Tool.run("mkfifo", pipe);

        for (String path :
                List.of(file, pipe, folder.toString(), "/proc/self/ns/mnt", "/dev/null")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () ->
                            assertFails(
                                    Errno.EINVAL,
                                    "open network namespace " + path,
                                    () -> NetworkNamespace.open(path).close()));
        }
        assertFails(
                Errno.ENOENT,
                "open /run/netns/" + NAME,
                () -> NetworkNamespace.named(NAME).close());
    }

    @Test
    void refusesNamesThatAreTakenOrMissing() throws IOException {
        NetworkNamespace.create(NAME).close();

        assertFails(
                Errno.EEXIST,
                "open /run/netns/" + NAME,
                () -> NetworkNamespace.create(NAME).close());
        NetworkNamespace.delete(NAME);
        assertFails(
                Errno.ENOENT, "umount2 /run/netns/" + NAME, () -> NetworkNamespace.delete(NAME));
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : List.of("", ".", "..", "a/b", "../x", "/", "a\0b")) {
            assertThrows(IllegalArgumentException.class, () -> NetworkNamespace.create(name));
            assertThrows(IllegalArgumentException.class, () -> NetworkNamespace.named(name));
            assertThrows(IllegalArgumentException.class, () -> NetworkNamespace.delete(name));
        }
    }

    @Test
    void recoversANameFromACrashBeforeTheMount() throws IOException {
        NetworkNamespace.create(NAME).close();
        NetworkNamespace.delete(NAME);
        Files.createFile(Path.of("/run/netns", NAME));

        assertFails(
                Errno.EEXIST,
                "open /run/netns/" + NAME,
                () -> NetworkNamespace.create(NAME).close());
        assertFails(
                Errno.EINVAL,
                "open network namespace /run/netns/" + NAME,
                () -> NetworkNamespace.named(NAME).close());
        NetworkNamespace.delete(NAME);
        NetworkNamespace.create(NAME).close();

        Tool.run("ip", "netns", "exec", NAME, "true");
    }

    @Test
    void leavesNoDescriptorBehind() throws IOException {
        NetworkNamespace.create(NAME).close();
        useAll(1);
        long before = descriptors();

        useAll(200);

        assertEquals(before, descriptors());
    }

    private void useAll(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (NetworkNamespace named = NetworkNamespace.named(NAME)) {
                named.socket(AF_INET, SOCK_DGRAM, 0).close();
                named.cookie();
                assertThrows(ErrnoException.class, () -> named.socket(AF_INET, 9, 0));
            }
            NetworkNamespace.current().close();
            NetworkNamespace.ofPid(ProcessHandle.current().pid()).close();
            NetworkNamespace.createAnonymous().close();
            assertThrows(ErrnoException.class, () -> NetworkNamespace.open("/etc/passwd"));
            assertThrows(ErrnoException.class, () -> NetworkNamespace.create(NAME));
        }
    }

    private static long descriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }

    private static void assertFails(Errno errno, String operation, Executable call) {
        ErrnoException e = assertThrows(ErrnoException.class, call);
        assertEquals(operation + ": " + errno + ": " + errno.text(), e.getMessage());
    }
}
