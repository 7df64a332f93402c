package org.covector.functional.norm;

import io.vavr.control.Option;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Normalization;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Structural;
import org.covector.functional.primitive.Shapes;

/** What sets one normalisation apart. */
sealed interface NormKind {
    String name();

    Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b);

    Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w);

    double eps();

    /** Whether the mean is subtracted. */
    boolean centred();

    /** x under a shape in which whole axes share their statistics. */
    Tensor runs(Tensor x);

    /** These axes. */
    int[] over(Tensor runs);

    /** A parameter as it meets x. */
    Tensor parameter(Tensor p, Tensor x);

    /** Outputs for many examples that share the parameters, or have none. */
    Tensor[] examples(Batch at, Structural self, Tensor... x);

    record Layer(int axes, double eps, boolean centred) implements NormKind {
        @Override
        public String name() {
            return centred ? "layerNorm" : "rmsNorm";
        }

        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return centred ? Normalization.layerNorm(x, axes, w, b, eps) : Normalization.rmsNorm(x, axes, w, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return centred ? Normalization.layerNormBackward(dy, x, axes, mean, rstd, w)
                    : Normalization.rmsNormBackward(dy, x, axes, rstd, w);
        }

        @Override
        public Tensor runs(Tensor x) {
            return x;
        }

        @Override
        public int[] over(Tensor runs) {
            return IntStream.range(runs.rank() - axes, runs.rank()).toArray();
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return p;
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            return Apply.all(self, x); // runs of elements, however many
        }
    }

    record Group(String name, int groups, double eps) implements NormKind {
        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return Normalization.groupNorm(x, groups, w, b, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return Normalization.groupNormBackward(dy, x, groups, mean, rstd, w);
        }

        @Override
        public boolean centred() {
            return true;
        }

        @Override
        public Tensor runs(Tensor x) {
            long each = x.shape().sub(2, x.rank()).size() * (x.dim(1) / groups);
            return Shapes.reshape(x, Shape.of(x.dim(0), groups, Shape.length("groupNorm", each)));
        }

        @Override
        public int[] over(Tensor runs) {
            return new int[] {2};
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return Norm.channels(p, x);
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            Tensor[] in = x.clone();
            in[0] = Shapes.flatten(x[0], 0, 1); // further samples
            Tensor[] y = Apply.all(self, in);
            for (int k = 0; k < y.length; k++) {
                y[k] = Shapes.unflatten(y[k], 0, at.size(), x[0].dim(1));
            }
            return y;
        }
    }

    record PerChannel(double eps) implements NormKind {
        @Override
        public String name() {
            return "batchNorm";
        }

        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return Normalization.batchNorm(x, w, b, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return Normalization.batchNormBackward(dy, x, mean, rstd, w);
        }

        @Override
        public boolean centred() {
            return true;
        }

        @Override
        public Tensor runs(Tensor x) {
            return x;
        }

        @Override
        public int[] over(Tensor runs) {
            return IntStream.range(0, runs.rank()).filter(i -> i != 1).toArray();
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return Norm.channels(p, x);
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            Tensor[] in = x.clone();
            in[0] = Shapes.flatten(Shapes.transpose(x[0], 0, 1), 1, 2); // further channels
            for (int k = 1; k < in.length; k++) {
                in[k] = Shapes.flatten(at.repeated(x[k]), 0, 1);
            }
            Tensor[] y = Apply.all(self, in);
            y[0] = Shapes.transpose(Shapes.unflatten(y[0], 1, at.size(), x[0].dim(2)), 0, 1);
            for (int k = 1; k < y.length; k++) {
                y[k] = statistics(at.size(), y[k]);
            }
            return y;
        }

        /** Statistics of all channels, which stand along the only axis that is not of length 1. */
        private static Tensor statistics(int size, Tensor of) {
            int[] dims = of.shape().dims();
            for (int i = 0; i < dims.length; i++) {
                if (dims[i] == of.size()) {
                    dims[i] /= Math.max(1, size);
                    break;
                }
            }
            return Shapes.reshape(of, Shape.of(size).concat(Shape.of(dims)));
        }
    }
}
