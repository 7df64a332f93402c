package org.covector.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With a clock that only the task moves. */
class SettlingTest {
    private long now;
    private int calls;

    private int callsUntilSettled(int compilingCalls) {
        new Settling(() -> now, () -> Math.min(calls, compilingCalls) * 10L, 100, 1_000).run(() -> {
            now += 10;
            calls++;
        });
        return calls;
    }

    @Test
    void aTaskThatIsNotCompiledRunsForTheQuietTimeOnly() {
        assertThat(callsUntilSettled(0)).isEqualTo(10);
    }

    @Test
    void theQuietTimeStartsAfterTheLastCompilation() {
        assertThat(callsUntilSettled(30)).isEqualTo(40);
    }

    @Test
    void aCompilerThatNeverRestsIsNotWaitedForLongerThanTheMaximum() {
        assertThat(callsUntilSettled(Integer.MAX_VALUE)).isEqualTo(100);
    }
}
