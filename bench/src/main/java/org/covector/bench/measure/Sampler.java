package org.covector.bench.measure;

import io.vavr.collection.List;
import java.util.function.LongSupplier;

/**
 * Times tasks in turn: one sample of each per round, in alternating order, so that what disturbs the machine for a while
 * disturbs all of them. Before a sample of several calls there is one that is not timed: the caches hold what the task itself leaves in
 * them, not what the one before did.
 *
 * @param clock nanoseconds
 * @param sampleNanos a sample has as many calls as fill this time
 * @param totalNanos all samples together
 */
public record Sampler(LongSupplier clock, long sampleNanos, long totalNanos) {
    private static final int MIN_ROUNDS = 11;
    private static final int MAX_ROUNDS = 301;
    private static final int MIN_WARM_CALLS = 3;

    /**
     * A task to time.
     *
     * @param warmNanos it runs at least as long before it is timed
     */
    public record TimedTask(Task task, long warmNanos) {}

    public List<Timing> time(List<TimedTask> tasks) {
        int n = tasks.size();
        Task[] task = tasks.map(TimedTask::task).toJavaArray(Task[]::new);
        int[] calls = new int[n];
        double round = 0;
        for (int i = 0; i < n; i++) {
            double perCall = warm(tasks.get(i));
            calls[i] = (int) Math.clamp(Math.ceil(sampleNanos / perCall), 1, 10_000_000);
            round += calls[i] * perCall;
        }
        int rounds = (int) Math.clamp(totalNanos / round, MIN_ROUNDS, MAX_ROUNDS);
        double[][] samples = new double[n][rounds];
        for (int r = 0; r < rounds; r++) {
            for (int j = 0; j < n; j++) {
                int i = r % 2 == 0 ? j : n - 1 - j;
                if (calls[i] > 1) {
                    task[i].repeat(1);
                }
                samples[i][r] = sample(task[i], calls[i]);
            }
        }
        return List.of(samples).map(Timing::of);
    }

    /** Warms a task; its time per call once warm. */
    private double warm(TimedTask timed) {
        Task task = timed.task();
        long start = clock.getAsLong();
        int calls = 0;
        while (calls < MIN_WARM_CALLS || clock.getAsLong() - start < timed.warmNanos()) {
            task.repeat(1);
            calls++;
        }
        double mean = Math.max(1, (clock.getAsLong() - start) / (double) calls);
        return Math.max(1, sample(task, (int) Math.clamp(sampleNanos / mean, 1, 100_000)));
    }

    private double sample(Task task, int calls) {
        long start = clock.getAsLong();
        task.repeat(calls);
        return (clock.getAsLong() - start) / (double) calls;
    }
}
