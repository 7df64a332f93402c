package org.covector.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.covector.functional.Tensor;
import org.covector.functional.io.Limits;
import org.covector.functional.io.TensorFile;
import org.junit.jupiter.api.Test;

class FileFuzzTest {
    @Test
    void damagedFilesAreReadOrRefusedSoonAndWithinTheirMemory() throws IOException {
        FileFuzz.Outcome outcome = FileFuzz.run(2000, Path.of("../functional/src/test/resources/files"), 2);
        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.refused()).isGreaterThan(outcome.cases() / 2);
        assertThat(outcome.read()).isPositive();
    }

    /** The inflated bytes, and the INT64 elements made of them. */
    @Test
    void aGzippedArrayIsInflatedOnce() throws IOException {
        int n = 4 << 20;
        byte[] random = new byte[n];
        new Random(1).nextBytes(random);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(file)) {
            zip.write(ByteBuffer.allocate(8).putInt(0x0801).putInt(n).array());
            zip.write(random);
        }
        byte[] bytes = file.toByteArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try (TensorFile open = TensorFile.of("x.idx", bytes, Limits.DEFAULT)) {
            Tensor read = open.load("");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((long) (9.1 * n));
            assertThat(read.at(n - 1).item()).isEqualTo(random[n - 1] & 0xff);
        }
    }
}
