package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    @TempDir
    private Path dir;

    /** A header with big-endian lengths, and room for the data. */
    private static ByteBuffer idx(int type, int data, int... lengths) {
        ByteBuffer b = ByteBuffer.allocate(4 + 4 * lengths.length + data).put((byte) 0).put((byte) 0).put((byte) type)
                .put((byte) lengths.length);
        Arrays.stream(lengths).forEach(b::putInt);
        return b;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static Tensor read(byte[] bytes) throws IOException {
        try (TensorFile file = TensorFile.of("x.idx", bytes, Limits.DEFAULT)) {
            return file.load("");
        }
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> read(bytes)).withMessageStartingWith("x.idx: byte ")
                .withMessageContaining(reason);
    }

    @Test
    void allSixTypesAreRead() throws IOException {
        byte[] bytes = {(byte) 200, 7, (byte) 255, 0};
        assertThat(read(idx(0x08, 4, 2, 2).put(bytes).array()).toLongArray()).containsExactly(200, 7, 255, 0);
        assertThat(read(idx(0x09, 4, 4).put(bytes).array()).toLongArray()).containsExactly(-56, 7, -1, 0);
        assertThat(read(idx(0x0B, 4, 2).putShort((short) -300).putShort((short) 300).array()).toLongArray()).containsExactly(-300, 300);
        assertThat(read(idx(0x0C, 8, 2).putInt(-70000).putInt(70000).array()).toLongArray()).containsExactly(-70000, 70000);
        Tensor floats = read(idx(0x0D, 8, 2, 1).putFloat(1.5f).putFloat(-0.0f).array());
        assertThat(floats.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(floats.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(floats.toFloatArray()).containsExactly(1.5f, -0.0f);
        assertThat(read(idx(0x0E, 8, 1).putDouble(1e300).array()).toDoubleArray()).containsExactly(1e300);
        assertThat(read(idx(0x08, 0, 0, 28).array()).shape()).isEqualTo(Shape.of(0, 28));
        assertThat(read(idx(0x08, 1).put((byte) 3).array()).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void gzippedFilesAreReadWhateverTheirName() throws IOException {
        byte[] plain = idx(0x08, 6, 3, 2).put(new byte[] {1, 2, 3, 4, 5, 6}).array();
        Path file = dir.resolve("train-labels-idx1-ubyte.gz");
        Files.write(file, gzip(plain));
        assertThat(Idx.read(file).toLongArray()).containsExactly(1, 2, 3, 4, 5, 6);
        try (TensorFile open = TensorFile.open(file)) {
            assertThat(open.format()).isEqualTo(Format.IDX);
        }
        Files.write(dir.resolve("train-images-idx3-ubyte"), plain);
        try (TensorFile open = TensorFile.open(dir.resolve("train-images-idx3-ubyte"))) {
            assertThat(open.format()).isEqualTo(Format.IDX);
            assertThat(open.infos().get("").get().shape()).isEqualTo(Shape.of(3, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 11, 12, 17})
    void aFileThatEndsTooEarlyIsRefused(int length) {
        byte[] good = idx(0x08, 6, 3, 2).array();
        refused(Arrays.copyOf(good, length), length >= 12 ? "follow" : "beyond the end");
    }

    @Test
    void hostileHeadersAreRefused() {
        refused(new byte[] {1, 0, 8, 0, 0}, "two bytes 0");
        refused(idx(0x0A, 1, 1).array(), "type is 0xa");
        refused(idx(0x08, 2, 1).array(), "but 2 follow");
        refused(idx(0x08, 0, -1).array(), "longer than 2^31");
        refused(idx(0x0E, 0, 65536, 65536, 65536, 65536).array(), "64 bits");
        refused(idx(0x08, 0, 0x7fffffff, 2).array(), "in one tensor");
        refused(idx(0x08, 1, new int[65]).array(), "at most 64");
        refused(idx(0x0D, 0, 0x10000000).array(), "but 0 follow");
    }

    @Test
    void brokenGzipIsRefused() throws IOException {
        byte[] good = gzip(idx(0x08, 1000, 1000).array());
        refused(Arrays.copyOf(good, good.length - 9), "too early");
        refused(Arrays.copyOf(good, 2), "too early");
        byte[] crc = good.clone();
        crc[crc.length - 6] ^= 1;
        refused(crc, "broken");
        byte[] data = good.clone();
        data[12] ^= 0x55;
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> read(data));
        refused(gzip(idx(0x08, 1, 2).array()), "but 1 follow");
        refused(gzip(idx(0x08, 3, 2).array()), "but more follow");
        refused(gzip(idx(0x08, 3000, 2000).array()), "but more follow");
        refused(gzip(idx(0x08, 2000, 3000).array()), "but 2000 follow");
        refused(gzip(idx(0x08, 70 << 20, 70 << 20).array()), "inflates to 73400328 bytes; accepted: at most 67108864");
        refused(gzip(idx(0x08, 0, 60 << 20).array()), "takes 62914560 bytes, but at most 1032 for each of");
    }
}
