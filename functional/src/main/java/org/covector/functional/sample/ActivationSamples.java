package org.covector.functional.sample;

import java.util.List;
import org.covector.functional.Approximation;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** Softmax and gates, and the pointwise functions whose arguments need more than a domain. */
final class ActivationSamples {
    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(7));

    private interface AxisFunction {
        Tensor of(Tensor x, int axis);
    }

    private ActivationSamples() {}

    private static OpInfo overAxis(String name, boolean even, AxisFunction f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(1, 3);
            int axis = random.axis(dims);
            if (even) {
                dims[Math.floorMod(axis, dims.length)] *= 2;
            }
            return Sample.of(t -> f.of(t, axis), random.x(dims));
        });
    }

    static List<OpInfo> all() {
        return List.of(
                overAxis("softmax", false, F::softmax), overAxis("logSoftmax", false, F::logSoftmax), overAxis("softmin",
                        false, F::softmin),
                overAxis("glu", true, F::glu), overAxis("swiglu", true, F::swiglu),
                overAxis("gumbelSoftmax", false, (t, axis) -> F.gumbelSoftmax(t, 0.8, false, axis, KEY)),
                new OpInfo("categorical", d -> Sample.of(t -> F.categorical(KEY, t), d.x(d.shape(1, 3)))),
                new OpInfo("rrelu", random -> Sample.of(t -> F.rrelu(t, 0.1, 0.4, true, KEY), random.x(random.shape(1, 2)))),
                new OpInfo("rrelu, evaluation", random -> Sample.of(t -> F.rrelu(t, 0.1, 0.4, false, KEY), random.x(random.shape(1, 2)))),
                new OpInfo("dropout", random -> Sample.of(t -> F.dropout(t, 0.4, true, KEY), random.x(random.shape(1, 2)))),
                new OpInfo("prelu", ActivationSamples::prelu),
                new OpInfo("gelu, none", random -> Sample.of(t -> F.gelu(t, Approximation.NONE), random.x(random.shape(0, 2)))),
                new OpInfo("gelu, tanh", random -> Sample.of(t -> F.gelu(t, Approximation.TANH), random.x(random.shape(0, 2)))),
                new OpInfo("polygamma", random -> {
                    int n = random.between(0, 3);
                    return Sample.of(t -> F.polygamma(n, t), random.inside(0.2, 4, random.shape(0, 2)));
                }),
                new OpInfo("zeta", random -> Sample.of(t -> F.zeta(Tensor.of(2.5), t), random.inside(0.2, 4, random.shape(0, 2)))),
                new OpInfo("gammainc", random -> Sample.of(t -> F.gammainc(Tensor.of(2.5), t), random.inside(0.2, 4, random.shape(0, 2)))),
                new OpInfo("gammaincc", random -> Sample.of(t -> F.gammaincc(Tensor.of(0.7), t),
                        random.inside(0.2, 4, random.shape(0, 2)))),
                new OpInfo("multigammaln", random -> Sample.of(t -> F.multigammaln(t, 3), random.inside(2, 4, random.shape(0, 2)))),
                new OpInfo("nextafter", random -> Sample.of(t -> F.nextafter(t, Tensor.of(9.0)),
                        random.inside(0.2, 4, random.shape(0, 2)))),
                new OpInfo("isclose", random -> Sample.of(t -> F.isclose(t, t, 1e-5, 1e-8, false),
                        random.inside(0.2, 4, random.shape(0, 2)))));
    }

    private static Sample prelu(Arguments random) {
        int[] dims = random.shape(2, 3);
        int[] slopes = random.coin() ? new int[] {random.coin() ? dims[1] : 1} : dims; // by channel, one, or each its own
        return Sample.of(F::prelu, random.x(dims), random.unit(slopes));
    }
}
