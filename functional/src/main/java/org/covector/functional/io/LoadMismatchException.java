package org.covector.functional.io;

import java.io.IOException;

/** A sound file that is not one of this model: strict loading found entries missing, unexpected or of another shape. */
public final class LoadMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LoadReport report;

    LoadMismatchException(String file, LoadReport report) {
        super(file + ": " + report);
        this.report = report;
    }

    /** What did not fit. */
    public LoadReport report() {
        return report;
    }
}
