package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.ElementReadException;

/**
 * What probably went wrong: a hypothesis on the backward formula that fits what was seen.
 *
 * @param kind of hypothesis
 * @param input whose gradient, if it is one input's
 * @param parameters numbers of the hypothesis, called as {@link Kind#parameters} says; empty where it has none
 * @param text one sentence
 */
public record Cause(Kind kind, Option<Integer> input, List<Double> parameters, String text) {
    /** Hypotheses. */
    public enum Kind {
        /** It is 0. */
        DETACHED,
        /** It is not 0 and should be. */
        SHOULD_BE_ZERO,
        /** It has the other sign. */
        SIGN("factor"),
        /** It is a multiple of what it should be; the parameter is the factor. */
        FACTOR("factor"),
        /** It is divided by a number of elements, the parameter. */
        AVERAGED("count"),
        /** It is multiplied by a number of elements, the parameter. */
        SUMMED("count"),
        /** Division by n - 1 where n is right, or the other way round; the parameter is n. */
        DEGREES_OF_FREEDOM("count"),
        /** It is not a number. */
        NOT_A_NUMBER,
        /** It is the gradient of another input, the parameter. */
        SWAPPED("input"),
        /** Its own axes, or the cotangent's, come in another order, or as those of another axis. */
        AXES("axis..."),
        /** An operand of a product is transposed, not conjugated, or another one, or the operands are in another order. */
        OPERAND,
        /** The function's own linear map is used where its transpose belongs. */
        JACOBIAN_TRANSPOSED,
        /** It is moved by some elements: the parameter, along an axis if there is a second one. */
        SHIFTED("offset", "axis"),
        /** It is reversed. */
        REVERSED("axis"),
        /** A kernel is flipped: reversed in results and elements alike. */
        KERNEL_FLIPPED,
        /** Right values in wrong places. */
        MISPLACED,
        /** The sum over a broadcast axis is missing. */
        BROADCAST_SUM_MISSING,
        /** A sum over another axis than that of the function. */
        WRONG_AXIS("axis"),
        /** The diagonal of the Jacobian is missing. */
        DIAGONAL_MISSING,
        /** All but the diagonal of the Jacobian is missing. */
        OFF_DIAGONAL_MISSING,
        /** The mean over an axis is not taken off, or the sum over it. */
        MEAN_MISSING("axis"),
        /** The part along another vector is not taken off. */
        PROJECTION_MISSING("axis"),
        /** A factor that depends on the element or the result is missing or too many. */
        ELEMENT_FACTOR,
        /** A term is missing, too many, or in a wrong place. */
        TERM,
        /** A constant, the parameter, is added. */
        CONSTANT_ADDED("constant"),
        /** The transpose has to be added: a term in which an operand is transposed is missing. */
        SYMMETRIC_PART_MISSING,
        /** The cotangent of a result, the parameter, is dropped. */
        RESULT_DROPPED("result"),
        /** The cotangents of two results, the parameters, are exchanged. */
        RESULTS_SWAPPED("result", "other"),
        /** A cotangent is not used: that of a result, if there is a parameter. */
        COTANGENT_IGNORED("result"),
        /** The cotangent is summed, averaged, or cut down to one element before it is used. */
        COTANGENT_REDUCED,
        /** The gradient is not linear in the cotangent. */
        COTANGENT_NOT_LINEAR,
        /** Where a position is taken more than once, only one counts. */
        DUPLICATES_OVERWRITTEN,
        /** A mask is the other way round. */
        MASK_INVERTED,
        /** A mask hides elements that have a gradient. */
        MASK_TOO_SMALL,
        /** Elements without a gradient have one. */
        MASK_MISSING,
        /** It is the gradient at another point. */
        WRONG_POINT("input"),
        /** It is right to the digits of FLOAT32. */
        SINGLE_PRECISION,
        /** It is right to some digits, the parameter. */
        APPROXIMATE("digits"),
        /** It is wrong at the ends of an axis, the parameter. */
        BORDER("axis"),
        /** It is wrong for elements of a range, sign, or value. */
        RANGE("from", "to"),
        /** It is wrong where elements are equal. */
        TIES,
        /** It is wrong at kinks. */
        KINKS,
        /** It is right at the given inputs and wrong at varied ones. */
        ELSEWHERE,
        /** The first derivative is right and the second is not. */
        SECOND_DERIVATIVE,
        /** An element of a tensor that is being differentiated is read as a number. */
        ELEMENT_READ,
        /** A cotangent has another shape or dtype than its input. */
        TYPE,
        /** The function, or its pullback, gives another result when called again. */
        NONDETERMINISTIC,
        /** The formula holds on a domain only: inputs are to be varied inside it. */
        DOMAIN("domain"),
        /** Some elements of the Jacobian are wrong, in no way known. */
        SOME_ELEMENTS("wrong", "all");

        private final List<String> parameters;

        Kind(String... parameters) {
            this.parameters = List.of(parameters);
        }

        /**
         * What a cause's parameters are called, in order; trailing ones may be absent, and a name with dots stands for any number.
         * An axis of -1 is all of them; an input, a result or a domain is its number.
         */
        public List<String> parameters() {
            return parameters;
        }

        private boolean allows(int count) {
            return count <= parameters.size() || !parameters.isEmpty() && parameters.getLast().endsWith("...");
        }
    }

    private static final String COTANGENT = "cotangent of input ";

    /** Copies the list. */
    public Cause {
        ArgumentException.require(kind.allows(parameters.size()), "cause", "parameters of " + kind, parameters,
                kind.parameters().toString());
        parameters = List.copyOf(parameters);
    }

    public static Cause of(Kind kind, String text, double... parameters) {
        return new Cause(kind, Option.none(), Arrays.stream(parameters).boxed().toList(), text);
    }

    /** What an error of the function, or of its pullback, says by itself. */
    public static List<Cause> thrown(RuntimeException e) {
        if (readsElements(e)) {
            return List.of(of(Kind.ELEMENT_READ,
                    "an element is read as a number (array() or item()) inside the function: what is computed from it is constant to the "
                    + "derivative; compute with F, or read stopGradient(x) if a constant is meant"));
        }
        return e instanceof ArgumentException a && a.argument().startsWith(COTANGENT)
                ? List.of(of(Kind.TYPE, "the " + a.argument() + " of " + a.function() + " is " + a.given() + "; accepted: " + a.accepted()
                        + (isOfOtherShape(a) ? ": a sum over a broadcast axis is missing, or one is too many" : "")))
                : List.of();
    }

    /** Whether a tensor of the right dtype was given: what is wrong is its shape. */
    private static boolean isOfOtherShape(ArgumentException e) {
        String given = String.valueOf(e.given());
        return given.contains(" ") && e.accepted().startsWith(given.substring(0, given.indexOf(' ') + 1)) && given.contains("[");
    }

    static boolean readsElements(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).anyMatch(ElementReadException.class::isInstance);
    }

    /** With another sentence. */
    public Cause withText(String other) {
        return new Cause(kind, input, parameters, other);
    }

    /** As a sentence on the gradient of one input. */
    public Cause of(int number) {
        return new Cause(kind, Option.of(number), parameters, "gradient of input " + number + ": " + text);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
