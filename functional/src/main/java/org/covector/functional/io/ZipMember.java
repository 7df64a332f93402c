package org.covector.functional.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.covector.engine.Decoder;
import org.covector.engine.NdArray;

/**
 * A member of a zip archive.
 *
 * @param raw its bytes as they lie in the file, compressed or not
 * @param name its name
 * @param deflated whether they are compressed
 * @param inflatedSize bytes when inflated
 * @param crc CRC-32 of the inflated bytes, or -1 if none was computed
 * @param start where its local header begins
 */
record ZipMember(Source raw, String name, boolean deflated, long inflatedSize, long crc, long start) {
    /** A buffer holds whole elements of every type. */
    private static final int BUFFER = 1 << 16;

    /** The member's bytes. */
    Payload payload() {
        return deflated ? new Deflated(this) : new Payload.InPlace(raw, crc);
    }

    /** This member, a CRC-32 of 0 taken for none: what torch.save writes when it is told not to compute it. */
    ZipMember zeroIsNoCrc() {
        return crc == 0 ? new ZipMember(raw, name, deflated, inflatedSize, -1, start) : this;
    }

    /** All bytes, inflated and checked; at most {@code limit}. */
    Source content(long limit) throws IOException {
        if (inflatedSize > limit) {
            throw raw.error(0, "the member has " + inflatedSize + " bytes; accepted: at most " + limit);
        }
        if (!deflated) {
            requireCrc(raw, crc);
            return raw;
        }
        try (Inflation in = new Inflation(this)) {
            byte[] all = new byte[(int) Math.min(inflatedSize, BUFFER)];
            int n = in.read(all, 0);
            while (n == all.length && n < inflatedSize) { // grows with what comes, not with what is announced
                all = Arrays.copyOf(all, (int) Math.min(inflatedSize, Math.min(Integer.MAX_VALUE - 8, 2L * n)));
                n += in.read(all, n);
            }
            in.requireEnd();
            return new Source(raw.file(), name, 0, MemorySegment.ofArray(all).asSlice(0, n));
        }
    }

    static void requireCrc(Source source, long expected) throws FileFormatException {
        if (expected < 0) {
            return;
        }
        CRC32 crc = new CRC32();
        for (long at = 0; at < source.size(); at += Inflation.WINDOW) {
            crc.update(source.bytes().asSlice(at, Math.min(Inflation.WINDOW, source.size() - at)).asByteBuffer());
        }
        if (crc.getValue() != expected) {
            throw wrongCrc(source, crc.getValue(), expected);
        }
    }

    static FileFormatException wrongCrc(Source source, long found, long expected) {
        return source.error(0, "CRC-32 of the member is " + Long.toHexString(found) + ", but the archive says "
                + Long.toHexString(expected));
    }

    /** Bytes that are inflated as they are decoded. */
    private record Deflated(ZipMember member) implements Payload {
        @Override
        public long size() {
            return member.inflatedSize;
        }

        @Override
        public Source head(int length) throws IOException {
            try (Inflation in = new Inflation(member)) {
                byte[] head = new byte[(int) Math.min(length, member.inflatedSize)];
                int n = in.read(head, 0);
                return new Source(member.raw.file(), member.name, 0, MemorySegment.ofArray(head).asSlice(0, n));
            }
        }

        @Override
        public NdArray decode(Part part) throws IOException {
            Source named = new Source(member.raw.file(), member.raw.entry(), 0, member.raw.bytes());
            Decoder decoder = new Decoder(part.encoding(named), part.order(), part.shape());
            try (Inflation in = new Inflation(member)) {
                in.skip(part.from());
                byte[] buffer = new byte[BUFFER];
                MemorySegment segment = MemorySegment.ofArray(buffer);
                for (long at = 0; at < part.bytes();) {
                    int wanted = (int) Math.min(BUFFER, part.bytes() - at);
                    int n = in.read(buffer, 0, wanted);
                    if (n < wanted) {
                        throw in.error("the member ends after " + in.total() + " bytes, before its data do");
                    }
                    part.put(decoder, segment.asSlice(0, n), named, part.from() + at);
                    at += n;
                }
                in.skip(member.inflatedSize - in.total());
                in.requireEnd();
            }
            return decoder.array();
        }
    }
}
