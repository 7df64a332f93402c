package org.covector.bench.accuracy;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.covector.functional.Tensor;

/**
 * A pointwise function by one of its arguments, and what it should be.
 *
 * @param name as in the table
 * @param ours of the variable and of the other argument, which functions of one argument ignore
 * @param reference the same in high precision; it throws ArithmeticException where the function is not to be looked at
 * @param specials numbers whose neighbourhoods are looked at: zeros, poles, extrema, thresholds
 * @param arguments 1 or 2
 * @param other where the other argument lies: a constant, or NaN for numbers of all magnitudes
 */
record Case(String name, BinaryOperator<Tensor> ours, BinaryOperator<Jet> reference, double[] specials, int arguments, double other) {
    static Case unary(String name, UnaryOperator<Tensor> ours, UnaryOperator<Jet> reference, double... specials) {
        return new Case(name, (x, _) -> ours.apply(x), (x, _) -> reference.apply(x), specials, 1, 0);
    }

    /** By the first argument. */
    static Case first(String name, BinaryOperator<Tensor> ours, BinaryOperator<Jet> reference, double... specials) {
        return new Case(name + ", by x", ours, reference, specials, 2, Double.NaN);
    }

    /** By the second argument. */
    static Case second(String name, BinaryOperator<Tensor> ours, BinaryOperator<Jet> reference, double... specials) {
        return new Case(name + ", by y", (x, y) -> ours.apply(y, x), (x, y) -> reference.apply(y, x), specials, 2, Double.NaN);
    }

    /** Marks points that are not looked at: outside the domain, or at a kink. */
    static ArithmeticException excluded() {
        return new ArithmeticException("excluded");
    }
}
