package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.noGradient;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/**
 * The checker takes functions in the forms that transformations take: references to overloaded functions, lambdas, both libraries' types,
 * trees.
 */
class FunctionTypesTest {
    private static final Tensor X = Tensor.of(0.5, -1.25, 2);
    private static final Tensor Y = Tensor.of(1.5, 0.25, -3);

    @Test
    void takesFunctionsInEveryForm() {
        Function1<Tensor, Tensor> vavr = F::sum;
        Function<Tensor, Tensor> java = F::sum;
        Function2<Tensor, Tensor, Tensor> vavr2 = F::mseLoss;
        BiFunction<Tensor, Tensor, Tensor> java2 = F::mseLoss;
        assertThat(List.of(Gradcheck.check(F::sum, X), Gradcheck.check(F::norm, X), Gradcheck.check(x -> F.norm(x), X),
                Gradcheck.check(vavr, X), Gradcheck.check(java, X),
                Gradcheck.check(F::mseLoss, X, Y), Gradcheck.check((x, y) -> F.mseLoss(x, y), X, Y), Gradcheck.check(vavr2, X, Y),
                        Gradcheck.check(java2, X, Y),
                Gradcheck.check(F::lerp, X, Y, X), Gradcheck.check((x, y, z) -> F.lerp(x, y, z), X, Y, X),
                Gradcheck.check(in -> List.of(F.sum(in.getFirst())), List.of(X)))).allSatisfy(r -> assertThat(r.isProven()).as("%s",
                        r).isTrue());
    }

    @Test
    void takesTreesAndOptions() {
        Tree<Tuple2<Tensor, Option<Tensor>>> tree = Tree.tuple(TENSOR, Tree.option(TENSOR));
        Function<Tuple2<Tensor, Option<Tensor>>, Tensor> f = t -> F.add(F.square(t._1()), t._2().getOrElse(Y));
        assertThat(Gradcheck.check(tree, TENSOR, f, Tuple.of(X, Option.of(Y))).isProven()).isTrue();
        assertThat(Gradcheck.check(tree, TENSOR, f, Tuple.of(X, Option.none())).isProven()).isTrue();
    }

    @Test
    void looksAtParametersOnly() {
        Function2<Tensor, Tensor, Tensor> scaled = customVjp("scaled", (Tensor x, Tensor by) ->
                withPullback(F.mul(x, by), dy -> Tuple.of(() -> F.mul(dy, by), noGradient())));
        Function<Tuple2<Tensor, Tensor>, Tensor> f = t -> scaled.apply(t._1(), t._2());
        assertThat(Gradcheck.check(Tree.tuple(TENSOR, TENSOR), TENSOR, f, Tuple.of(X, Y)).isWrong()).as("a factor that has no gradient")
                .isTrue();
        assertThat(Gradcheck.check(Tree.tuple(TENSOR, Tree.buffer(TENSOR)), TENSOR, f, Tuple.of(X, Y)).isProven()).as("a buffer").isTrue();
        assertThat(Gradcheck.check(Tree.tuple(TENSOR, Tree.fixed(TENSOR)), TENSOR, f, Tuple.of(X, Y)).isProven()).as("a fixed leaf")
                .isTrue();
    }
}
