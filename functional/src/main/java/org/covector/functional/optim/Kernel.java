package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sub;

import java.util.Collections;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Pointwise;
import org.covector.functional.optim.LeafOptimizer.Stepped;

/**
 * The step of a leaf as one pointwise operation: inputs are the parameter, its gradient and the slots, results the next parameter and the
 * next slots. Its numbers are arguments of the compiled loop, so a learning rate that changes every step compiles nothing. The first two
 * are the gradient's sign (-1 to maximise) and the weight decay that is added to the gradient, see {@link #G}.
 */
final class Kernel {
    /** The parameter. */
    static final Expr P = Expr.input(0);

    /** The gradient as it comes. */
    static final Expr RAW = Expr.input(1);

    /** {@code sign grad + weightDecay p}; a weight decay of 0 adds nothing even where p is infinite. */
    static final Expr G = add(mul(Expr.scalar(0), RAW), scale(Expr.scalar(1), P));

    private final Pointwise row;

    private Kernel(Pointwise row) {
        this.row = row;
    }

    /** A slot, from 0. */
    static Expr slot(int i) {
        return Expr.input(2 + i);
    }

    /** A number of the rule's own, from 0: after sign and weight decay. */
    static Expr number(int i) {
        return Expr.scalar(2 + i);
    }

    /** {@code old + weight (new - old)}, torch's lerp: exact where both are equal. */
    static Expr lerp(Expr old, Expr value, Expr weight) {
        return add(old, mul(weight, sub(value, old)));
    }

    /** {@code keep old + take value}. */
    static Expr average(Expr keep, Expr old, Expr take, Expr value) {
        return add(mul(keep, old), mul(take, value));
    }

    /** A step with as many numbers besides sign and weight decay; results: the parameter, then each slot. */
    static Kernel of(String name, int numbers, Expr... results) {
        return new Kernel(Pointwise.row(new Formula(name, Collections.nCopies(results.length + 1, Kind.VALUE), 2 + numbers,
                List.of(results))));
    }

    /** The step of a leaf. */
    Stepped step(Tensor leaf, Tensor grad, Tensor[] slots, double... numbers) {
        Tensor[] in = new Tensor[2 + slots.length];
        in[0] = leaf;
        in[1] = grad;
        System.arraycopy(slots, 0, in, 2, slots.length);
        Tensor[] out = Apply.all(row.with(numbers), in);
        return Stepped.of(out[0], java.util.Arrays.copyOfRange(out, 1, out.length));
    }

    /** The sign that a gradient is taken with. */
    static double sign(boolean maximize) {
        return maximize ? -1 : 1;
    }

    /** {@code x / y} of norms, 1 where one of them is 0. */
    static Tensor quotient(Tensor x, Tensor y) {
        Tensor both = F.logicalAnd(F.gt(x, 0), F.gt(y, 0));
        return F.where(both, F.div(x, F.where(both, y, 1)), 1);
    }

    // ---- checks of hyperparameters

    static void requireNumber(String name, String argument, double value) {
        ArgumentException.require(!Double.isNaN(value), name, argument, value, "a number");
    }

    static void requireNonNegative(String function, String argument, double value) {
        ArgumentException.require(value >= 0, function, argument, value, "0 or more");
    }

    static void requireFraction(String function, String argument, double value) {
        ArgumentException.require(value >= 0 && value < 1, function, argument, value, "at least 0 and less than 1");
    }
}
