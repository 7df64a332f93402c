package org.covector.engine.expr;

import java.util.List;

/**
 * What takes cotangents back through a formula: itself a formula, so that every order works.
 *
 * @param formula its results are the cotangents of the inputs in {@code computed}, in their order; its numbers are those of the
 *     formula differentiated
 * @param operands what the arrays given to {@code formula} must be
 * @param computed bit i is set where a result belongs to input i; a wanted input without its bit has derivative zero everywhere
 */
public record Pullback(Formula formula, List<Operand> operands, int computed) {
    /** Copies the list. */
    public Pullback {
        operands = List.copyOf(operands);
    }

    /** Where an operand comes from. */
    public sealed interface Operand permits Dy, In, Out, Pushforward.Dx {}

    /** The cotangent of output {@code output}. */
    public record Dy(int output) implements Operand {}

    /** Input {@code input} of the formula, saved. */
    public record In(int input) implements Operand {}

    /** Output {@code output} of the formula, saved. */
    public record Out(int output) implements Operand {}
}
