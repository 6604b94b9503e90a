package io.vethkit.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Direct buffers for system calls. */
final class Words {
    private Words() {}

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer pollfd(int fd, int events) {
        return allocate(8).putInt(0, fd).putShort(4, (short) events);
    }

    static ByteBuffer of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return allocate(bytes.length).put(bytes).flip();
    }

    static String text(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(buffer.position(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
