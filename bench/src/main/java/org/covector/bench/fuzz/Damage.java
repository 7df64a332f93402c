package org.covector.bench.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** A good file with something wrong: bits, bytes, lengths, numbers in text, pieces cut, doubled, moved or taken from another file. */
final class Damage {
    /** Values that lengths and offsets are tried with: borders of their types, and small ones. */
    private static final long[] NUMBERS = {0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffffL, 0x80000000L, 0xffffffffL,
            0x100000000L,
        Long.MAX_VALUE, Long.MIN_VALUE, -1, -8};
    private static final String[] WORDS = {"-1", "0", "99999999999999999999", "4294967296", "1e9", "2.5", "{", "}", "[[[[", "\"", "(", ")",
            "null", "'|O'", "True",
        "\\ud800", "\0", ",", ":", " "};
    private static final int MOST = 4;

    private final SplittableRandom random;

    Damage(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The file with one to four things done to it, near its structure more often than within its data. */
    byte[] of(byte[] good, byte[] other) {
        byte[] bytes = good.clone();
        int times = 1 + random.nextInt(MOST);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            bytes = once(bytes, other);
        }
        return random.nextInt(2) == 0 ? withTrueCrcs(bytes) : bytes;
    }

    private int place(byte[] bytes) {
        int near = Math.min(bytes.length, 1 << 8 << random.nextInt(3));
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(bytes.length);
            case 1 -> random.nextInt(near);
            default -> bytes.length - 1 - random.nextInt(near);
        };
    }

    private byte[] once(byte[] bytes, byte[] other) {
        int at = place(bytes);
        int length = Math.min(bytes.length - at, 1 << random.nextInt(8));
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2, 3 -> number(bytes, at);
            case 4 -> {
                return Arrays.copyOf(bytes, at); // cut off
            }
            case 5 -> {
                return splice(bytes, at, length, new byte[0]);
            }
            case 6 -> {
                return splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length)); // doubled
            }
            case 7 -> {
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                return splice(bytes, at, random.nextInt(2) * length,
                        Arrays.copyOfRange(other, from, Math.min(other.length, from + length)));
            }
            default -> {
                byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.US_ASCII);
                return splice(bytes, at, Math.min(random.nextInt(3), bytes.length - at), word);
            }
        }
        return bytes;
    }

    private void number(byte[] bytes, int at) {
        int width = 1 << random.nextInt(4);
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        byte[] raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        System.arraycopy(raw, 0, bytes, at, Math.min(width, bytes.length - at));
    }

    private static byte[] splice(byte[] bytes, int at, int drop, byte[] put) {
        byte[] y = new byte[bytes.length - drop + put.length];
        System.arraycopy(bytes, 0, y, 0, at);
        System.arraycopy(put, 0, y, at, put.length);
        System.arraycopy(bytes, at + drop, y, at + put.length, bytes.length - at - drop);
        return y;
    }

    /** Makes the CRC-32 of stored members of an archive true again, or what is inside would never be looked at. */
    private static byte[] withTrueCrcs(byte[] bytes) {
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 <= bytes.length; at++) {
            if (b.getInt(at) != 0x02014b50 || b.getShort(at + 10) != 0) {
                continue;
            }
            long size = b.getInt(at + 20) & 0xffffffffL;
            long start = b.getInt(at + 42) & 0xffffffffL;
            if (start > bytes.length - 30) {
                continue;
            }
            long data = start + 30 + (b.getShort((int) start + 26) & 0xffff) + (b.getShort((int) start + 28) & 0xffff);
            if (size <= bytes.length - data) {
                CRC32 crc = new CRC32();
                crc.update(bytes, (int) data, (int) size);
                b.putInt(at + 16, (int) crc.getValue()).putInt((int) start + 14, (int) crc.getValue());
            }
        }
        return bytes;
    }
}
