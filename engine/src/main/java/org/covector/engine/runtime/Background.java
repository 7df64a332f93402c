package org.covector.engine.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that prepares what later calls will need; it never keeps a JVM alive. */
final class Background {
    private static final long IDLE_SECONDS = 5;

    private static final ExecutorService THREAD = thread();

    private Background() {}

    private static ExecutorService thread() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread t = new Thread(task, "covector-warmup");
            t.setDaemon(true);
            return t;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static void run(Runnable task) {
        THREAD.execute(task);
    }
}
