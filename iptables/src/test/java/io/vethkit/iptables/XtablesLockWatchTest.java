package io.vethkit.iptables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class XtablesLockWatchTest {
    @TempDir private Path directory;
    private String path;

    @BeforeEach
    void name() {
        path = directory.resolve("xtables.lock").toString();
    }

    @Test
    void hearsThatTheLockWasLeftAndOnlyOnce() throws IOException {
        try (XtablesLockWatch watch = XtablesLockWatch.open(path)) {
            assertFalse(watch.wasLeft());

            XtablesLock lock = XtablesLock.take(path, 0);
            assertFalse(watch.wasLeft(), "still held");
            lock.close();

            assertTrue(watch.wasLeft());
            assertFalse(watch.wasLeft());
        }
    }

    @Test
    void hearsOfAFileThatTookThePlaceOfTheFirst() throws IOException {
        try (XtablesLockWatch watch = XtablesLockWatch.open(path)) {
            Files.delete(Path.of(path));
            assertTrue(watch.wasLeft(), "nobody knows");
            assertTrue(Files.exists(Path.of(path)));
            watch.wasLeft();

            XtablesLock.take(path, 0).close();

            assertTrue(watch.wasLeft());
        }
    }

    @Test
    void saysThatTheFileCannotBe() {
        String nowhere = directory.resolve("none/xtables.lock").toString();

        ErrnoException e = assertThrows(ErrnoException.class, () -> XtablesLockWatch.open(nowhere));

        assertTrue(e.is(Errno.ENOENT), e.getMessage());
    }
}
