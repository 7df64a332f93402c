package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.Function3;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.Closeness;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Wanted;
import org.junit.jupiter.api.Test;

/** Fusion changes the number of kernels and nothing else. */
class FunctionsTest {
    private static final Tensor X = Tensor.of(new double[] {-2, -0.5, 0, 0.3, 1, 7}, 2, 3);

    private static void sameBits(Tensor a, Tensor b) {
        assertThat(Closeness.equalBits(a.array(), b.array())).as("%s and %s", a, b).isTrue();
    }

    @Test
    void composesInReadingOrder() {
        assertThat(Functions.compose(F::neg, F::exp).apply(Tensor.scalar(1.0)).item()).isCloseTo(Math.exp(-1), within(1e-16));
    }

    @Test
    void givesTheBitsOfTheSeparateCalls() {
        Function1<Tensor, Tensor> f = Functions.compose(F::relu, F::exp, F::silu, x -> F.mul(x, 0.1), F::tanh);
        Function1<Tensor, Tensor> fused = Functions.fuse(f);
        sameBits(fused.apply(X), f.apply(X));
        sameBits(Autograd.grad((Tensor x) -> F.sum(fused.apply(x))).apply(X), Autograd.grad((Tensor x) -> F.sum(f.apply(x))).apply(X));
    }

    @Test
    void fusesAroundWhatIsNotPointwise() {
        Function1<Tensor, Tensor> f = x -> F.sum(F.mul(F.softmax(F.square(x), 1), F.exp(F.neg(x))));
        Function1<Tensor, Tensor> g = x -> F.mean(F.square(F.sub(F.matmul(F.tanh(x), F.transpose(F.gelu(x), 0, 1)), 0.5)));
        for (Function1<Tensor, Tensor> each : List.of(f, g)) {
            Function1<Tensor, Tensor> fused = Functions.fuse(each);
            sameBits(fused.apply(X), each.apply(X));
            sameBits(Autograd.grad(fused).apply(X), Autograd.grad(each).apply(X));
            Tensor v = F.add(X, 1);
            double second = F.sum(F.abs(F.sub(Autograd.hvp(fused, X, v), Autograd.hvp(each, X, v)))).item();
            assertThat(second).isLessThan(1e-12);
        }
    }

    @Test
    void mergesAChainIntoOneKernel() {
        Function3<Tensor, Tensor, Tensor, Tensor> f = (a, b, c) -> F.exp(F.relu(F.add(F.mul(a, b), c)));
        sameBits(Functions.fuse3(f).apply(X, X, X), f.apply(X, X, X));
        String program = Functions.explain(x -> F.exp(F.relu(F.add(F.mul(x, x), x))), X);
        assertThat(program.lines().filter(line -> line.startsWith("%")).count()).as(program).isEqualTo(1);
    }

    @Test
    void truthValuesBetweenNumbersAreKernelsOfTheirOwn() {
        Function1<Tensor, Tensor> f = x -> F.where(F.logicalAnd(F.gt(x, -1), F.lt(x, 1)), F.exp(x), F.mul(x, 2));
        sameBits(Functions.fuse(f).apply(X), f.apply(X));
        Function1<Tensor, Tensor> sum = x -> F.sum(f.apply(x));
        sameBits(Autograd.grad((Tensor x) -> F.sum(Functions.fuse(f).apply(x))).apply(X), Autograd.grad(sum).apply(X));
    }

    @Test
    void keepsTheDerivativeOfManyInputsBySetOfInputs() {
        assertThat(Wanted.of(true, true, true, true)).isEqualTo(Wanted.of(true, true, true, true))
                .hasSameHashCodeAs(Wanted.of(true, true, true, true));
        assertThat(Wanted.of(true, true, true, true)).isNotEqualTo(Wanted.of(true, true, true, false));
    }

    @Test
    void fusesAFunctionOfFortyTensors() {
        List<Tensor> xs = IntStream.range(0, 40).mapToObj(i -> F.add(X, 0.125 * i)).toList();
        Function1<List<Tensor>, Tensor> f = all -> {
            Tensor y = F.mul(all.getFirst(), all.getLast());
            for (Tensor x : all) {
                y = F.add(F.mul(y, 0.5), F.square(x));
            }
            return y;
        };
        Function1<List<Tensor>, Tensor> fused = all ->
                Functions.fuse((Tensor x) -> f.apply(Stream.concat(Stream.of(x), all.stream().skip(1)).toList())).apply(all.getFirst());
        sameBits(fused.apply(xs), f.apply(xs));
        Tree<List<Tensor>> tree = Tree.list(Tree.TENSOR);
        List<Tensor> got = Autograd.grad(tree, fused.andThen(F::sum)).apply(xs);
        List<Tensor> want = Autograd.grad(tree, f.andThen(F::sum)).apply(xs);
        for (int i = 0; i < xs.size(); i++) {
            sameBits(got.get(i), want.get(i));
        }
    }

    @Test
    void aKernelOfManyOperandsHasDerivativesBySetsOfThem() {
        int n = 20;
        Expr product = IntStream.range(0, n).<Expr>mapToObj(Expr::input).reduce(Expressions::mul).orElseThrow();
        Pointwise row = Pointwise.row(Formula.of("product", n, product));
        Tensor[] x = IntStream.range(0, n).mapToObj(i -> Tensor.of(1 + i / 8.0)).toArray(Tensor[]::new);
        Tensor y = row.of(x);
        Tensor slope = Autograd.grad((Tensor t) -> {
            Tensor[] at = x.clone();
            at[n - 1] = t;
            return F.sum(row.of(at));
        }).apply(x[n - 1]);
        assertThat(slope.item()).isCloseTo(y.item() / x[n - 1].item(), within(1e-12 * y.item()));
        Expr sum = IntStream.range(0, 33).<Expr>mapToObj(Expr::input).reduce(Expressions::add).orElseThrow();
        Pointwise wide = Pointwise.row(Formula.of("wide", 33, sum));
        Tensor[] ones = Stream.generate(() -> Tensor.of(1.0)).limit(33).toArray(Tensor[]::new);
        assertThat(wide.of(ones).item()).isEqualTo(33);
        assertThatThrownBy(() -> Autograd.grad((Tensor t) -> {
            Tensor[] at = ones.clone();
            at[32] = t;
            return F.sum(wide.of(at));
        }).apply(ones[32])).isInstanceOf(MissingFormulaException.class).hasMessageContaining("wide").hasMessageContaining("33 inputs");
    }

    @Test
    void refusesToReadElements() {
        assertThatThrownBy(() -> Functions.fuse((Tensor x) -> x.getDouble(0, 0) > 0 ? x : F.neg(x)).apply(X))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("reads the elements");
    }
}
