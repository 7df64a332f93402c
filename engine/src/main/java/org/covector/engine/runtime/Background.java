package org.covector.engine.runtime;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One daemon thread that prepares what later calls will need; it never keeps a JVM alive. */
final class Background {
    private static final long IDLE_SECONDS = 5;

    private static final long FIRST_PAUSE_MILLIS = 4000;
    private static final long LONGEST_PAUSE_MILLIS = 3_600_000;
    private static final int LONGER = 4; // each pause than the one before

    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private Background() {}

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1, task -> {
            Thread t = new Thread(task, "covector-warmup");
            t.setDaemon(true);
            return t;
        });
        pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs it behind what waits already. */
    static void run(Runnable task) {
        THREAD.execute(task);
    }

    /** Makes an attempt, and further ones after longer and longer pauses for as long as it answers false. */
    static void attempt(BooleanSupplier attempt) {
        run(() -> attempt(attempt, FIRST_PAUSE_MILLIS));
    }

    static void attempt(BooleanSupplier attempt, long pauseMillis) {
        if (!attempt.getAsBoolean()) {
            THREAD.schedule(() -> attempt(attempt, Math.min(LONGER * pauseMillis, LONGEST_PAUSE_MILLIS)), pauseMillis,
                    TimeUnit.MILLISECONDS);
        }
    }
}
