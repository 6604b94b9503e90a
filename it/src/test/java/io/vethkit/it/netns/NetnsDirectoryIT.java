package io.vethkit.it.netns;

import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Mount.MS_PRIVATE;
import static io.vethkit.linux.Mount.MS_REC;
import static io.vethkit.linux.Sched.CLONE_NEWNS;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** {@code /run/netns} on a machine that never had it: each test has a {@code /run} of its own. */
@ExtendWith(ThrowawayNetns.class)
class NetnsDirectoryIT {
    private static final String DIRECTORY = "/run/netns";
    private static final Path MOUNTS = Path.of("/proc/thread-self/mountinfo");

    private List<String> hidden = List.of();

    /** The thread of a test is its own, and ends with it; so do its mounts. */
    private void hideRun() throws IOException {
        Libc.unshare(CLONE_NEWNS);
        Libc.mount(null, "/", null, MS_PRIVATE | MS_REC);
        Libc.mount("tmpfs", "/run", "tmpfs", 0);
        hidden = Files.readAllLines(MOUNTS);
    }

    @Test
    void makesAndSharesTheDirectoryAsIpDoes() throws IOException {
        hideRun();
        Tool.run("ip", "netns", "add", "theirs");
        List<String> ofIp = mounts(DIRECTORY);
        Tool.run("ip", "netns", "delete", "theirs");
        Libc.umount2(DIRECTORY, 0);
        Files.delete(Path.of(DIRECTORY));

        NetworkNamespace.create("ours").close();

        assertEquals(1, ofIp.size());
        assertEquals(1, mounts(DIRECTORY).size());
        assertTrue(mounts(DIRECTORY).getFirst().contains(" shared:"), mounts(DIRECTORY) + "");
        assertEquals(options(ofIp), options(mounts(DIRECTORY)));
        assertEquals(1, mounts(DIRECTORY + "/ours").size());
        assertEquals(List.of("ours"), NetworkNamespace.list());
    }

    @Test
    void listsNothingWhereThereIsNoDirectory() throws IOException {
        hideRun();

        assertEquals(List.of(), NetworkNamespace.list());
    }

    @Test
    void mountsTheDirectoryOnceHoweverManyNamespacesAreMadeAtOnce() throws Exception {
        hideRun();
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "n" + i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    start.await();
                                    NetworkNamespace.create(name).close();
                                } catch (Exception e) {
                                    failures.add(e);
                                }
                            }));
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(List.of(), failures);
        assertEquals(1, mounts(DIRECTORY).size());
        assertEquals(8, NetworkNamespace.list().size());
        for (int i = 0; i < 8; i++) {
            assertEquals(1, mounts(DIRECTORY + "/n" + i).size());
        }
    }

    /** What ip-netns(8) locks, too. */
    @Test
    void waitsForAnotherThatMountsTheDirectory() throws Exception {
        hideRun();
        Libc.mkdir(DIRECTORY, 0755);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread creator;
        try (Fd other = Libc.open(DIRECTORY, O_RDONLY, 0)) {
            Libc.flock(other.number(), LOCK_EX);
            creator =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    NetworkNamespace.create("a").close();
                                } catch (IOException e) {
                                    failures.add(e);
                                }
                            });

            creator.join(300);

            assertEquals(List.of(), mounts(DIRECTORY));
            assertEquals(List.of(), NetworkNamespace.list());
        }
        creator.join();
        assertEquals(List.of(), failures);
        assertEquals(1, mounts(DIRECTORY + "/a").size());
    }

    @Test
    void freesANamespaceAlsoInOtherMountNamespaces() throws Exception {
        hideRun();
        NetworkNamespace.create("a").close();
        Process other =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "--propagation",
                                "slave",
                                "sh",
                                "-c",
                                "echo ready; exec sleep 60")
                        .start();
        try {
            other.inputReader().readLine();
            NetworkNamespace.create("b").close();
            String before = Files.readString(Path.of("/proc/" + other.pid() + "/mountinfo"));

            NetworkNamespace.delete("a");
            NetworkNamespace.delete("b");

            String after = Files.readString(Path.of("/proc/" + other.pid() + "/mountinfo"));
            assertTrue(
                    before.contains(" /run/netns/a ") && before.contains(" /run/netns/b "), before);
            assertTrue(
                    !after.contains(" /run/netns/a ") && !after.contains(" /run/netns/b "), after);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private List<String> mounts(String point) throws IOException {
        return Files.readAllLines(MOUNTS).stream()
                .filter(line -> !hidden.contains(line))
                .filter(line -> line.contains(" " + point + " "))
                .toList();
    }

    /** What mountinfo says about propagation, without the numbers of peer groups. */
    private static List<String> options(List<String> mounts) {
        return mounts.stream()
                .map(line -> line.replaceAll("^\\S+ \\S+ \\S+ ", "").replaceAll(":\\d+", ""))
                .toList();
    }
}
