package org.covector.gradcheck.assertj;

import io.vavr.Function3;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.Report;

/**
 * Entry points.
 *
 * <pre>{@code
 * assertThatGradient(F::tanh).at(x).isProven();
 * assertThatGradient3(linear).as("linear").withSeed(7).at(x, w, b).isRightToOrder(2);
 * }</pre>
 */
public final class GradientAssertions {
    private GradientAssertions() {}

    /** The gradient of a function of one tensor. */
    public static GradientClaim.OfOne assertThatGradient(Function<Tensor, Tensor> f) {
        return new GradientClaim.OfOne(f, Outcome.THROW);
    }

    /** The gradient of a function of two tensors. */
    public static GradientClaim.OfTwo assertThatGradient2(BiFunction<Tensor, Tensor, Tensor> f) {
        return new GradientClaim.OfTwo(f, Outcome.THROW);
    }

    /** The gradient of a function of three tensors. */
    public static GradientClaim.OfThree assertThatGradient3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return new GradientClaim.OfThree(f, Outcome.THROW);
    }

    /** The gradient of a function from a tree of tensors to a tree of tensors. */
    public static <X, Y> GradientClaim.OfTree<X> assertThatGradient(Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return GradientClaim.OfTree.of(in, out, f, Outcome.THROW);
    }

    /** The gradient of a function from tensors to tensors. */
    public static GradientClaim.OfTree<List<Tensor>> assertThatGradientOfList(Function<List<Tensor>, List<Tensor>> f) {
        return GradientClaim.OfTree.ofList(f, Outcome.THROW);
    }

    /** What a check found. */
    public static GradientAssert assertThat(Report report) {
        return new GradientAssert(report, Outcome.THROW);
    }
}
