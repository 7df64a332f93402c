package org.covector.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which of two forms serves; a warm-up that pauses stands for loops that take their time. */
class TieredKernelTest {
    private static final long NO_TIME = 0;
    private static final long MUCH_TIME = 60_000_000_000L;

    private static Consumer<String> pausing(long scalarNanos, long vectorNanos) {
        return form -> LockSupport.parkNanos(form.equals("vector") ? vectorNanos : scalarNanos);
    }

    private static boolean warm(TieredKernel<String> kernel, long scalarNanos, long vectorNanos, long limit) {
        return kernel.warm("scalar", "vector", pausing(scalarNanos, vectorNanos), limit);
    }

    @Test
    void vectorLoopsThatAreNotCompiledInTimeDoNotServe() {
        TieredKernel<String> kernel = new TieredKernel<>("scalar");
        assertThat(warm(kernel, 0, 500_000, NO_TIME)).isFalse();
        assertThat(kernel.current()).isEqualTo("scalar");
        assertThat(warm(kernel, 2_000_000, 0, NO_TIME)).as("another time they are").isTrue();
        assertThat(kernel.current()).isEqualTo("vector");
    }

    @Test
    void fasterLoopsServeWithinTheTime() {
        TieredKernel<String> kernel = new TieredKernel<>("scalar");
        assertThat(warm(kernel, 2_000_000, 0, MUCH_TIME)).isTrue();
        assertThat(kernel.current()).isEqualTo("vector");
    }

    @Test
    void compiledLoopsServeThoughTheyAreNotFasterOnSmallArrays() {
        TieredKernel<String> kernel = new TieredKernel<>("scalar");
        assertThat(warm(kernel, 1_000_000, 1_200_000, NO_TIME)).isTrue();
        assertThat(kernel.current()).isEqualTo("vector");
    }
}
