package org.covector.functional.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes of a file, or of one of its members, with every access checked: what lies outside is a {@link FileFormatException}.
 *
 * @param file the file's name
 * @param entry the entry they belong to; empty for the whole file
 * @param base where they begin in the file, for messages
 * @param bytes the bytes, mapped or on the heap
 */
record Source(String file, String entry, long base, MemorySegment bytes) {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    long size() {
        return bytes.byteSize();
    }

    /** The same bytes as another entry's. */
    Source of(String otherEntry) {
        return new Source(file, otherEntry, base, bytes);
    }

    FileFormatException error(long at, String problem) {
        return new FileFormatException(file, entry, base + at, problem);
    }

    /** Throws unless {@code length} bytes from {@code at} on exist. Neither may overflow the sum. */
    void require(long at, long length, String what) throws FileFormatException {
        if (at < 0 || length < 0 || at > size() || length > size() - at) {
            throw error(Math.clamp(at, 0, size()), what + " takes " + Long.toUnsignedString(length) + " bytes from byte "
                    + Long.toUnsignedString(base + at) + " on, beyond the end at byte " + (base + size()));
        }
    }

    Source slice(long at, long length, String what) throws FileFormatException {
        require(at, length, what);
        return new Source(file, entry, base + at, bytes.asSlice(at, length));
    }

    int u8(long at, String what) throws FileFormatException {
        require(at, 1, what);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    int u16(long at, String what) throws FileFormatException {
        require(at, 2, what);
        return bytes.get(SHORT, at) & 0xffff;
    }

    long u32(long at, String what) throws FileFormatException {
        require(at, 4, what);
        return bytes.get(INT, at) & 0xffffffffL;
    }

    /** 64 bits; an unsigned number from 2^63 on is negative. */
    long i64(long at, String what) throws FileFormatException {
        require(at, 8, what);
        return bytes.get(LONG, at);
    }

    boolean startsWith(byte[] magic) {
        return size() >= magic.length && bytes.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) == -1;
    }

    byte[] array(long at, long length, String what) throws FileFormatException {
        require(at, length, what);
        if (length > Integer.MAX_VALUE - 8) {
            throw error(at, what + " takes " + length + " bytes, more than one array holds");
        }
        return bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Text that must be well formed in its encoding. */
    String text(long at, long length, Charset charset, String what) throws FileFormatException {
        byte[] raw = array(at, length, what);
        try {
            return charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            throw error(at, what + " is not valid " + charset.name());
        }
    }
}
