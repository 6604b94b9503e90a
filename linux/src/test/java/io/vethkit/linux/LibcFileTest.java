package io.vethkit.linux;

import static io.vethkit.linux.Fcntl.F_OFD_SETLKW;
import static io.vethkit.linux.Fcntl.F_WRLCK;
import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.LOCK_NB;
import static io.vethkit.linux.Fcntl.LOCK_SH;
import static io.vethkit.linux.Fcntl.LOCK_UN;
import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_EXCL;
import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Fcntl.O_RDWR;
import static io.vethkit.linux.Fcntl.O_TRUNC;
import static io.vethkit.linux.Fcntl.O_WRONLY;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class LibcFileTest {
    @TempDir Path folder;

    @Test
    void writesAndReadsAFile() throws IOException {
        String path = path("file");

        try (Fd file = Libc.open(path, O_WRONLY | O_CREAT, 0640)) {
            assertEquals(5, Libc.write(file.number(), Words.of("hello")));
            Libc.fsync(file.number());
        }

        assertEquals("hello", Files.readString(Path.of(path)));
        try (Fd file = Libc.open(path, O_RDONLY, 0)) {
            ByteBuffer buffer = Words.allocate(16);
            assertEquals(5, Libc.read(file.number(), buffer));
            assertEquals("hello", Words.text(buffer, 5));
            assertEquals(0, buffer.position(), "the buffer is not moved");
            assertEquals(0, Libc.read(file.number(), buffer), "the end");
        }
    }

    @Test
    void usesTheBytesFromPositionToLimit() throws IOException {
        String path = path("file");
        ByteBuffer some = Words.of("abcdef").position(2).limit(5);

        try (Fd file = Libc.open(path, O_RDWR | O_CREAT, 0600)) {
            assertEquals(3, Libc.write(file.number(), some));
        }
        try (Fd file = Libc.open(path, O_RDONLY, 0)) {
            ByteBuffer into = Words.of("------").position(1).limit(3);
            assertEquals(2, Libc.read(file.number(), into));
            assertEquals("-cd---", Words.text(into.clear(), 6));
        }
    }

    /** The mode is a variadic argument. */
    @Test
    void createsAFileWithItsMode() throws IOException {
        Libc.open(path("file"), O_RDONLY | O_CREAT | O_EXCL, 0444).close();

        assertEquals(
                PosixFilePermissions.fromString("r--r--r--"),
                Files.getPosixFilePermissions(folder.resolve("file")));
    }

    @Test
    void truncatesAFile() throws IOException {
        Files.writeString(folder.resolve("file"), "hello");

        Libc.open(path("file"), O_WRONLY | O_TRUNC, 0).close();

        assertEquals("", Files.readString(folder.resolve("file")));
    }

    @Test
    void opensCloseOnExec() throws IOException {
        try (Fd file = Libc.open("/dev/null", O_RDONLY, 0)) {
            String info = Files.readString(Path.of("/proc/self/fdinfo/" + file.number()));

            assertTrue(flags(info).endsWith("2000000") || flags(info).endsWith("2100000"), info);
        }
    }

    private static String flags(String fdinfo) {
        return fdinfo.lines().filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
    }

    @Test
    void namesThePathInErrors() throws IOException {
        String file = path("file");
        Files.writeString(Path.of(file), "");

        assertFails(Errno.ENOENT, "open " + path("no"), () -> Libc.open(path("no"), O_RDONLY, 0));
        assertFails(Errno.EEXIST, "open " + file, () -> Libc.open(file, O_CREAT | O_EXCL, 0600));
        assertFails(Errno.ENOTDIR, "mkdir " + file + "/x", () -> Libc.mkdir(file + "/x", 0755));
        assertFails(Errno.EEXIST, "mkdir " + file, () -> Libc.mkdir(file, 0755));
        assertFails(Errno.EISDIR, "unlink " + folder, () -> Libc.unlink("" + folder));
        assertFails(
                Errno.ENAMETOOLONG,
                "unlink /" + "x".repeat(300),
                () -> Libc.unlink("/" + "x".repeat(300)));
    }

    @Test
    void refusesPathsWithNul() {
        assertThrows(IllegalArgumentException.class, () -> Libc.open("/etc\0/x", O_RDONLY, 0));
        assertThrows(IllegalArgumentException.class, () -> Libc.rename("/a", "/b\0"));
    }

    @Test
    void refusesBuffersOnTheHeap() throws IOException {
        try (Fd file = Libc.open("/dev/null", O_RDWR, 0)) {
            ByteBuffer heap = ByteBuffer.allocate(8);

            assertThrows(IllegalArgumentException.class, () -> Libc.write(file.number(), heap));
            assertThrows(IllegalArgumentException.class, () -> Libc.read(file.number(), heap));
        }
    }

    @Test
    void opensPathsThatAreNotAscii() throws IOException {
        String name = folder + "/Ünïcödé"; // which the JDK cannot resolve in a C locale

        Libc.mkdir(name, 0700);

        Libc.rename(name, path("plain"));
        assertTrue(Files.isDirectory(folder.resolve("plain")));
    }

    @Test
    void linksAFileUnlessTheNameIsTaken() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");

        Libc.link(path("a"), path("c"));

        assertEquals("a", Files.readString(folder.resolve("c")));
        assertFails(
                Errno.EEXIST,
                "link " + path("a") + " " + path("b"),
                () -> Libc.link(path("a"), path("b")));
        assertEquals("b", Files.readString(folder.resolve("b")));
    }

    @Test
    void renamesAFileOverAnother() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");

        Libc.rename(path("a"), path("b"));

        assertEquals("a", Files.readString(folder.resolve("b")));
        assertFalse(Files.exists(folder.resolve("a")));
        assertFails(
                Errno.ENOENT,
                "rename " + path("a") + " " + path("c"),
                () -> Libc.rename(path("a"), path("c")));
    }

    @Test
    void locksAFileAgainstAnotherDescriptor() throws IOException {
        String path = path("lock");
        try (Fd one = Libc.open(path, O_RDWR | O_CREAT, 0600);
                Fd other = Libc.open(path, O_RDONLY, 0)) {
            Libc.flock(one.number(), LOCK_EX);
            assertFails(Errno.EAGAIN, "flock", () -> Libc.flock(other.number(), LOCK_EX | LOCK_NB));
            assertFails(Errno.EAGAIN, "flock", () -> Libc.flock(other.number(), LOCK_SH | LOCK_NB));

            Libc.flock(one.number(), LOCK_UN);
            Libc.flock(other.number(), LOCK_SH | LOCK_NB);
            Libc.flock(one.number(), LOCK_SH | LOCK_NB);
        }
    }

    @Test
    void locksBytesAgainstOtherDescriptors() throws IOException {
        int withoutWaiting = 37; // F_OFD_SETLK
        String path = path("lock");
        try (Fd one = Libc.open(path, O_RDWR | O_CREAT, 0600);
                Fd other = Libc.open(path, O_RDWR, 0)) {
            Libc.fcntl(one.number(), F_OFD_SETLKW, byteLock(1L << 61));

            assertFails(
                    Errno.EAGAIN,
                    "fcntl",
                    () -> Libc.fcntl(other.number(), withoutWaiting, byteLock(1L << 61)));
            Libc.fcntl(other.number(), withoutWaiting, byteLock(7));
        }
    }

    /** {@code struct flock} for one byte. */
    private static ByteBuffer byteLock(long start) {
        ByteBuffer lock = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
        return lock.putShort(0, (short) F_WRLCK).putLong(8, start).putLong(16, 1);
    }

    @Test
    void freesALockWithItsDescriptor() throws IOException {
        String path = path("lock");
        Fd one = Libc.open(path, O_RDWR | O_CREAT, 0600);
        Libc.flock(one.number(), LOCK_EX);

        one.close();

        try (Fd other = Libc.open(path, O_RDONLY, 0)) {
            Libc.flock(other.number(), LOCK_EX | LOCK_NB);
        }
    }

    @Test
    void identifiesAFile() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");
        Libc.link(path("a"), path("c"));

        FileIdentity a = identity("a");

        assertEquals(a, identity("c"));
        assertEquals(a.hashCode(), identity("c").hashCode());
        assertNotEquals(a, identity("b"));
        assertEquals(Files.getAttribute(folder.resolve("a"), "unix:ino"), a.inode());
        assertEquals(Files.getAttribute(folder.resolve("a"), "unix:dev"), a.device());
        assertEquals(a.device() + ":" + a.inode(), a.toString());
    }

    private FileIdentity identity(String name) throws ErrnoException {
        try (Fd fd = Libc.open(path(name), O_RDONLY, 0)) {
            return Libc.fstat(fd.number());
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void assertFails(Errno errno, String operation, Executable call) {
        ErrnoException e = assertThrows(ErrnoException.class, call);
        assertTrue(e.is(errno), e.getMessage());
        assertEquals(operation, e.operation());
        assertEquals(operation + ": " + errno + ": " + errno.text(), e.getMessage());
    }
}
