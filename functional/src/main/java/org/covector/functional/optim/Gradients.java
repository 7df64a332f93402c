package org.covector.functional.optim;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * Gradients as a whole: their norm, clipping, and whether they are finite.
 *
 * {@snippet :
 * Tensor grads = Tensor.of(3.0, 4);
 * Tensor norm = Gradients.norm(Tree.TENSOR, grads, 2); // 5
 * Tensor clipped = Gradients.clipNorm(Tree.TENSOR, grads, 1)._1(); // [0.600, 0.800]
 * }
 */
public final class Gradients {
    /** torch's guard against a division by 0, which also scales a norm of exactly {@code maxNorm} a little. */
    private static final double GUARD = 1e-6;

    private Gradients() {}

    /**
     * {@code (sum |g|^p)^(1/p)} over all elements of all gradients; the largest magnitude for an infinite p.
     *
     * @param normType p
     * @return a scalar
     */
    public static <P> Tensor norm(Tree<P> tree, P grads, double normType) {
        return norm(floating(tree, grads), normType);
    }

    /**
     * {@code g min(1, maxNorm / (norm + 1e-6))} with the norm of all gradients together. torch: clip_grad_norm_. An infinite norm gives
     * zeros, and NaN where a gradient was infinite.
     *
     * @param maxNorm 0 or more
     * @param normType p of the norm, by default 2; may be infinite
     * @return the gradients, and their norm before
     */
    public static <P> Tuple2<P, Tensor> clipNorm(Tree<P> tree, P grads, double maxNorm, double normType) {
        Kernel.requireNonNegative("clipNorm", "maxNorm", maxNorm);
        Tensor norm = norm(tree, grads, normType);
        Tensor factor = factor(maxNorm, norm);
        return Tuple.of(tree.map(grads, g -> g.dtype().isFloating() ? scaled(g, factor) : g), norm);
    }

    /** {@link #clipNorm(Tree, Object, double, double)} with the Euclidean norm. */
    public static <P> Tuple2<P, Tensor> clipNorm(Tree<P> tree, P grads, double maxNorm) {
        return clipNorm(tree, grads, maxNorm, 2);
    }

    /**
     * The same, where a norm that is not finite is an error: torch's errorIfNonfinite.
     *
     * @throws ArgumentException if the norm is NaN or infinite
     */
    public static <P> Tuple2<P, Tensor> clipNormOfFinite(Tree<P> tree, P grads, double maxNorm, double normType) {
        Tuple2<P, Tensor> clipped = clipNorm(tree, grads, maxNorm, normType);
        double norm = clipped._2().item();
        ArgumentException.require(Double.isFinite(norm), "clipNorm", "norm of grads", norm,
                "a finite norm, or clipNorm, which lets it pass");
        return clipped;
    }

    /**
     * {@code clamp(g, -value, value)}. torch: clip_grad_value_.
     *
     * @param value 0 or more
     */
    public static <P> P clipValue(Tree<P> tree, P grads, double value) {
        Kernel.requireNonNegative("clipValue", "value", value);
        return tree.map(grads, g -> g.dtype().isFloating() ? F.clamp(g, -value, value) : g);
    }

    /** Whether no gradient has a NaN or infinite element. */
    public static <P> boolean isFinite(Tree<P> tree, P grads) {
        return areFinite(floating(tree, grads));
    }

    private static <P> List<Tensor> floating(Tree<P> tree, P grads) {
        return tree.leaves(grads).stream().filter(g -> g.dtype().isFloating()).toList();
    }

    static boolean areFinite(List<Tensor> grads) {
        for (Tensor g : grads) {
            if (!F.all(F.isfinite(F.reshape(g, (int) g.size())), false, 0).array().getBoolean()) {
                return false;
            }
        }
        return true;
    }

    static Tensor norm(List<Tensor> grads, double p) {
        if (grads.isEmpty()) {
            return Tensor.scalar(0.0);
        }
        List<Tensor> norms = new ArrayList<>();
        DType dtype = grads.stream().anyMatch(g -> g.dtype() == DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
        for (Tensor g : grads) {
            norms.add(g.size() == 0 ? Tensor.zeros(dtype) : F.norm(F.reshape(g, (int) g.size()), p, false, 0).to(dtype));
        }
        return norms.size() == 1 ? norms.getFirst() : F.norm(F.stack(norms, 0), p, false, 0);
    }

    static Leaves clipped(Leaves grads, double maxNorm, Tensor norm) {
        Tensor factor = factor(maxNorm, norm);
        return grads.pointwise(g -> scaled(g, factor));
    }

    private static Tensor factor(double maxNorm, Tensor norm) {
        return F.clamp(F.div(maxNorm, F.add(norm, GUARD)), Double.NEGATIVE_INFINITY, 1);
    }

    private static Tensor scaled(Tensor g, Tensor factor) {
        return F.mul(g, factor.to(g.dtype()));
    }
}
