package org.covector.engine;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Bad input: names the function, the argument, what was given and what is accepted. The function named is the one that the user called,
 * a public one of a {@link Vocabulary}, not the helper of the library that noticed. What returns functions that run later (transformations,
 * users' formulas) or is called through an object (layers, optimisers, files) is no vocabulary, since no frame of it tells: it checks what
 * it is given by its own name, and what goes wrong inside names the function of the vocabulary.
 */
public final class ArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String function;
    private final String argument;
    private final String given;
    private final String accepted;

    /**
     * {@code function: argument is given; accepted: accepted}.
     *
     * @param function that notices: named where no function of a {@link Vocabulary} was called
     */
    public ArgumentException(String function, String argument, Object given, String accepted) {
        this(argument, given, accepted, StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).walk(frames -> called(frames, function)));
    }

    private ArgumentException(String argument, Object given, String accepted, String function) {
        super(function + ": " + argument + " is " + given + "; accepted: " + accepted);
        this.function = function;
        this.argument = argument;
        this.given = String.valueOf(given);
        this.accepted = accepted;
    }

    private ArgumentException(String message, ArgumentException cause) {
        super(message, cause);
        this.function = cause.function;
        this.argument = cause.argument;
        this.given = cause.given;
        this.accepted = cause.accepted;
    }

    /** This error with where it happened before its message: {@code place: function: ...}. */
    public ArgumentException in(String place) {
        return new ArgumentException(place + ": " + getMessage(), this);
    }

    /** This error of another thread as one of this thread, which knows what the user called. */
    public ArgumentException here() {
        ArgumentException here = new ArgumentException(function, argument, (Object) given, accepted);
        here.initCause(this);
        return here;
    }

    /** The error of a transformation, named so whatever function was called inside it. */
    public static ArgumentException of(String transformation, String argument, Object given, String accepted) {
        return new ArgumentException(argument, given, accepted, transformation);
    }

    /** The public function of a vocabulary nearest to the user's code. */
    private static String called(Stream<StackFrame> frames, String otherwise) {
        String name = otherwise;
        for (Iterator<StackFrame> i = frames.iterator(); i.hasNext(); ) {
            StackFrame frame = i.next();
            Class<?> type = frame.getDeclaringClass();
            String of = type.getName();
            if (!of.startsWith("org.covector.") && !of.startsWith("java.") && !of.startsWith("io.vavr.")) {
                break; // the user's
            }
            if (type.isAnnotationPresent(Vocabulary.class) && isPublic(type, frame)) {
                name = type.isInterface() && Character.isUpperCase(otherwise.charAt(0)) ? otherwise : frame.getMethodName();
            }
        }
        return name;
    }

    private static boolean isPublic(Class<?> type, StackFrame frame) {
        try {
            return Modifier.isPublic(type.getDeclaredMethod(frame.getMethodName(), frame.getMethodType().parameterArray()).getModifiers());
        } catch (NoSuchMethodException lambda) {
            return false;
        }
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
