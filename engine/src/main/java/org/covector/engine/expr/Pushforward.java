package org.covector.engine.expr;

import java.util.List;

/**
 * What takes tangents forward through a formula: itself a formula, so that every order works.
 *
 * @param formula its results are the tangents of the outputs in {@code computed}, in their order; its numbers are those of the formula
 *     differentiated
 * @param operands what the arrays given to {@code formula} must be: tangents, inputs and outputs of the formula differentiated
 * @param computed bit j is set where a result belongs to output j; an output without its bit has tangent zero
 */
public record Pushforward(Formula formula, List<Pullback.Operand> operands, int computed) {
    /** Copies the list. */
    public Pushforward {
        operands = List.copyOf(operands);
    }

    /** The tangent of input {@code input}. */
    public record Dx(int input) implements Pullback.Operand {}
}
