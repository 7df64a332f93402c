package org.covector.engine.codegen;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;

/**
 * What one generated loop computes: basic and opaque operations only.
 *
 * @param name for class names and messages
 * @param element what VALUE lanes hold; BOOL where there are none
 * @param constants bit i is set where operand i has one value for a whole row
 * @param inputs the kinds of the operands
 * @param scalars how many numbers come with each call
 * @param outputs one expression per result
 */
record Program(String name, DType element, int constants, List<Kind> inputs, int scalars, List<Expr> outputs) {
    boolean isConstant(int input) {
        return (constants >> input & 1) != 0;
    }

    /** How far an operand moves from lane to lane: 0 or 1. */
    int step(int input) {
        return isConstant(input) ? 0 : 1;
    }

    /** Whether every operation exists for vectors. */
    boolean isVectorizable() {
        if (element == DType.BOOL) {
            return false;
        }
        for (Expr e : Graph.order(outputs)) {
            if (e instanceof Apply a && (a.op().tier() != Op.Tier.BASIC
                    || element == DType.INT64 && (a.op() == Op.DIV || a.op() == Op.SQRT || a.op() == Op.FMA))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a call fits the entry point that takes no arrays of operands. */
    boolean isSmall() {
        return inputs.size() <= 3 && scalars <= 2 && outputs.size() == 1;
    }
}
