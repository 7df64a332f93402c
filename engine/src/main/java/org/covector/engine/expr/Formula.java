package org.covector.engine.expr;

import java.util.Collections;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Constant;
import org.covector.engine.expr.Expr.Kind;

/**
 * A pointwise function: expressions of its inputs and of numbers the caller gives, one expression an output.
 *
 * @param name what {@code explain} and error messages call it
 * @param inputs the kinds of the operands, VALUE or BOOL
 * @param scalars how many numbers the caller gives with each call
 * @param outputs one expression per result, VALUE or BOOL
 * @param partials the derivatives by each VALUE input where the author knows them better than the table of the calculus, else empty
 */
public record Formula(String name, List<Kind> inputs, int scalars, List<Expr> outputs, List<Expr> partials) {
    /** Copies the lists and checks the kinds. */
    public Formula {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        partials = List.copyOf(partials);
        for (Kind k : inputs) {
            ArgumentException.require(k != Kind.BITS, name, "kind of input", k, "VALUE or BOOL");
        }
        for (Expr e : outputs) {
            ArgumentException.require(e.kind() != Kind.BITS, name, "kind of output", e.kind(), "VALUE or BOOL");
        }
        if (!partials.isEmpty()) {
            ArgumentException.require(outputs.size() == 1, name, "number of outputs", outputs.size(), "1 with explicit derivatives");
            int values = inputs.size() - Collections.frequency(inputs, Kind.BOOL);
            ArgumentException.require(partials.size() == values, name, "number of derivatives", partials.size(), String.valueOf(values));
        }
    }

    /** A function that the table of the calculus differentiates. */
    public Formula(String name, List<Kind> inputs, int scalars, List<Expr> outputs) {
        this(name, inputs, scalars, outputs, List.of());
    }

    /** A function of {@code inputs} VALUE operands and no numbers, with one result. */
    public static Formula of(String name, int inputs, Expr output) {
        return of(name, inputs, 0, output);
    }

    /** A function of {@code inputs} VALUE operands and {@code scalars} numbers, with one result. */
    public static Formula of(String name, int inputs, int scalars, Expr output) {
        return new Formula(name, Collections.nCopies(inputs, Kind.VALUE), scalars, List.of(output));
    }

    /**
     * This function with derivatives of the author's own, where they are better conditioned: d output / d input for each VALUE
     * input, as expressions of the inputs and numbers; constant 0 where it is zero everywhere. Where one mentions the output's own
     * expression, the saved output is read.
     */
    public Formula withDerivative(Expr... byInput) {
        return new Formula(name, inputs, scalars, outputs, List.of(byInput));
    }

    /** What takes cotangents back to the inputs in {@code wanted}, bit i for input i. */
    public Pullback pullback(int wanted) {
        return Pullbacks.pullback(this, wanted);
    }

    /**
     * What takes the tangents of the inputs in {@code active} (bit i for input i) forward to those of the VALUE outputs. Differentiates
     * forward by the same table as {@link #pullback}.
     */
    public Pushforward pushforward(int active) {
        return Pullbacks.pushforward(this, active);
    }

    /** Whether every operation and constant has a meaning for INT64 lanes. */
    public boolean isIntegral() {
        for (Expr e : Graph.order(outputs)) {
            if (e instanceof Apply a && !a.op().isIntegral() || e instanceof Constant c && c.value() != (long) c.value()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Formula f && name.equals(f.name) && inputs.equals(f.inputs) && scalars == f.scalars
                && outputs.equals(f.outputs) && partials.equals(f.partials);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + outputs.hashCode();
    }
}
