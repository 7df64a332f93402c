package org.covector.engine;

/** Bad input: names the function, the argument, what was given and what is accepted. */
public final class ArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final String argument;
    private final String given;
    private final String accepted;

    /** {@code function: argument is given; accepted: accepted}. */
    public ArgumentException(String function, String argument, Object given, String accepted) {
        super(function + ": " + argument + " is " + given + "; accepted: " + accepted);
        this.function = function;
        this.argument = argument;
        this.given = String.valueOf(given);
        this.accepted = accepted;
    }

    /** Throws unless {@code ok}. The message's parts must be cheap: prefer an {@code if} around the constructor in hot code. */
    public static void require(boolean ok, String function, String argument, Object given, String accepted) {
        if (!ok) {
            throw new ArgumentException(function, argument, given, accepted);
        }
    }

    /** The error of a function of FLOAT32 and FLOAT64 that was given another dtype. */
    public static ArgumentException notFloating(String function, Object dtype) {
        return new ArgumentException(function, "dtype", dtype, "FLOAT32 or FLOAT64");
    }

    /** The function that was called, as the user typed it. */
    public String function() {
        return function;
    }

    /** The parameter that was wrong. */
    public String argument() {
        return argument;
    }

    /** What was given. */
    public String given() {
        return given;
    }

    /** What would have been accepted. */
    public String accepted() {
        return accepted;
    }
}
