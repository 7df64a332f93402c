package org.covector.gradcheck.assertj;

import io.vavr.Function3;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.AbstractSoftAssertions;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.Report;

/**
 * Several gradients, all checked before anything is thrown.
 *
 * <pre>{@code
 * SoftGradientAssertions.assertGradientsSoftly(softly -> {
 *     softly.assertThatGradient(F::tanh).at(x).isProven();
 *     softly.assertThatGradient(F::relu).at(x).isRight();
 * });
 * }</pre>
 */
public final class SoftGradientAssertions extends AbstractSoftAssertions implements AutoCloseable {
    private final Outcome collected = new Outcome(this::collectAssertionError);

    /** Nothing collected yet. */
    public SoftGradientAssertions() {}

    /** Runs assertions, then throws one error with all that failed. */
    public static void assertGradientsSoftly(Consumer<SoftGradientAssertions> assertions) {
        try (SoftGradientAssertions softly = new SoftGradientAssertions()) {
            assertions.accept(softly);
        }
    }

    /** The gradient of a function of one tensor. */
    public GradientClaim.OfOne assertThatGradient(Function<Tensor, Tensor> f) {
        return new GradientClaim.OfOne(f, collected);
    }

    /** The gradient of a function of two tensors. */
    public GradientClaim.OfTwo assertThatGradient2(BiFunction<Tensor, Tensor, Tensor> f) {
        return new GradientClaim.OfTwo(f, collected);
    }

    /** The gradient of a function of three tensors. */
    public GradientClaim.OfThree assertThatGradient3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return new GradientClaim.OfThree(f, collected);
    }

    /** The gradient of a function from a tree of tensors to a tree of tensors. */
    public <X, Y> GradientClaim.OfTree<X> assertThatGradient(Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return GradientClaim.OfTree.of(in, out, f, collected);
    }

    /** The gradient of a function from tensors to tensors. */
    public GradientClaim.OfTree<List<Tensor>> assertThatGradientOfList(Function<List<Tensor>, List<Tensor>> f) {
        return GradientClaim.OfTree.ofList(f, collected);
    }

    /** What a check found. */
    public GradientAssert assertThat(Report report) {
        return new GradientAssert(report, collected);
    }

    @Override
    public void close() {
        assertAll();
    }
}
