package org.covector.functional;

import io.vavr.control.Option;
import java.util.List;
import java.util.function.Supplier;
import org.covector.engine.NdArray;
import org.covector.functional.core.Apply;
import org.covector.functional.custom.UserPrimitive;

/**
 * An operation that computes on arrays by means of its own, a hand-written loop or foreign code, and declares what is known of it. Written
 * as a record, its components are its attributes: two with equal ones are the same operation.
 *
 * <pre>{@code
 * record Scale(double factor) implements CustomPrimitive {
 *     public List<NdArray> compute(List<NdArray> x) { return List.of(multiply(x.get(0), factor)); }
 *     public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) { return List.of(() -> F.mul(dy.get(0),
 * factor)); }
 *     public List<Tensor> jvp(List<Tensor> x, List<Tensor> y, List<Tensor> dx) { return List.of(new Scale(factor).of(dx.get(0))); }
 * }
 * Tensor y = new Scale(3).of(x);
 * }</pre>
 *
 * <p>A rule that is not declared is refused by name when it is asked for: a gradient without {@link #vjp}, a tangent without {@link #jvp}.
 * Rules are written with {@code F}, so what they compute is differentiable again.
 */
public interface CustomPrimitive {
    /** The name in messages and paths: that of the class, unless it is declared. */
    default String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? "customPrimitive" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /** The outputs, on arrays. A pure function of its inputs and the record's components. */
    List<NdArray> compute(List<NdArray> x);

    /**
     * The cotangents of the inputs, each asked for only when it is wanted; {@link CustomVjp#noGradient()} and
     * {@link CustomVjp#notImplemented} stand for those that are no tensor.
     *
     * @param x the inputs
     * @param y the outputs
     * @param dy one cotangent for each output, of its shape and dtype
     * @return one supplier for each input, of a tensor of its shape and dtype
     */
    default List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
        throw new MissingFormulaException(name() + " declares no backward rule (vjp)");
    }

    /**
     * The tangents of the outputs.
     *
     * @param x the inputs
     * @param y the outputs
     * @param dx one tangent for each input, of its shape and dtype
     * @return one for each output, of its shape and dtype
     */
    default List<Tensor> jvp(List<Tensor> x, List<Tensor> y, List<Tensor> dx) {
        throw new MissingFormulaException(name() + " declares no forward rule (jvp)");
    }

    /**
     * The outputs for many examples at once, under {@code vmap}. Not declared, the operation runs example by example.
     *
     * @param size how many examples
     * @param mapped which inputs have the examples along their first axis; the others are the same for all
     * @param x the inputs
     * @return the outputs, each with the examples along its first axis; or none, for the loop
     */
    default Option<List<Tensor>> batch(int size, List<Boolean> mapped, List<Tensor> x) {
        return Option.none();
    }

    /** The only output for these inputs. */
    default Tensor of(Tensor... x) {
        return Apply.one(new UserPrimitive(this), x);
    }

    /** All outputs for these inputs. */
    default List<Tensor> outputsOf(Tensor... x) {
        return List.of(Apply.all(new UserPrimitive(this), x));
    }
}
