package io.vethkit.linux;

import static io.vethkit.linux.Socket.AF_UNIX;
import static io.vethkit.linux.Socket.MSG_DONTWAIT;
import static io.vethkit.linux.Socket.MSG_PEEK;
import static io.vethkit.linux.Socket.MSG_TRUNC;
import static io.vethkit.linux.Socket.SOCK_DGRAM;
import static io.vethkit.linux.Socket.SOCK_STREAM;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVBUF;
import static io.vethkit.linux.Socket.SO_RCVTIMEO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class LibcSocketTest {
    @TempDir Path folder;

    @Test
    void countsInAnEventfd() throws IOException {
        try (Fd counter = Libc.eventfd(3)) {
            ByteBuffer value = Words.allocate(8).putLong(0, 4);

            Libc.write(counter.number(), value);
            Libc.read(counter.number(), value);

            assertEquals(7, value.getLong(0));
            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> Libc.read(counter.number(), value));
            assertTrue(e.is(Errno.EAGAIN), e.getMessage());
        }
    }

    @Test
    void pollsForWhatIsReady() throws IOException {
        try (Fd empty = Libc.eventfd(0);
                Fd full = Libc.eventfd(1)) {
            ByteBuffer fds = Words.allocate(16);
            fds.putInt(0, empty.number()).putShort(4, (short) Poll.POLLIN);
            fds.putInt(8, full.number()).putShort(12, (short) Poll.POLLIN);

            assertEquals(1, Libc.poll(fds, -1));

            assertEquals(0, fds.getShort(6));
            assertEquals(Poll.POLLIN, fds.getShort(14));
            assertEquals(0, Libc.poll(fds.limit(8), 10), "a time-out");
        }
    }

    @Test
    void acceptsWhoConnectsToAListener() throws IOException {
        ByteBuffer here = address("listener");
        ByteBuffer caller = Words.allocate(110);
        ByteBuffer text = Words.allocate(8).putLong(0, 42);
        try (Fd listener = Libc.socket(AF_UNIX, SOCK_STREAM, 0);
                Fd client = Libc.socket(AF_UNIX, SOCK_STREAM, 0)) {
            Libc.bind(listener.number(), here);
            Libc.listen(listener.number(), 1);
            Libc.connect(client.number(), here);

            try (Fd accepted = Libc.accept4(listener.number(), caller)) {
                assertEquals(AF_UNIX, caller.getShort(0));
                Libc.write(accepted.number(), text);
            }

            ByteBuffer read = Words.allocate(8);
            assertEquals(8, Libc.read(client.number(), read));
            assertEquals(42, read.getLong(0));
        }
    }

    @Test
    void sendsAndReceivesDatagrams() throws IOException {
        ByteBuffer here = address("here");
        try (Fd server = Libc.socket(AF_UNIX, SOCK_DGRAM, 0);
                Fd client = Libc.socket(AF_UNIX, SOCK_DGRAM, 0)) {
            Libc.bind(server.number(), here);
            Libc.bind(client.number(), address("there"));
            Libc.connect(client.number(), here);

            assertEquals(5, Libc.sendto(client.number(), Words.of("hello"), 0, null));
            assertEquals(3, Libc.sendto(client.number(), Words.of("you"), 0, null));

            ByteBuffer small = Words.allocate(2);
            ByteBuffer from = Words.allocate(110);
            int peeked = Libc.recvfrom(server.number(), small, MSG_PEEK | MSG_TRUNC, null);
            assertEquals(5, peeked, "the whole length");
            assertEquals(5, Libc.recvfrom(server.number(), small, MSG_TRUNC, from));
            assertEquals("he", Words.text(small, 2));
            assertEquals(AF_UNIX, from.getShort(0));
            assertTrue(
                    Words.text(from.position(2), 108).startsWith(folder.resolve("there") + "\0"));
            assertEquals(2, Libc.recvfrom(server.number(), small, 0, null), "cut");
            assertFailsWithAgain(server, MSG_DONTWAIT);
            assertEquals(1, Libc.sendto(server.number(), Words.of("x"), 0, address("there")));
            assertEquals(1, Libc.recvfrom(client.number(), small, 0, null));
        }
    }

    @Test
    void returnsTheNameOfASocket() throws IOException {
        ByteBuffer name = Words.allocate(110);
        try (Fd socket = Libc.socket(AF_UNIX, SOCK_DGRAM, 0)) {
            Libc.bind(socket.number(), address("here"));

            Libc.getsockname(socket.number(), name);
        }

        assertTrue(Words.text(name.position(2), 108).startsWith(folder.resolve("here") + "\0"));
    }

    @Test
    void setsAndReadsOptions() throws IOException {
        ByteBuffer value = Words.allocate(4);
        try (Fd socket = Libc.socket(AF_UNIX, SOCK_DGRAM, 0)) {
            Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVBUF, 10_000);

            Libc.getsockopt(socket.number(), SOL_SOCKET, SO_RCVBUF, value);
        }

        assertEquals(20_000, value.getInt(0), "socket(7): the kernel doubles it");
    }

    @Test
    void givesUpWaitingAfterTheTimeOut() throws IOException {
        try (Fd socket = Libc.socket(AF_UNIX, SOCK_DGRAM, 0)) {
            Libc.bind(socket.number(), address("here"));
            ByteBuffer timeval = Words.allocate(16).putLong(0, 0).putLong(8, 20_000);
            Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, timeval);

            assertFailsWithAgain(socket, 0);
        }
    }

    @Test
    void namesTheFunctionThatFailed() {
        ErrnoException e = assertThrows(ErrnoException.class, () -> Libc.socket(AF_UNIX, 9, 0));

        assertEquals("socket: ESOCKTNOSUPPORT: Socket type not supported", e.getMessage());
    }

    @Test
    void capturesErrnoForEachThread() throws Exception {
        Thread[] threads = new Thread[8];
        int[] wrong = new int[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int self = i;
            Runnable body = () -> wrong[self] = wrongErrnos(self % 2 == 0);
            threads[i] = i < 4 ? Thread.ofPlatform().start(body) : Thread.ofVirtual().start(body);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        for (int count : wrong) {
            assertEquals(0, count);
        }
    }

    private static int wrongErrnos(boolean missing) {
        int wrong = 0;
        for (int i = 0; i < 5000; i++) {
            try {
                Libc.open(missing ? "/nonexistent" : "/etc/passwd/x", 0, 0);
            } catch (ErrnoException e) {
                wrong += e.is(missing ? Errno.ENOENT : Errno.ENOTDIR) ? 0 : 1;
            }
        }
        return wrong;
    }

    private static void assertFailsWithAgain(Fd socket, int flags) {
        ErrnoException e =
                assertThrows(
                        ErrnoException.class,
                        () -> Libc.recvfrom(socket.number(), Words.allocate(8), flags, null));
        assertTrue(e.is(Errno.EAGAIN), e.getMessage());
    }

    private ByteBuffer address(String name) {
        byte[] path = folder.resolve(name).toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer address = Words.allocate(path.length + 3).putShort((short) AF_UNIX);
        return address.put(path).put((byte) 0).flip();
    }
}
