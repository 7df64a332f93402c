package org.covector.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

/** With a clock that only tasks move. */
class SamplerTest {
    private long now;
    private final StringBuilder order = new StringBuilder();

    private Task costing(long nanos) {
        return costing(nanos, "");
    }

    private Task costing(long nanos, String name) {
        return () -> {
            now += nanos;
            order.append(name);
        };
    }

    private List<Timing> time(long warm, long sample, long total, Task... tasks) {
        return new Sampler(() -> now, sample, total).time(List.of(tasks).map(task -> new Sampler.TimedTask(task, warm)));
    }

    @Test
    void everyTaskGetsItsOwnTimePerCall() {
        List<Timing> timings = time(1_000, 10_000, 1_000_000, costing(10), costing(250), costing(40_000));
        assertThat(timings.map(Timing::median)).containsExactly(10.0, 250.0, 40_000.0);
        assertThat(timings.map(Timing::best)).containsExactly(10.0, 250.0, 40_000.0);
    }

    @Test
    void aTaskThatGetsFasterWhileWarmingIsTimedAtItsLaterSpeed() {
        int[] calls = {0};
        Task task = () -> now += calls[0]++ < 100 ? 1_000 : 10;
        assertThat(time(200_000, 1_000, 100_000, task).head().median()).isEqualTo(10);
    }

    @Test
    void slowTasksStillGetSeveralRounds() {
        assertThat(time(1, 1, 1, costing(1_000_000)).head().samples()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void tasksTakeTurnsInAlternatingOrder() {
        time(1, 1, 1, costing(1_000, "a"), costing(1_000, "b"));
        assertThat(order.toString()).endsWith("abbaabbaab");
    }

    @Test
    void whatTheTaskBeforeLeftInTheCachesIsPaidBeforeTheSample() {
        String[] last = {""};
        Task alike = () -> {
            now += last[0].equals("a") ? 100 : 1_000;
            last[0] = "a";
        };
        Task other = () -> {
            now += 100;
            last[0] = "b";
        };
        assertThat(time(1_000, 10_000, 1_000_000, alike, other).map(Timing::median)).containsExactly(100.0, 100.0);
    }

    @Test
    void aShockHitsOneSampleOfEachTaskAndNoMedian() {
        long[] until = {0};
        Task shaken = () -> now += now > 400_000 && until[0]++ == 0 ? 10_000_000 : 100;
        List<Timing> timings = time(1_000, 10_000, 1_000_000, shaken, costing(100));
        assertThat(timings.map(Timing::median)).containsExactly(100.0, 100.0);
    }
}
