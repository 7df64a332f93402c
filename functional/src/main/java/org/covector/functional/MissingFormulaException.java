package org.covector.functional;

/** A gradient was asked for through an operation that has no backward formula. */
public final class MissingFormulaException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    /** With the operation's name and the path from the output in the message. */
    public MissingFormulaException(String message) {
        super(message);
    }
}
