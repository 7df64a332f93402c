package org.covector.functional.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32;
import org.covector.engine.Encoder;
import org.covector.engine.NdArray;

/**
 * A file being written: into a temporary one beside it, which is forced to the disk and then takes its name, atomically. Whatever
 * happens, the name belongs to the whole old file or to the whole new one.
 */
final class Output {
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private CRC32 crc = new CRC32();

    private Output(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes the bytes. */
    interface Body {
        void write(Output out) throws IOException;
    }

    static void replace(Path path, Body body) throws IOException {
        Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Output out = new Output(channel);
                body.write(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        forceFolder(target.toAbsolutePath().resolveSibling("."));
    }

    /** Makes the new name durable; systems that cannot open folders do it by themselves. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return; // the file itself is safe
        }
    }

    /** Bytes written so far. */
    long at() throws IOException {
        return channel.position() + buffer.position();
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, 0, bytes.length);
    }

    void bytes(byte[] bytes, int from, int length) throws IOException {
        for (int at = from; at < from + length;) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int n = Math.min(buffer.remaining(), from + length - at);
            crc.update(bytes, at, n);
            buffer.put(bytes, at, n);
            at += n;
        }
    }

    /** The elements of an array, row-major and little-endian, piece by piece. */
    void elements(NdArray array) throws IOException {
        NdArray x = array.dense();
        int width = x.dtype().bytes();
        for (long at = 0; at < x.size();) {
            if (buffer.remaining() < width) {
                flush();
            }
            int n = (int) Math.min(buffer.remaining() / width, x.size() - at);
            Encoder.encode(x, at, n, MemorySegment.ofBuffer(buffer));
            crc.update(buffer.duplicate().limit(buffer.position() + n * width));
            buffer.position(buffer.position() + n * width);
            at += n;
        }
    }

    /** CRC-32 of what was written since this was asked last. */
    long crc() {
        long value = crc.getValue();
        crc = new CRC32();
        return value;
    }

    /** Overwrites bytes that were written before. */
    void patch(long at, byte[] bytes) throws IOException {
        flush();
        ByteBuffer patch = ByteBuffer.wrap(bytes);
        while (patch.hasRemaining()) {
            channel.write(patch, at + patch.position());
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
