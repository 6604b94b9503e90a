package io.vethkit.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A program that {@link PinnedLinkerTest} runs: tells how functions are linked, and calls some. */
final class PinnedCaller {
    private PinnedCaller() {}

    public static void main(String[] arguments) throws ErrnoException {
        System.out.println(PinnedLinker.link() == null ? "public" : "pinned");
        try {
            Libc.close(-1);
        } catch (ErrnoException e) {
            System.out.println(e.getMessage());
        }
        try (Fd zero = Libc.open("/dev/zero", Fcntl.O_RDONLY, 0)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(5).put(0, (byte) 7);
            System.out.println(Libc.read(zero.number(), buffer) + " " + buffer.get(0));
        }
        ByteBuffer text = ByteBuffer.allocateDirect(8);
        text.put("written\n".getBytes(StandardCharsets.US_ASCII)).flip();
        Libc.write(1, text);
    }
}
