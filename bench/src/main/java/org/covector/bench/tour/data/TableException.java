package org.covector.bench.tour.data;

/** A table that cannot be used: {@code file:line: column: reason}, without line or column where there is none. */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** About a file as a whole. */
    public TableException(String file, String reason) {
        super(file + ": " + reason);
    }

    /** About a line. */
    public TableException(String file, long line, String reason) {
        super(file + ":" + line + ": " + reason);
    }

    /** About a field. */
    public TableException(String file, long line, String column, String reason) {
        super(file + ":" + line + ": " + column + ": " + reason);
    }
}
