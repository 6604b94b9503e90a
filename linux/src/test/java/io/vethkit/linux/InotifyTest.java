package io.vethkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

class InotifyTest {
    private static final int EVENT = 16;

    @TempDir private Path directory;

    private final ByteBuffer events =
            ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());

    @Test
    void reportsThatAWatchedFileWasWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "before");
        try (Fd inotify = Libc.inotify_init1()) {
            int watch = Libc.inotify_add_watch(inotify.number(), file + "", Inotify.IN_MODIFY);

            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);

            assertEquals(EVENT, Libc.read(inotify.number(), events));
            assertEquals(watch, events.getInt(0));
            assertEquals(Inotify.IN_MODIFY, events.getInt(4));
            assertEmpty(inotify);
        }
    }

    @Test
    void givesTheSameFileTheSameWatch() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "");
        Path other = Files.writeString(directory.resolve("b"), "");
        try (Fd inotify = Libc.inotify_init1()) {
            int watch = Libc.inotify_add_watch(inotify.number(), file + "", Inotify.IN_MODIFY);

            assertEquals(
                    watch, Libc.inotify_add_watch(inotify.number(), file + "", Inotify.IN_MODIFY));
            assertNotEquals(
                    watch, Libc.inotify_add_watch(inotify.number(), other + "", Inotify.IN_MODIFY));
        }
    }

    @Test
    void endsAWatch() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "");
        try (Fd inotify = Libc.inotify_init1()) {
            int watch = Libc.inotify_add_watch(inotify.number(), file + "", Inotify.IN_MODIFY);

            Libc.inotify_rm_watch(inotify.number(), watch);

            assertEquals(EVENT, Libc.read(inotify.number(), events));
            assertEquals(Inotify.IN_IGNORED, events.getInt(4));
        }
    }

    @Test
    void namesTheFileThatIsNotThere() throws IOException {
        try (Fd inotify = Libc.inotify_init1()) {
            ErrnoException e =
                    assertThrows(
                            ErrnoException.class,
                            () -> Libc.inotify_add_watch(inotify.number(), "/no/such", 2));

            assertEquals("inotify_add_watch /no/such", e.operation());
            assertEquals(Errno.ENOENT.number(), e.number());
        }
    }

    private void assertEmpty(Fd inotify) {
        ErrnoException e =
                assertThrows(ErrnoException.class, () -> Libc.read(inotify.number(), events));
        assertEquals(Errno.EAGAIN.number(), e.number());
    }
}
