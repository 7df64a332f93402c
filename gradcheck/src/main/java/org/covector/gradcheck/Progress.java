package org.covector.gradcheck;

import java.io.Console;
import java.time.Duration;

/** Hears how far a catalogue's check has come. */
@FunctionalInterface
public interface Progress {
    /** Shows nothing. */
    Progress SILENT = step -> {};

    /**
     * How far.
     *
     * @param done operations checked
     * @param all operations to check
     * @param operation the next one, empty at the end
     * @param failed operations that are not right
     * @param elapsed since the beginning
     */
    record Step(int done, int all, String operation, int failed, Duration elapsed) {}

    /** Called before each operation and at the end, from the thread that checks. */
    void show(Step step);

    /**
     * A bar on the terminal once a check has taken a second, cleared at its end; silent where there is no terminal or {@code CI} is
     * set.
     */
    static Progress terminal() {
        Console console = System.console();
        String ci = System.getenv().getOrDefault("CI", "false");
        boolean watched = ci.equals("false") && !System.getenv().getOrDefault("TERM", "").equals("dumb");
        return watched && console != null && console.isTerminal() ? new ProgressBar(console.writer()) : SILENT;
    }
}
