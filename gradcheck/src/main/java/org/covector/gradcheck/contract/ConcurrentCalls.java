package org.covector.gradcheck.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** The same work in several threads that start at once. */
public final class ConcurrentCalls {
    private ConcurrentCalls() {}

    /** What the first that complains says; nothing if none does. */
    static String run(int threads, IntFunction<String> work) {
        CountDownLatch start = new CountDownLatch(threads);
        AtomicReference<String> said = new AtomicReference<>("");
        List<Thread> all = new ArrayList<>();
        for (int k = 0; k < threads; k++) {
            int number = k;
            all.add(Thread.ofPlatform().daemon().start(() -> said.compareAndSet("", one(start, number, work))));
        }
        try {
            for (Thread t : all) {
                t.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return said.get();
    }

    private static String one(CountDownLatch start, int number, IntFunction<String> work) {
        try {
            start.countDown();
            start.await();
            return work.apply(number);
        } catch (InterruptedException e) {
            return ""; // and the thread ends
        } catch (RuntimeException e) {
            return "the pullback throws when called from several threads at once: " + e;
        }
    }
}
