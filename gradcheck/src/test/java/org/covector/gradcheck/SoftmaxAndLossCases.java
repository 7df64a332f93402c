package org.covector.gradcheck;

import static org.covector.gradcheck.Case.ints;
import static org.covector.gradcheck.Case.of;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.x;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.Key;
import org.covector.functional.Approximation;
import org.covector.functional.BatchNorm;
import org.covector.functional.CrossEntropy;
import org.covector.functional.F;
import org.covector.functional.Reduction;
import org.covector.functional.core.Tensor;

/** Softmax and gates, losses, normalisation, and the pointwise functions whose arguments need more than a domain. */
final class SoftmaxAndLossCases {
    private static final Key KEY = Key.of(7);

    private SoftmaxAndLossCases() {}

    static List<Case> all() {
        return Case.join(softmax(), losses(), norms(), pointwise());
    }

    private static List<Case> softmax() {
        return List.of(
                of("softmax", t -> F.softmax(t, 0), x(4)), of("softmax", t -> F.softmax(t, 1), x(2, 3, 2)),
                of("logSoftmax", t -> F.logSoftmax(t, 0), x(4)), of("logSoftmax", t -> F.logSoftmax(t, -1), x(2, 3)),
                of("softmin", t -> F.softmin(t, 0), x(3, 2)),
                of("glu", t -> F.glu(t, 0), x(4)), of("glu", t -> F.glu(t, -1), x(2, 4)), of("swiglu", t -> F.swiglu(t, 1), x(2, 4)),
                of("gumbelSoftmax", t -> F.gumbelSoftmax(t, 0.8, false, -1, KEY), x(2, 3)),
                of("rrelu", t -> F.rrelu(t, 0.1, 0.4, true, KEY), x(2, 4)), of("rrelu", t -> F.rrelu(t, 0.1, 0.4, false, KEY), x(5)),
                of("dropout", t -> F.dropout(t, 0.4, true, KEY), x(3, 4)), of("dropout", t -> F.dropout(t, 0.4, false, KEY), x(4)));
    }

    private static List<Case> losses() {
        Tensor classes = ints(new int[] {3}, 1, 3, 0);
        Tensor places = ints(new int[] {2, 3}, 0, 2, 1, 1, 1, 2);
        List<Case> all = new ArrayList<>();
        for (Reduction reduction : Reduction.values()) {
            all.add(of("mseLoss", (a, b) -> F.mseLoss(a, b, reduction), x(2, 3), unit(2, 3)));
            CrossEntropy options = CrossEntropy.DEFAULT.withReduction(reduction);
            CrossEntropy weighted = options.withWeight(unit(4)).withIgnoreIndex(3);
            all.add(of("crossEntropy", a -> F.crossEntropy(a, classes, options), x(3, 4)));
            all.add(of("crossEntropy", a -> F.crossEntropy(a, classes, weighted.withLabelSmoothing(0.2)), x(3, 4)));
            all.add(of("crossEntropy", (a, p) -> F.crossEntropy(a, p, options.withLabelSmoothing(0.1)), x(2, 3), unit(2, 3)));
            all.add(of("nllLoss", a -> F.nllLoss(a, classes, weighted), x(3, 4)));
            all.add(of("nllLoss", a -> F.nllLoss(a, places, options), x(2, 3, 3)));
            all.add(new Case("binaryCrossEntropyWithLogits",
                    in -> List.of(F.binaryCrossEntropyWithLogits(in.get(0), in.get(1), Option.of(in.get(2)), Option.of(in.get(3)), reduction)),
                    List.of(x(2, 3), unit(2, 3), unit(3), unit(3))));
        }
        all.add(of("mseLoss", F::mseLoss, x(5), unit(5)));
        all.add(of("crossEntropy", (a, t) -> F.crossEntropy(a, t), x(3, 4), classes));
        all.add(of("crossEntropy", a -> F.crossEntropy(a, ints(new int[] {}, 2)), x(4)));
        all.add(of("nllLoss", (a, t) -> F.nllLoss(a, t), x(3, 4), classes));
        all.add(of("binaryCrossEntropyWithLogits", (a, t) -> F.binaryCrossEntropyWithLogits(a, t), x(5), unit(5)));
        return all;
    }

    private static List<Case> norms() {
        int[] last = {4};
        int[] two = {2, 3};
        return List.of(
                of("layerNorm", (t, w, b) -> F.layerNorm(t, last, Option.of(w), Option.of(b), 1e-5), x(2, 4), x(4), unit(4)),
                of("layerNorm", t -> F.layerNorm(t, two, Option.none(), Option.none(), 1e-3), x(2, 2, 3)),
                of("rmsNorm", (t, w) -> F.rmsNorm(t, last, Option.of(w), 1e-5), x(3, 4), x(4)),
                of("rmsNorm", t -> F.rmsNorm(t, two, Option.none(), 1e-5), x(2, 2, 3)),
                of("groupNorm", (t, w, b) -> F.groupNorm(t, 2, Option.of(w), Option.of(b), 1e-5), x(2, 4, 2), x(4), unit(4)),
                of("groupNorm", t -> F.groupNorm(t, 1, Option.none(), Option.none(), 1e-5), x(2, 2, 2)),
                of("batchNorm", (t, w, b) -> F.batchNorm(t, BatchNorm.TRAINING.withParameters(w, b)).y(), x(4, 2), x(2), unit(2)),
                of("batchNorm", (t, m, v) -> F.batchNorm(t, BatchNorm.TRAINING.withRunning(m, v)).y(), x(2, 2, 3), x(2), unit(2)),
                new Case("batchNorm", in -> List.of(F.batchNorm(in.get(0), BatchNorm.TRAINING.withParameters(in.get(1), in.get(2)).withRunning(in.get(3), in.get(4)).forEvaluation()).y()),
                        List.of(x(3, 2, 2), x(2), unit(2), x(2), unit(2))));
    }

    private static List<Case> pointwise() {
        return List.of(
                of("prelu", F::prelu, x(2, 3, 2), unit(3)), of("prelu", F::prelu, x(5), unit(1)), of("prelu", F::prelu, x(2, 3), unit()),
                of("gelu", t -> F.gelu(t, Approximation.NONE), x(5)), of("gelu", t -> F.gelu(t, Approximation.TANH), x(5)),
                of("polygamma", t -> F.polygamma(0, t), unit(4)), of("polygamma", t -> F.polygamma(1, t), unit(4)), of("polygamma", t -> F.polygamma(3, t), unit(4)),
                // the derivatives by the first argument are typed absences
                of("zeta", t -> F.zeta(Tensor.of(2.5), t), unit(4)), of("gammainc", t -> F.gammainc(Tensor.of(2.5), t), unit(4)),
                of("gammaincc", t -> F.gammaincc(Tensor.of(0.7), t), unit(4)), of("multigammaln", t -> F.multigammaln(F.add(t, 3), 3), unit(4)),
                of("nextafter", t -> F.nextafter(t, Tensor.of(9.0)), unit(4)), of("isclose", (a, b) -> F.isclose(a, b, 1e-5, 1e-8, false), x(3), x(3)));
    }
}
