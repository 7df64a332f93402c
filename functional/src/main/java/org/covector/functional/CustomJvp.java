package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.functional.core.Apply;
import org.covector.functional.custom.FromUser;
import org.covector.functional.transform.Structure;
import org.covector.functional.transform.TreeFunction;

/**
 * Functions with forward formulas of the user's own. The body returns its value and the linear map from the arguments' tangents to the
 * value's; the gradient is the transpose of that map.
 *
 * <pre>{@code
 * var softplus = customJvp("softplus", x -> withTangent(F.softplus(x), dx -> F.mul(dx, F.sigmoid(x))));
 * }</pre>
 *
 * <p>What the map computes with {@code F} is differentiable again, so every order works. It must be linear in the tangents. A tensor being
 * differentiated must come in as an argument: one that the body closes over is refused by name.
 */
public final class CustomJvp {
    private CustomJvp() {}

    /**
     * A value with its tangent.
     *
     * @param value the result
     * @param tangent the linear map from the arguments' tangents to the result's
     */
    public record WithTangent<X, Y>(Y value, Function<X, Y> tangent) {}

    /** A value with its tangent. */
    public static <X, Y> WithTangent<X, Y> withTangent(Y value, Function<X, Y> tangent) {
        return new WithTangent<>(value, tangent);
    }

    /** A function of 1 tensor. */
    public static Function1<Tensor, Tensor> customJvp(String name, Function<Tensor, WithTangent<Tensor, Tensor>> body) {
        return customJvp(name, TENSOR, TENSOR, body);
    }

    /** A function of 2 tensors. */
    public static Function2<Tensor, Tensor, Tensor> customJvp(
            String name, BiFunction<Tensor, Tensor, WithTangent<Tuple2<Tensor, Tensor>, Tensor>> body) {
        return TreeFunction.spread2(customJvp(name, TreeFunction.PAIR, TENSOR, TreeFunction.tupled(body)));
    }

    /** A function of 3 tensors. */
    public static Function3<Tensor, Tensor, Tensor, Tensor> customJvp(
            String name, Function3<Tensor, Tensor, Tensor, WithTangent<Tuple3<Tensor, Tensor, Tensor>, Tensor>> body) {
        return TreeFunction.spread3(customJvp(name, TreeFunction.TRIPLE, TENSOR, TreeFunction.tupled(body)));
    }

    /** A function between trees. */
    public static <X, Y> Function1<X, Y> customJvp(String name, Tree<X> in, Tree<Y> out, Function<X, WithTangent<X, Y>> body) {
        return x -> {
            Structure<Y> structure = new Structure<>(out); // of the result, known once the body has run
            var primitive = new org.covector.functional.custom.CustomJvp(name, leaves -> {
                WithTangent<X, Y> result = FromUser.given(name, "result of the body", body.apply(in.with(x, Arrays.asList(leaves))),
                        "withTangent(value, tangent)");
                Y value = FromUser.given(name, "value", result.value(), "a value");
                Function<X, Y> tangent = FromUser.given(name, "tangent", result.tangent(), "a function of the arguments' tangents");
                return new org.covector.functional.custom.CustomJvp.Result(structure.take(value).toArray(Tensor[]::new), dx -> {
                    Y dy = FromUser.given(name, "result of the tangent", tangent.apply(in.with(x, Arrays.asList(dx))),
                            "the value's tangent");
                    return out.leaves(dy).toArray(Tensor[]::new);
                });
            });
            Tensor[] y = Apply.all(primitive, in.leaves(x).toArray(Tensor[]::new));
            return structure.with(Arrays.asList(y));
        };
    }
}
