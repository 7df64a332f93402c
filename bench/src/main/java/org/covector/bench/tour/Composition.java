package org.covector.bench.tour;

import io.vavr.Function1;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Tensor;
import org.covector.functional.fusion.Fused;

/**
 * The chapter on composition.
 *
 * @param source as a user writes it
 * @param x where it was called
 * @param y its value there
 * @param dy a cotangent of y
 * @param dx what the pullback makes of it
 * @param kernel what the composition became
 * @param pullbackKernel what its pullback became
 */
public record Composition(String source, String x, String y, String dy, String dx, String kernel, String pullbackKernel) {
    static Composition show() {
        String source = "f = fuse(compose(F::relu, F::square, F::tanh))";
        Function1<Tensor, Tensor> composed = Functions.compose(F::relu, F::square, F::tanh);
        Function1<Tensor, Tensor> f = Functions.fuse(composed);
        Tensor x = Tensor.of(-1f, 0.25f, 0.5f, 2f);
        Tensor dy = Tensor.of(1f, 10f, 100f, 1000f);
        var run = Autograd.vjp(f, x);
        Composition seen = new Composition(source, print(x), print(run.value()), print(dy), print(run.pullback().apply(dy)),
                Functions.explain(composed, x),
                Fused.explain(t -> new Tensor[] {Autograd.vjp(composed, t[0]).pullback().apply(t[1])}, x, dy));
        System.out.println(seen.source);
        System.out.println("x            " + seen.x);
        System.out.println("y = f(x)     " + seen.y);
        System.out.println("dy           " + seen.dy);
        System.out.println("pullback(dy) " + seen.dx);
        System.out.println("one kernel:");
        System.out.println(seen.kernel.indent(2).stripTrailing());
        System.out.println("its pullback, one kernel too:");
        System.out.println(seen.pullbackKernel.indent(2).stripTrailing());
        return seen;
    }

    private static String print(Tensor x) {
        return x.array().toString();
    }
}
