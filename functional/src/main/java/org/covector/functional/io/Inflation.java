package org.covector.functional.io;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A deflated member being inflated: its size and CRC-32 are checked when it ends. */
final class Inflation implements AutoCloseable {
    /** Bytes given to zlib at once, below what one buffer can hold. */
    static final long WINDOW = 1L << 30;

    private final ZipMember member;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long given;

    Inflation(ZipMember member) {
        this.member = member;
    }

    /** Inflated bytes so far. */
    long total() {
        return inflater.getBytesWritten();
    }

    int read(byte[] to, int from) throws FileFormatException {
        return read(to, from, to.length - from);
    }

    /** Fills a piece of an array, unless the member ends before. */
    int read(byte[] to, int from, int length) throws FileFormatException {
        int n = 0;
        try {
            while (n < length && !inflater.finished()) {
                int got = inflater.inflate(to, from + n, length - n);
                if (got == 0 && !inflater.finished() && !feed()) {
                    throw error(inflater.needsDictionary() ? "the deflated data ask for a dictionary" : "the deflated data end too early");
                }
                n += got;
            }
        } catch (DataFormatException e) {
            throw error("the deflated data are broken: " + e.getMessage());
        }
        crc.update(to, from, n);
        if (total() > member.inflatedSize()) {
            throw error("the member inflates to more than the " + member.inflatedSize() + " bytes that the archive says");
        }
        return n;
    }

    private boolean feed() {
        long left = member.raw().size() - given;
        if (left == 0 || !inflater.needsInput()) {
            return false;
        }
        long n = Math.min(WINDOW, left);
        inflater.setInput(member.raw().bytes().asSlice(given, n).asByteBuffer());
        given += n;
        return true;
    }

    void skip(long bytes) throws FileFormatException {
        byte[] waste = new byte[(int) Math.min(1 << 13, bytes)];
        for (long left = bytes; left > 0;) {
            int n = read(waste, 0, (int) Math.min(left, waste.length));
            if (n == 0) {
                throw error("the member ends after " + total() + " bytes, but the archive says " + member.inflatedSize());
            }
            left -= n;
        }
    }

    /** Throws unless the member ends here, with the size and the CRC-32 that the archive says. */
    void requireEnd() throws FileFormatException {
        if (read(new byte[1], 0) != 0 || total() != member.inflatedSize()) {
            throw error("the member inflates to " + total() + " bytes or more, but the archive says " + member.inflatedSize());
        }
        if (inflater.getBytesRead() != member.raw().size()) {
            throw error("bytes follow the end of the deflated data");
        }
        if (member.crc() >= 0 && crc.getValue() != member.crc()) {
            throw ZipMember.wrongCrc(member.raw(), crc.getValue(), member.crc());
        }
    }

    FileFormatException error(String problem) {
        return member.raw().error(inflater.getBytesRead(), problem);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
