package org.covector.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTest {
    private static final int N = 5;

    /** Runs in a JVM of its own, where the flag is set. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            for (DType dtype : DType.values()) {
                Storage y = Storage.uninitialised(dtype, N);
                require(isPoisoned(y), "uninitialised " + dtype);
                require(isZero(Storage.zeros(dtype, N)), "zeros " + dtype);
                require(isPoisoned(y.copy(1, N - 1)), "copy " + dtype);
            }
            System.out.println("poisoned");
        }

        private static void require(boolean ok, String what) {
            if (!ok) {
                throw new IllegalStateException(what);
            }
        }
    }

    private static boolean isPoisoned(Storage y) {
        return switch (y.dtype()) {
            case FLOAT32, FLOAT64 -> all(y, Double.NaN);
            case INT64 -> all(y, Long.MIN_VALUE);
            case BOOL -> all(y, 1);
        };
    }

    private static boolean isZero(Storage y) {
        return all(y, 0);
    }

    private static boolean all(Storage y, double value) {
        boolean ok = y.length() > 0;
        for (int i = 0; i < y.length(); i++) {
            ok &= Double.compare(y.getDouble(i), value) == 0;
        }
        return ok;
    }

    @Test
    void memoryIsPoisonedWhereTheFlagIsSet() throws Exception {
        String classes = place(Storage.class) + File.pathSeparator + place(StorageTest.class);
        Process p = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dcovector.poison=true",
                "-cp", classes, Program.class.getName()).redirectErrorStream(true).start();
        String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(output).isZero();
        assertThat(output).contains("poisoned");
    }

    private static String place(Class<?> c) throws Exception {
        return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsPoisonedHereIfTheFlagSaysSo(DType dtype) {
        assertThat(isPoisoned(Storage.uninitialised(dtype, N))).isEqualTo(EngineRuntime.poison());
        assertThat(isZero(Storage.zeros(dtype, N))).isTrue();
        Storage y = Storage.zeros(dtype, N);
        y.poison();
        assertThat(isPoisoned(y)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void moreElementsThanAnArrayHasAreRefusedWithTheirNumberAndBytes(DType dtype) {
        long size = 3L << 30;
        assertThatThrownBy(() -> Storage.uninitialised(dtype, size)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining(size + " of " + dtype).hasMessageContaining(size * dtype.bytes() + " bytes");
        assertThatThrownBy(() -> Storage.zeros(dtype, size)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void whatDoesNotFitIntoTheHeapIsRefusedWithItsNumberAndBytes() {
        long size = Storage.MAX_SIZE;
        assertThatThrownBy(() -> Storage.zeros(DType.FLOAT64, size)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining(size + " of FLOAT64 (" + 8 * size + " bytes)").hasMessageContaining("-Xmx")
                .hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @ParameterizedTest
    @EnumSource
    void elementsAreWrittenReadAndCopiedAsTheDtypeSays(DType dtype) {
        Storage y = Storage.zeros(dtype, N);
        y.set(2, 1);
        assertThat(y.getDouble(2)).isEqualTo(1);
        assertThat(y.getLong(2)).isEqualTo(1);
        Storage z = Storage.zeros(dtype, N);
        y.copyRun(1, z, 0, 3);
        assertThat(doubles(z)).containsExactly(0, 1, 0, 0, 0);
        double[] d = new double[N];
        y.readDoubles(0, 2, d, 1, 3);
        assertThat(d).containsExactly(0, 0, 1, 0, 0);
        y.writeDoubles(new double[] {0, 1}, 2, 2);
        assertThat(doubles(y)).containsExactly(0, 0, 0, 1, 0);
        assertThat(y.array().getClass()).isEqualTo(dtype.newArray(0).getClass());
    }

    @Test
    void partsOfArraysAreCopiedAndFilledUpWithZeros() {
        double[] x = {1, 2, 3};
        assertThat(Storage.copyOfRange(x, 1, 3)).containsExactly(2, 3);
        assertThat(Storage.copyOfRange(x, 2, 5)).containsExactly(3, 0, 0);
        assertThat(Storage.copyOfRange(x, 0, 3)).isNotSameAs(x).containsExactly(1, 2, 3);
    }

    @Test
    void arraysOfUsersAreCopied() {
        float[] x = {1, 2};
        Storage y = Storage.of(x);
        x[0] = 3;
        assertThat(doubles(y)).containsExactly(1, 2);
    }

    private static double[] doubles(Storage y) {
        double[] d = new double[y.length()];
        Arrays.setAll(d, y::getDouble);
        return d;
    }
}
