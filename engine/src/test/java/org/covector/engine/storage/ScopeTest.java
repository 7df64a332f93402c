package org.covector.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Scope;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
    private static NdArray made(DType dtype, int n) {
        return NdArray.wrap(Storage.zeros(dtype, n), Shape.of(n));
    }

    @ParameterizedTest
    @EnumSource
    void arraysAreUsedAgainAndZerosAreZeros(DType dtype) {
        Scope scope = Scope.ofThread();
        Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10; i++) {
            int start = scope.enter();
            Storage zeros = Storage.zeros(dtype, 2048);
            assertThat(NdArray.wrap(zeros, Shape.of(2048)).to(DType.FLOAT64).toDoubleArray()).containsOnly(0.0);
            zeros.set(5, 1);
            arrays.add(zeros.array());
            scope.exit(start);
            assertThat(zeros.hasEnded()).isTrue();
        }
        assertThat(arrays).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatIsKeptMovesOutward() {
        Scope scope = Scope.ofThread();
        int outer = scope.enter();
        int inner = scope.enter();
        NdArray lost = made(DType.FLOAT32, 500);
        NdArray kept = made(DType.FLOAT32, 500);
        scope.exit(inner, kept, kept.slice(0, 0, 10, 1));
        assertThat(lost.storage().hasEnded()).isTrue();
        assertThat(kept.storage().hasEnded()).isFalse();
        scope.exit(outer);
        assertThat(kept.storage().hasEnded()).isTrue();
        assertThatThrownBy(kept::toFloatArray).isInstanceOf(IllegalStateException.class).hasMessageContaining("ended");
    }

    @Test
    void whatCachesHoldIsMadeOutside() {
        Scope scope = Scope.ofThread();
        int start = scope.enter();
        NdArray cached = EngineRuntime.outside(() -> made(DType.FLOAT64, 500));
        scope.exit(start);
        assertThat(cached.storage().hasEnded()).isFalse();
    }

    @Test
    void freeArraysStayWithinTheBudget() {
        Pools pools = new Pools();
        Pool pool = pools.make();
        long bytes = 1 << 20;
        for (int i = 0; i < 2 * pools.share() / bytes; i++) {
            pool.give(DType.BOOL, (int) bytes - i % 7, new boolean[(int) bytes - i % 7]);
            if (i > 100) {
                break;
            }
        }
        assertThat(pool.take(DType.BOOL, bytes)).isNotNull();
        assertThat(pool.take(DType.BOOL, bytes + 1)).isNull();
        assertThat(pool.clear()).isTrue();
        assertThat(pool.take(DType.BOOL, bytes - 1)).isNull();
    }
}
