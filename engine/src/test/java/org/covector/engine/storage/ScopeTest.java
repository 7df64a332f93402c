package org.covector.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Scope;
import org.covector.engine.Shape;
import org.covector.engine.op.Fourier;
import org.covector.engine.op.Matmul;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    private static NdArray made(DType dtype, int n) {
        return NdArray.wrap(Storage.zeros(dtype, n), Shape.of(n));
    }

    /** What {@code body} makes and does not keep ends. */
    private static void scope(Supplier<NdArray[]> body) {
        Scope scope = Scope.ofThread();
        int start = scope.enter();
        NdArray[] kept = {};
        try {
            kept = body.get();
        } finally {
            scope.exit(start, kept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void arraysAreUsedAgainAndZerosAreZeros(DType dtype) {
        Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10; i++) {
            List<Storage> made = new ArrayList<>();
            scope(() -> {
                Storage zeros = Storage.zeros(dtype, 2048);
                assertThat(NdArray.wrap(zeros, Shape.of(2048)).to(DType.FLOAT64).toDoubleArray()).containsOnly(0.0);
                zeros.set(5, 1);
                arrays.add(zeros.array());
                made.add(zeros);
                return new NdArray[0];
            });
            assertThat(made.getFirst().hasEnded()).isTrue();
        }
        assertThat(arrays).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatIsKeptMovesOutward() {
        List<NdArray> made = new ArrayList<>();
        scope(() -> {
            scope(() -> {
                made.add(made(DType.FLOAT32, 500));
                made.add(made(DType.FLOAT32, 500));
                return new NdArray[] {made.get(1), made.get(1).slice(0, 0, 10, 1)};
            });
            assertThat(made.get(0).storage().hasEnded()).isTrue();
            assertThat(made.get(1).storage().hasEnded()).isFalse();
            return new NdArray[0];
        });
        assertThat(made.get(1).storage().hasEnded()).isTrue();
        assertThatThrownBy(() -> made.get(1).toFloatArray()).isInstanceOf(IllegalStateException.class).hasMessageContaining("ended");
    }

    @Test
    void whatCachesHoldIsMadeOutside() {
        List<NdArray> cached = new ArrayList<>();
        scope(() -> {
            cached.add(EngineRuntime.outside(() -> made(DType.FLOAT64, 500)));
            return new NdArray[0];
        });
        assertThat(cached.getFirst().storage().hasEnded()).isFalse();
    }

    /** Tables of a length that nobody else asks for are made in the first scope, and used in the next. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 13, 3 * 5 * 7 * 11 * 13, 7919, 2 * 7907})
    void tablesOfFourierTransformsOutliveScopes(int n) {
        NdArray re = waves(n);
        List<double[]> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            scope(() -> {
                found.add(Fourier.fft(re, re, 0, false).re().toDoubleArray());
                for (int k = 0; k < 8; k++) { // takes what the scope before has given back, and writes over it
                    Storage.zeros(DType.FLOAT64, n).set(0, 1);
                    Storage.zeros(DType.FLOAT64, n / 2).set(0, 1);
                }
                return new NdArray[0];
            });
        }
        double[] outside = Fourier.fft(re, re, 0, false).re().toDoubleArray();
        assertThat(found).allSatisfy(y -> assertThat(y).isEqualTo(outside));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void borrowedBuffersAreNobodysResult(DType dtype) {
        NdArray a = waves(64 * 64).to(dtype).reshape(Shape.of(64, 64));
        NdArray wide = waves(300 * 300).to(dtype).reshape(Shape.of(300, 300));
        double[] outside = Matmul.matmul(a, a).to(DType.FLOAT64).toDoubleArray();
        double[] packed = Matmul.matmul(wide, wide).to(DType.FLOAT64).toDoubleArray();
        for (int i = 0; i < 5; i++) {
            scope(() -> {
                NdArray held = Matmul.matmul(a, a);
                assertThat(Matmul.matmul(wide, wide).to(DType.FLOAT64).toDoubleArray()).isEqualTo(packed);
                assertThat(held.to(DType.FLOAT64).toDoubleArray()).isEqualTo(outside);
                return new NdArray[0];
            });
        }
    }

    @Test
    void buffersBorrowedInAScopeAreNotPooled() {
        Set<Object> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 3; i++) {
            scope(() -> {
                float[] buffer = ScratchBuffers.floats((1 << 21) + 1);
                given.add(buffer);
                ScratchBuffers.release(buffer);
                return new NdArray[0];
            });
            scope(() -> {
                assertThat(given.contains(Storage.uninitialised(DType.FLOAT32, 1 << 22).array())).isFalse();
                return new NdArray[0];
            });
        }
    }

    @Test
    void freeArraysStayWithinTheBudgetAndAreAllFound() {
        Pools pools = new Pools();
        Pool pool = pools.make();
        int bytes = 1 << 20;
        int lengths = 100;
        boolean[] one = new boolean[bytes]; // a pool never looks into an array
        for (long i = 0; i < 2 * pools.share() / bytes; i++) {
            pool.give(DType.BOOL, bytes - (int) (i % lengths), one);
        }
        long free = 0;
        for (int k = 0; k < lengths; k++) {
            while (pool.take(DType.BOOL, bytes - k) != null) {
                free += bytes - k;
            }
        }
        assertThat(free).isPositive().isLessThanOrEqualTo(pools.share());
        assertThat(pool.clear()).as("something free that could not be taken").isFalse();
        pool.give(DType.BOOL, bytes, one);
        assertThat(pool.clear()).isTrue();
        assertThat(pool.take(DType.BOOL, bytes)).isNull();
    }

    private static NdArray waves(int n) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> Math.sin(0.7 * i + 0.3));
        return NdArray.of(x);
    }
}
