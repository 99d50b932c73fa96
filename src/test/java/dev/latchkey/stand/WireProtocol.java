package dev.latchkey.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Set;

/** How a client's commands follow each other on a connection to a store. */
enum WireProtocol {
    /** Each begins with its length; of those that count the first element is the command, with its collection. */
    MONGODB(Set.of("hello", "isMaster", "ismaster", "ping", "endSessions", "")) {
        private static final int HEADER = 16;
        private static final int OP_MSG = 2013;
        private static final int STRING = 2;
        /** After header, flags, the kind of the section, and the length of its document. */
        private static final int FIRST_ELEMENT = HEADER + 4 + 1 + 4;

        @Override
        Command read(DataInputStream in) throws IOException {
            byte[] length = read(in, 4);
            int rest = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt() - length.length;
            byte[] bytes = ByteBuffer.allocate(length.length + rest)
                    .put(length)
                    .put(read(in, rest))
                    .array();
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (message.getInt(HEADER - 4) != OP_MSG) {
                return command(bytes, "", "");
            }
            message.position(FIRST_ELEMENT);
            int type = message.get();
            String name = cString(message);
            return command(bytes, name, type == STRING ? cString(message.position(message.position() + 4)) : "");
        }

        private static String cString(ByteBuffer from) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            for (byte b = from.get(); b != 0; b = from.get()) {
                name.write(b);
            }
            return name.toString(UTF_8);
        }
    },

    /** Each is an array of words. */
    REDIS(Set.of("PING", "HELLO", "INFO", "CLIENT", "TIME")) {
        @Override
        Command read(DataInputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int words = number(in, bytes);
            String name = "";
            for (int i = 0; i < words; i++) {
                byte[] word = read(in, number(in, bytes));
                bytes.writeBytes(word);
                bytes.writeBytes(read(in, 2));
                name = i == 0 ? new String(word, UTF_8).toUpperCase(Locale.ROOT) : name;
            }
            return command(bytes.toByteArray(), name, "");
        }

        private static int number(DataInputStream in, ByteArrayOutputStream copy) throws IOException {
            int number = 0;
            for (byte b = in.readByte(); ; b = in.readByte()) {
                copy.write(b);
                if (b == '\n') {
                    return number;
                }
                number = b >= '0' && b <= '9' ? 10 * number + b - '0' : number;
            }
        }
    };

    /** @param counts unless it only asks whether the store is there */
    record Command(byte[] bytes, String name, boolean counts) {}

    private final Set<String> small;

    WireProtocol(Set<String> small) {
        this.small = small;
    }

    /** The next one; {@link IOException} at the end. */
    abstract Command read(DataInputStream in) throws IOException;

    static byte[] read(DataInputStream in, int number) throws IOException {
        byte[] bytes = new byte[number];
        in.readFully(bytes);
        return bytes;
    }

    Command command(byte[] bytes, String name, String object) {
        return new Command(bytes, (name + " " + object).strip(), !small.contains(name));
    }
}
