package org.covector.bench.tour;

import io.vavr.Function1;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.core.Fused;
import org.covector.functional.core.Tensor;

/**
 * The chapter on composition.
 *
 * @param source as a user writes it
 * @param value of the composition
 * @param pullback of a cotangent
 * @param kernel what the composition became
 * @param pullbackKernel what its pullback became
 */
public record Composition(String source, String value, String pullback, String kernel, String pullbackKernel) {
    static Composition show() {
        String source = "f = x -> softplus(tanh(exp(x) * 0.5) - x)";
        Function1<Tensor, Tensor> f = x -> F.softplus(F.sub(F.tanh(F.mul(F.exp(x), 0.5)), x));
        var fused = Fused.function(x -> new Tensor[] {f.apply(x[0])});
        Tensor x = Tensor.of(-1.0, 0.0, 0.5, 2.0);
        Tensor dy = Tensor.of(1.0, 10.0, 100.0, 1000.0);
        var run = Autograd.vjp(t -> fused.apply(new Tensor[] {t})[0], x);
        Composition seen = new Composition(source, print(run.value()), print(run.pullback().apply(dy)),
                Fused.explain(t -> new Tensor[] {f.apply(t[0])}, x),
                Fused.explain(t -> new Tensor[] {Autograd.vjp(f, t[0]).pullback().apply(t[1])}, x, dy));
        System.out.println(seen.source);
        System.out.println("x            " + print(x));
        System.out.println("y = f(x)     " + seen.value);
        System.out.println("dy           " + print(dy));
        System.out.println("pullback(dy) " + seen.pullback);
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
