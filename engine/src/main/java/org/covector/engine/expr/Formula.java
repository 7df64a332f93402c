package org.covector.engine.expr;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr.Kind;

/**
 * A pointwise function: expressions of its inputs and of numbers the caller gives, one expression an output.
 *
 * @param name what {@code explain} and error messages call it
 * @param inputs the kinds of the operands, VALUE or TRUTH
 * @param scalars how many numbers the caller gives with each call
 * @param outputs one expression per result, VALUE or TRUTH
 */
public record Formula(String name, List<Kind> inputs, int scalars, List<Expr> outputs) {
    /** Copies the lists and checks the kinds. */
    public Formula {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        for (Kind k : inputs) {
            ArgumentException.require(k != Kind.BITS, name, "kind of input", k, "VALUE or TRUTH");
        }
        for (Expr e : outputs) {
            ArgumentException.require(e.kind() != Kind.BITS, name, "kind of output", e.kind(), "VALUE or TRUTH");
        }
    }

    /** A function of {@code inputs} VALUE operands and no numbers, with one result. */
    public static Formula of(String name, int inputs, Expr output) {
        return of(name, inputs, 0, output);
    }

    /** A function of {@code inputs} VALUE operands and {@code scalars} numbers, with one result. */
    public static Formula of(String name, int inputs, int scalars, Expr output) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            kinds.add(Kind.VALUE);
        }
        return new Formula(name, kinds, scalars, List.of(output));
    }
}
