package org.covector.gradcheck;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line of a terminal, written over and over. */
record ProgressBar(PrintWriter terminal) implements Progress {
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int WIDTH = 24;
    private static final int NAME = 32;
    private static final String BACK = "\r\u001b[K";

    @Override
    public void show(Step step) {
        if (step.elapsed().compareTo(DELAY) < 0) {
            return;
        }
        if (step.done() == step.all()) {
            terminal.print(BACK);
        } else {
            int full = WIDTH * step.done() / step.all();
            String name = step.operation().length() > NAME ? step.operation().substring(0, NAME - 1) + "\u2026" : step.operation();
            terminal.print(BACK + "\u2588".repeat(full) + "\u2591".repeat(WIDTH - full)
                    + String.format(Locale.ROOT, " %d/%d %s%s", step.done(), step.all(), name,
                    step.failed() > 0 ? ", " + step.failed() + " not right" : ""));
        }
        terminal.flush();
    }
}
