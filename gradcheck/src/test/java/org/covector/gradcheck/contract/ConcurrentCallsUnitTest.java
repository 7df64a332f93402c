package org.covector.gradcheck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls from several threads at once. */
class ConcurrentCallsUnitTest {
    @Test
    void allWorkAtOnceAndTheFirstComplaintIsTold() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger numbers = new AtomicInteger();
        String said = ConcurrentCalls.run(3, k -> {
            inside.incrementAndGet();
            long limit = System.nanoTime() + 5_000_000_000L;
            while (inside.get() < 3 && System.nanoTime() < limit) {
                Thread.onSpinWait();
            }
            numbers.addAndGet(1 << k);
            return inside.get() == 3 ? "" : "alone";
        });
        assertThat(said).isEmpty();
        assertThat(numbers).hasValue(7);
        assertThat(ConcurrentCalls.run(2, k -> k == 1 ? "one complains" : "")).isEqualTo("one complains");
        assertThat(ConcurrentCalls.run(1, k -> {
            throw new IllegalStateException("no");
        })).isEqualTo("the pullback throws when called from several threads at once: java.lang.IllegalStateException: no");
    }

    /** A thread has a value that is inherited, counted when the thread is made. */
    @Test
    void noneBeginsBeforeAllAreThere() {
        AtomicInteger made = new AtomicInteger();
        InheritableThreadLocal<Integer> counted = new InheritableThreadLocal<>() {
            @Override
            protected Integer childValue(Integer parent) {
                return made.incrementAndGet();
            }
        };
        counted.set(0);
        try {
            assertThat(ConcurrentCalls.run(24, _ -> made.get() == 24 ? "" : made + " of 24")).isEmpty();
        } finally {
            counted.remove();
        }
    }

    @Test
    void whoIsInterruptedIsToldSoAfterwards() throws InterruptedException {
        for (boolean interrupted : new boolean[] {false, true}) {
            CountDownLatch end = new CountDownLatch(1);
            AtomicBoolean told = new AtomicBoolean(!interrupted);
            Thread caller = Thread.ofPlatform().start(() -> {
                ConcurrentCalls.run(1, _ -> {
                    try {
                        return end.await(5, TimeUnit.SECONDS) ? "" : "late";
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                });
                told.set(Thread.currentThread().isInterrupted());
            });
            if (interrupted) {
                caller.interrupt();
            } else {
                end.countDown();
            }
            caller.join();
            end.countDown();
            assertThat(told.get()).isEqualTo(interrupted);
        }
    }
}
