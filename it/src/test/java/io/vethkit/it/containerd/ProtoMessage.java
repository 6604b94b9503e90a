package io.vethkit.it.containerd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One protocol buffers message as received: numbered fields in the order they came. */
record ProtoMessage(List<Field> fields) {

    /** One field; {@code number} holds a scalar, {@code bytes} anything with a length. */
    record Field(int id, long number, ByteBuffer bytes) {
        private static Field scalar(int id, long number) {
            return new Field(id, number, ByteBuffer.allocate(0));
        }
    }

    static ProtoMessage parse(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            fields.add(field((int) (tag >>> 3), (int) tag & 7, in));
        }
        return new ProtoMessage(List.copyOf(fields));
    }

    private static Field field(int id, int wireType, ByteBuffer in) {
        return switch (wireType) {
            case 0 -> Field.scalar(id, varint(in));
            case 1 -> Field.scalar(id, in.getLong());
            case 2 -> {
                int length = (int) varint(in);
                ByteBuffer value = in.slice(in.position(), length);
                in.position(in.position() + length);
                yield new Field(id, 0, value);
            }
            case 5 -> Field.scalar(id, in.getInt());
            default -> throw new IllegalArgumentException("wire type " + wireType);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            value |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    /** The field's value, or 0 if absent, which on the wire is the same. */
    long number(int id) {
        long value = 0;
        for (Field field : fields) {
            if (field.id() == id) {
                value = field.number();
            }
        }
        return value;
    }

    /** The field's value, or "" if absent, which on the wire is the same. */
    String string(int id) {
        String value = "";
        for (Field field : fields) {
            if (field.id() == id) {
                value = StandardCharsets.UTF_8.decode(field.bytes().duplicate()).toString();
            }
        }
        return value;
    }

    List<ProtoMessage> messages(int id) {
        List<ProtoMessage> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.id() == id) {
                values.add(parse(field.bytes()));
            }
        }
        return values;
    }

    /** The field's value, or an empty message if absent. */
    ProtoMessage message(int id) {
        List<ProtoMessage> values = messages(id);
        return values.isEmpty() ? new ProtoMessage(List.of()) : values.getLast();
    }
}
