package org.covector.bench.compare;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells a waiting person how far a long run is: a bar on a terminal, plain lines elsewhere. */
public sealed interface Progress extends AutoCloseable {
    static Progress of(String task, int steps) {
        return System.console() != null && System.console().isTerminal() ? new Bar(task, steps) : new Lines(steps);
    }

    void step(String done);

    @Override
    void close();

    /** A bar that redraws itself. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, int steps) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .build();
        }

        @Override
        public void step(String done) {
            bar.step();
            bar.setExtraMessage(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line per step. */
    final class Lines implements Progress {
        private final int steps;
        private int done;

        Lines(int steps) {
            this.steps = steps;
        }

        @Override
        public void step(String what) {
            done++;
            System.out.println(done + "/" + steps + " " + what);
        }

        @Override
        public void close() {}
    }
}
