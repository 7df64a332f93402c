package org.covector.functional.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.covector.engine.Encoder;
import org.covector.engine.NdArray;

/**
 * A zip archive being written; zip64 where 32 bits do not suffice. Headers are completed when a member's CRC-32 is known.
 *
 * <p>Source: PKWARE, APPNOTE.TXT, section 4.3.
 */
final class ZipOutput {
    /** 1980-01-01, the earliest there is: the same tensors give the same bytes. */
    private static final short DATE = 1 << 5 | 1;
    private static final short UTF8 = 1 << 11;
    private static final short VERSION = 45;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int ZIP64_SIZE = 20;
    private static final int NONE32 = -1;
    private static final long WIDE = 0xffffffffL;
    private static final int BUFFER = 1 << 16;

    private final Output out;
    private final List<Member> members = new ArrayList<>();

    ZipOutput(Output out) {
        this.out = out;
    }

    private record Member(byte[] name, boolean deflated, long size, long inflated, long crc, long start) {}

    /** A member that is stored: the head, then the elements, which begin at a multiple of {@code alignment}. */
    void store(String name, byte[] head, NdArray x, int alignment) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long start = out.at();
        long size = head.length + x.size() * x.dtype().bytes();
        long data = start + LOCAL_SIZE + bytes.length + ZIP64_SIZE;
        int padding = alignment == 1 ? 0 : (int) (4 + alignment - (data + 4 + head.length) % alignment);
        out.bytes(local(bytes, false, padding));
        out.crc();
        out.bytes(head);
        out.elements(x);
        complete(new Member(bytes, false, size, size, out.crc(), start), padding);
    }

    /** A member that is compressed. */
    void deflate(String name, byte[] head, NdArray array) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long start = out.at();
        out.bytes(local(bytes, true, 0));
        long data = out.at();
        NdArray x = array.dense();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        CRC32 crc = new CRC32();
        try {
            crc.update(head);
            deflater.setInput(head);
            drain(deflater);
            int width = x.dtype().bytes();
            byte[] piece = new byte[BUFFER];
            for (long at = 0; at < x.size();) {
                int n = (int) Math.min(BUFFER / width, x.size() - at);
                Encoder.encode(x, at, n, MemorySegment.ofArray(piece));
                crc.update(piece, 0, n * width);
                deflater.setInput(piece, 0, n * width);
                drain(deflater);
                at += n;
            }
            deflater.finish();
            drain(deflater);
            complete(new Member(bytes, true, out.at() - data, deflater.getBytesRead(), crc.getValue(), start), 0);
        } finally {
            deflater.end();
        }
    }

    private void drain(Deflater deflater) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = deflater.deflate(buffer); n > 0; n = deflater.deflate(buffer)) {
            out.bytes(buffer, 0, n);
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A local header whose sizes and CRC-32 are still 0. */
    private static byte[] local(byte[] name, boolean deflated, int padding) {
        ByteBuffer b = buffer(LOCAL_SIZE + name.length + ZIP64_SIZE + padding);
        b.putInt(0x04034b50).putShort(VERSION).putShort(UTF8).putShort((short) (deflated ? 8 : 0)).putShort((short) 0).putShort(DATE);
        b.putInt(0).putInt(NONE32).putInt(NONE32).putShort((short) name.length).putShort((short) (ZIP64_SIZE + padding)).put(name);
        b.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
        if (padding > 0) {
            b.put((byte) 'F').put((byte) 'B').putShort((short) (padding - 4)); // the field that PyTorch pads with
        }
        return b.array();
    }

    private void complete(Member m, int padding) throws IOException {
        out.patch(m.start + 14, buffer(4).putInt((int) m.crc).array());
        out.patch(m.start + LOCAL_SIZE + m.name.length + 4, buffer(16).putLong(m.inflated).putLong(m.size).array());
        members.add(m);
    }

    /** Writes the central directory. */
    void end() throws IOException {
        long directory = out.at();
        for (Member m : members) {
            boolean wide = m.size >= WIDE || m.inflated >= WIDE || m.start >= WIDE;
            ByteBuffer b = buffer(CENTRAL_SIZE + m.name.length + (wide ? 28 : 0));
            b.putInt(0x02014b50).putShort(VERSION).putShort(VERSION).putShort(UTF8).putShort((short) (m.deflated ? 8 : 0))
                    .putShort((short) 0).putShort(DATE);
            b.putInt((int) m.crc).putInt(wide ? NONE32 : (int) m.size).putInt(wide ? NONE32 : (int) m.inflated);
            b.putShort((short) m.name.length).putShort((short) (wide ? 28 : 0)).putShort((short) 0).putShort((short) 0).putShort((short) 0);
            b.putInt(0).putInt(wide ? NONE32 : (int) m.start).put(m.name);
            if (wide) {
                b.putShort((short) 1).putShort((short) 24).putLong(m.inflated).putLong(m.size).putLong(m.start);
            }
            out.bytes(b.array());
        }
        long end = out.at();
        boolean wide = members.size() >= 0xffff || end >= WIDE;
        if (wide) {
            ByteBuffer b = buffer(56 + 20);
            b.putInt(0x06064b50).putLong(44).putShort(VERSION).putShort(VERSION).putInt(0).putInt(0);
            b.putLong(members.size()).putLong(members.size()).putLong(end - directory).putLong(directory);
            b.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
            out.bytes(b.array());
        }
        ByteBuffer b = buffer(22).putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        short count = (short) (wide ? -1 : members.size());
        b.putShort(count).putShort(count).putInt(wide ? NONE32 : (int) (end - directory)).putInt(wide ? NONE32 : (int) directory)
                .putShort((short) 0);
        out.bytes(b.array());
    }
}
