package org.covector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is tried until it succeeds, and what runs meanwhile. */
class BackgroundTest {
    @Test
    void anAttemptIsRepeatedUntilItSucceedsAndOthersRunBetween() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch other = new CountDownLatch(1);
        Background.attempt(() -> {
            seen.add("attempt");
            three.countDown();
            return three.getCount() == 0;
        }, 20);
        assertThat(seen).as("the first at once").containsExactly("attempt");
        Background.run(() -> {
            seen.add("other");
            other.countDown();
        });
        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(500); // a fourth attempt would have been made after 320 ms
        assertThat(seen).containsExactly("attempt", "other", "attempt", "attempt");
    }

    @Test
    void whatSucceedsAtOnceIsTriedOnce() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<Thread> by = new CopyOnWriteArrayList<>();
        Background.attempt(() -> by.add(Thread.currentThread()));
        Background.run(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(by).hasSize(1).allMatch(Thread::isDaemon);
    }
}
