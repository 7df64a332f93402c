package org.covector.functional.golden;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.BatchNorm;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.LocalResponse;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** Reference functions of this family, by their names. */
final class NormalizationDispatch {
    private static final String N = "torch.nn.functional.";
    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(0));

    private interface Dropping {
        Tensor of(Tensor x, double p, boolean training, Key key);
    }

    private NormalizationDispatch() {}

    static void addTo(Dispatch d) {
        d.one(N + "layer_norm", a -> F.layerNorm(a.tensor("input"), a.ints("normalized_shape"), a.maybe("weight"), a.maybe("bias"),
                a.number("eps", 1e-5)));
        d.many("torch.native_layer_norm", a -> {
            var y = F.layerNormWithStatistics(a.tensor("input"), a.ints("normalized_shape"), a.maybe("weight"), a.maybe("bias"),
                    a.number("eps", 1e-5));
            return List.of(y._1(), y._2(), y._3());
        });
        d.many("torch.native_group_norm", a -> {
            Tensor x = a.tensor("input");
            int n = a.whole("N", 1);
            int groups = a.whole("group", 1);
            Tensor rows = F.reshape(x, n, groups, a.whole("C", 1) / groups * a.whole("HxW", 1));
            var statistics = F.layerNormWithStatistics(rows, new int[] {rows.dim(2)}, Option.none(), Option.none(), a.number("eps", 1e-5));
            return List.of(F.groupNorm(x, groups, a.maybe("weight"), a.maybe("bias"), a.number("eps", 1e-5)),
                    F.reshape(statistics._2(), n, groups), F.reshape(statistics._3(), n, groups));
        });
        d.many("torch.native_batch_norm", a -> {
            Tensor x = a.tensor("input");
            boolean training = a.flag("training", false);
            Tensor y = F.batchNorm(x, options(a, training)).y();
            int[] axes = IntStream.range(0, x.rank()).filter(i -> i != 1).toArray();
            var moments = F.varMean(Autograd.stopGradient(x), 0, false, axes);
            Tensor none = Tensor.zeros(x.dtype(), Shape.of(0));
            return List.of(y, training ? moments._2() : none,
                    training ? F.rsqrt(F.add(moments._1(), a.number("eps", 1e-5))) : none);
        });
        d.one(N + "rms_norm", a -> F.rmsNorm(a.tensor("input"), a.ints("normalized_shape"), a.maybe("weight"),
                a.number("eps", a.tensor("input").dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0))));
        d.one(N + "group_norm", a -> F.groupNorm(a.tensor("input"), a.whole("num_groups", 1), a.maybe("weight"), a.maybe("bias"),
                a.number("eps", 1e-5)));
        d.many(N + "batch_norm", a -> results(F.batchNorm(a.tensor("input"), options(a, a.flag("training", false)))));
        d.many(N + "instance_norm", a -> results(F.instanceNorm(a.tensor("input"), options(a, a.flag("use_input_stats", true)))));
        d.one(N + "local_response_norm", a -> F.localResponseNorm(a.tensor("input"),
                new LocalResponse(a.whole("size", 1), a.number("alpha", 1e-4), a.number("beta", 0.75), a.number("k", 1))));
        d.one(N + "normalize", a -> F.normalize(a.tensor("input"), a.number("p", 2), a.number("eps", 1e-12), a.ints("dim", 1)));
        dropout(d, "dropout", F::dropout);
        dropout(d, "dropout1d", F::dropout1d);
        dropout(d, "dropout2d", F::dropout2d);
        dropout(d, "dropout3d", F::dropout3d);
        dropout(d, "alpha_dropout", F::alphaDropout);
        dropout(d, "feature_alpha_dropout", F::featureAlphaDropout);
    }

    private static BatchNorm options(Arguments a, boolean training) {
        return new BatchNorm(a.maybe("weight"), a.maybe("bias"), a.maybe("running_mean"), a.maybe("running_var"), training,
                a.number("momentum", 0.1), a.number("eps", 1e-5));
    }

    private static List<Tensor> results(BatchNorm.Result y) {
        List<Tensor> all = new ArrayList<>(List.of(y.y()));
        y.runningMean().forEach(all::add);
        y.runningVar().forEach(all::add);
        return all;
    }

    /** The cases that do not depend on chance. */
    private static void dropout(Dispatch d, String name, Dropping f) {
        d.one(N + name, a -> {
            double p = a.number("p", 0.5);
            boolean training = a.flag("training", !name.contains("alpha"));
            UnsupportedCase.require(!training || p <= 0 || p >= 1, "random");
            return f.of(a.tensor("input"), p, training, KEY);
        });
    }
}
