package org.covector.functional.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.collection.LinkedHashMap;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Approximation;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Ints;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** Values of layers against formulas written out here, and layers as functions. */
class LayersTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final DType D = DType.FLOAT64;

    /** A user's model with a layer of any kind inside. */
    record Net(Layer body, Linear head) implements Layer {
        static final Tree<Net> TREE = Tree.of(MethodHandles.lookup(), Net.class);

        @Override
        public Step<Net> apply(Tensor x, Mode mode) {
            Step<? extends Layer> step = body.apply(x, mode);
            return new Step<>(head.apply(step.y()), new Net(step.next(), head));
        }

        @Override
        public Tree<Net> tree() {
            return TREE;
        }
    }

    private static void close(Tensor got, double... want) {
        assertThat(got.to(D).toDoubleArray()).containsExactly(want, CLOSE);
    }

    private static Tensor vector(double... x) {
        return Tensor.of(x);
    }

    @Test
    void aLayerIsAFunctionAndFunctionsAreLayers() {
        Linear fc = Linear.init(Key.of(1), 3, 2);
        Tensor x = Tensor.normal(Key.of(2), 4, 3);
        Sequential net = Sequential.of(fc, F::relu, F::gelu, y -> F.mseLoss(y, Tensor.zeros(4, 2)));
        Tensor want = F.mseLoss(F.gelu(F.relu(F.linear(x, fc.weight(), fc.bias()))), Tensor.zeros(4, 2));
        assertThat(net.apply(x).contentEquals(want)).isTrue();
        assertThat(Functions.compose(fc, F::relu).apply(x).contentEquals(F.relu(fc.apply(x)))).isTrue();
        assertThat(Sequential.of(net).layers().head()).isSameAs(net);
    }

    @Test
    void tensorsOfLayersWithinAUsersRecordAreFound() {
        Net net = new Net(Sequential.of(Linear.init(Key.of(1), 3, 4), F::relu, BatchNorm1d.init(4)), Linear.init(Key.of(2), 4, 2));
        assertThat(Net.TREE.named(net).stream().map(Tree.Leaf::path)).containsExactly("body.layers.0.weight", "body.layers.0.bias",
                "body.layers.2.weight",
                "body.layers.2.bias", "body.layers.2.runningMean", "body.layers.2.runningVar", "body.layers.2.numBatchesTracked",
                        "head.weight", "head.bias");
        assertThat(Net.TREE.count(net)).isEqualTo(12 + 4 + 8 + 8 + 2);
        assertThat(StateDict.of(net).keySet()).startsWith("body.0.weight").contains("body.2.running_mean", "head.bias");
    }

    /** A layer that is no record: it writes its tree out. */
    @SuppressWarnings("serial") // functions of Vavr are serializable
    static final class Scale implements Layer {
        private static final Tree<Scale> TREE = Tree.of("factor", s -> s.factor, Tree.TENSOR, Scale::new);

        private final Tensor factor;

        Scale(Tensor factor) {
            this.factor = factor;
        }

        @Override
        public Step<Scale> apply(Tensor x, Mode mode) {
            return new Step<>(F.mul(x, factor), this);
        }

        @Override
        public Tree<Scale> tree() {
            return TREE;
        }
    }

    /** A class and a tied record as parts. */
    record Parts(Scale scale, Layer other, Tied tied) implements Layer {
        static final Tree<Parts> TREE = Tree.of(MethodHandles.lookup(), Parts.class);

        @Override
        public Step<Parts> apply(Tensor x, Mode mode) {
            return new Step<>(tied.apply(other.apply(scale.apply(x))), this);
        }

        @Override
        public Tree<Parts> tree() {
            return TREE;
        }
    }

    /** Twice the same weight. */
    record Tied(Tensor first, Tensor second) implements Layer {
        static final Tree<Tied> TREE = Trees.tied(Tree.of(MethodHandles.lookup(), Tied.class), LinkedHashMap.of("second", "first"));

        @Override
        public Step<Tied> apply(Tensor x, Mode mode) {
            return new Step<>(F.mul(F.mul(x, first), second), this);
        }

        @Override
        public Tree<Tied> tree() {
            return TREE;
        }
    }

    @Test
    void aPartSaysItselfWhereItsTensorsAre() {
        Tensor w = vector(3);
        Parts model = new Parts(new Scale(vector(2)), new Scale(vector(5)), new Tied(w, w));
        assertThat(Parts.TREE.toMap(model).keySet()).containsExactly("scale.factor", "other.factor", "tied.first");
        Parts d = Autograd.grad(Parts.TREE, (Parts m) -> F.sum(m.apply(vector(1)))).apply(model); // 2 * 5 * 3 * 3
        close(d.scale.factor, 45);
        close(((Scale) d.other).factor, 18);
        close(d.tied.first, 60);
        close(d.tied.second, 60);
        assertThat(Sequential.TREE.toMap(Sequential.of(model)).keySet()).startsWith("layers.0.scale.factor");
    }

    @Test
    void aBilinearIsAFunctionOfTwo() {
        Bilinear b = new Bilinear(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), Option.of(vector(0.5)));
        close(b.apply(vector(1, 2), vector(3, 4)), 1 * 3 + 2 * 4 + 2 * (3 * 3 + 4 * 4) + 0.5);
        close(b.curried().apply(vector(1, 2)).apply(vector(3, 4)), 61.5);
        close(Autograd.grad2(b.andThen(F::sum)).apply(vector(1, 2), vector(3, 4))._1(), 11, 25);
    }

    @Test
    void activationsPrintTheirOptionsAndAreEqualByThem() {
        assertThat(new Activation.LeakyReLU(0.1).describe()).isEqualTo("LeakyReLU(negativeSlope=0.1)");
        assertThat(Activation.RELU.describe()).isEqualTo("ReLU");
        assertThat(Sequential.of(new Activation.Softmax(1), Flatten.DEFAULT).describe())
                .contains("Softmax(axis=1)", "Flatten(startAxis=1, endAxis=-1)");
        assertThat(Pooling.maxPool2d(2).describe()).startsWith("MaxPool(axes=2, kernel=[2], ");
        assertThat(new Activation.ELU(1)).isEqualTo(new Activation.ELU(1)).isNotEqualTo(new Activation.ELU(2));
    }

    @Test
    void activationsAreTheirFormulas() {
        Tensor x = vector(-2, 0.5);
        close(Activation.RELU.apply(x), 0, 0.5);
        close(Activation.RELU6.apply(vector(7, -1)), 6, 0);
        close(Activation.TANH.apply(x), Math.tanh(-2), Math.tanh(0.5));
        close(Activation.SIGMOID.apply(x), 1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-0.5)));
        close(Activation.LOG_SIGMOID.apply(x), -Math.log(1 + Math.exp(2)), -Math.log(1 + Math.exp(-0.5)));
        close(Activation.SILU.apply(x), -2 / (1 + Math.exp(2)), 0.5 / (1 + Math.exp(-0.5)));
        close(Activation.MISH.apply(x), -2 * Math.tanh(Math.log1p(Math.exp(-2))), 0.5 * Math.tanh(Math.log1p(Math.exp(0.5))));
        close(new Activation.GELU(Approximation.TANH).apply(vector(0.5)),
                0.25 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (0.5 + 0.044715 * 0.125))));
        close(new Activation.ELU(3).apply(x), 3 * Math.expm1(-2), 0.5);
        close(new Activation.CELU(2).apply(x), 2 * Math.expm1(-1), 0.5);
        close(Activation.SELU.apply(x), 1.0507009873554805 * 1.6732632423543772 * Math.expm1(-2), 1.0507009873554805 * 0.5);
        close(new Activation.LeakyReLU(0.1).apply(x), -0.2, 0.5);
        close(new Activation.Hardtanh(-1, 0.25).apply(x), -1, 0.25);
        close(Activation.HARDSWISH.apply(x), -2 / 6.0, 0.5 * 3.5 / 6);
        close(Activation.HARDSIGMOID.apply(x), 1 / 6.0, 3.5 / 6);
        close(new Activation.Hardshrink(1).apply(x), -2, 0);
        close(new Activation.Softshrink(0.25).apply(x), -1.75, 0.25);
        close(Activation.TANHSHRINK.apply(x), -2 - Math.tanh(-2), 0.5 - Math.tanh(0.5));
        close(Activation.SOFTSIGN.apply(x), -2 / 3.0, 1 / 3.0);
        close(new Activation.Softplus(2, 20).apply(vector(-2, 11)), Math.log1p(Math.exp(-4)) / 2, 11);
        close(new Activation.Threshold(0.25, 9).apply(x), 9, 0.5);
        close(new Activation.GLU(0).apply(x), -2 / (1 + Math.exp(-0.5)));
        double sum = Math.exp(-2) + Math.exp(0.5);
        close(new Activation.Softmax(0).apply(x), Math.exp(-2) / sum, Math.exp(0.5) / sum);
        close(new Activation.LogSoftmax(0).apply(x), -2 - Math.log(sum), 0.5 - Math.log(sum));
        double least = Math.exp(2) + Math.exp(-0.5);
        close(new Activation.Softmin(0).apply(x), Math.exp(2) / least, Math.exp(-0.5) / least);
    }

    @Test
    void poolingTakesWindowsOfTheLastAxes() {
        Tensor x = F.reshape(vector(IntStream.range(0, 8).asDoubleStream().toArray()), 1, 1, 2, 4);
        close(Pooling.maxPool2d(2).apply(x), 5, 7);
        close(Pooling.avgPool2d(2).apply(x), 2.5, 4.5);
        close(Pooling.maxPool1d(2).apply(F.select(x, 1, 0)), 1, 3, 5, 7);
        close(Pooling.avgPool1d(4).apply(F.select(x, 1, 0)), 1.5, 5.5);
        close(Pooling.maxPool3d(1, 2, 4).apply(x), 7);
        close(Pooling.avgPool3d(1, 2, 4).apply(x), 3.5);
        close(Pooling.lpPool1d(2, 2).apply(F.select(x, 1, 0)), 1, Math.sqrt(13),
                Math.sqrt(41), Math.sqrt(85));
        close(Pooling.lpPool2d(1, 2).apply(x), 10, 18);
        close(Pooling.lpPool3d(1, 1, 2, 4).apply(x), 28);
        close(Pooling.adaptiveAvgPool2d(1, 2).apply(x), 2.5, 4.5);
        close(Pooling.adaptiveMaxPool2d(1).apply(x), 7);
        close(Pooling.adaptiveAvgPool1d(1).apply(F.select(x, 1, 0)), 1.5, 5.5);
        close(Pooling.adaptiveMaxPool1d(1).apply(F.select(x, 1, 0)), 3, 7);
        close(Pooling.adaptiveAvgPool3d(1).apply(x), 3.5);
        close(Pooling.adaptiveMaxPool3d(1).apply(x), 7);
        assertThat(Flatten.DEFAULT.apply(x).shape()).isEqualTo(Shape.of(1, 8));
    }

    @Test
    void aResidualAddsItsInputAndMovesWithin() {
        Tensor x = vector(1, -2, 3);
        close(new Residual(Layer.of(F::square)).apply(x), 2, 2, 12);
        Residual r = new Residual(BatchNorm1d.init(NormOptions.batch(2).withDtype(D)));
        Tensor two = Tensor.of(new double[] {1, 10, 3, 30}, 2, 2);
        Layer.Step<Residual> step = r.apply(two, Mode.training(Key.of(1)));
        double first = 1 / Math.sqrt(1 + 1e-5);
        double second = 10 / Math.sqrt(100 + 1e-5);
        close(step.y(), 1 - first, 10 - second, 3 + first, 30 + second);
        assertThat(StateDict.of(step.next()).get("num_batches_tracked").get().toLongArray()).containsExactly(1);
    }

    @Test
    void rmsNormDividesByTheRootOfTheMeanSquare() {
        RMSNorm norm = RMSNorm.init(new RMSNorm.Options(Ints.of(2), Option.of(0.5), true, D));
        norm = new RMSNorm(Option.of(vector(2, -1)), norm.normalizedShape(), norm.eps());
        close(norm.apply(Tensor.of(new double[] {3, 4, 0, 1}, 2, 2)), 6 / Math.sqrt(13), -4 / Math.sqrt(13), 0, -1);
    }

    @Test
    void instanceNormsHaveStatisticsOfEachSampleAndChannel() {
        double[] values = {1, 3, 10, 30, -5, 5, 0, 8};
        double[] want = new double[8];
        for (int i = 0; i < 8; i += 2) {
            double half = (values[i + 1] - values[i]) / 2;
            want[i] = -half / Math.sqrt(half * half + 1e-5);
            want[i + 1] = -want[i];
        }
        NormOptions o = NormOptions.instance(2).withDtype(D);
        close(InstanceNorm1d.init(o).apply(Tensor.of(values, 2, 2, 2)), want);
        close(InstanceNorm2d.init(o).apply(Tensor.of(values, 2, 2, 1, 2)), want);
        close(InstanceNorm3d.init(o).apply(Tensor.of(values, 2, 2, 1, 2, 1)), want);
    }

    @Test
    void dropoutsDropTheirShareAndScaleTheRest() {
        Tensor x = Tensor.ones(D, 400, 5, 6);
        double[] y = Dropout.of(0.25).apply(x, Mode.training(Key.of(1))).y().toDoubleArray();
        long dropped = java.util.Arrays.stream(y).filter(v -> v == 0).count();
        assertThat(java.util.Arrays.stream(y).filter(v -> v != 0)).containsOnly(1 / 0.75);
        assertThat((double) dropped / y.length).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / y.length)));
        double[] channels = new Dropout(0.25, Dropout.Kind.CHANNEL_1D).apply(x, Mode.training(Key.of(1))).y().toDoubleArray();
        for (int i = 0; i < channels.length; i += 6) {
            assertThat(java.util.Arrays.copyOfRange(channels, i, i + 6)).containsOnly(channels[i]);
        }
        assertThat(java.util.Arrays.stream(channels).filter(v -> v == 0).count() / (double) channels.length)
                .isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / 2000)));
        assertThat(Dropout.of(0.25).apply(x, Mode.EVALUATION).y()).isSameAs(x);
        assertThat(Dropout.of(0.25).apply(x, Mode.training(Key.of(2))).y().toDoubleArray()).isNotEqualTo(y);
    }

    @Test
    void lengthsOfTheirOwnAreSequencesOfTheirOwn() {
        LSTM lstm = LSTM.init(Key.of(1), RecurrentOptions.of(2, 3).withDtype(D));
        Tensor x = Tensor.normal(D, Key.of(2), 5, 2, 2); // [L, N, input]
        LSTM.Result both = lstm.apply(x, Option.none(), Option.of(Tensor.of(5L, 3)), Mode.EVALUATION);
        for (int n = 0; n < 2; n++) {
            int length = n == 0 ? 5 : 3;
            LSTM.Result alone = lstm.apply(F.narrow(F.narrow(x, 0, 0, length), 1, n, 1), Option.none(), Mode.EVALUATION);
            close(F.narrow(F.narrow(both.output(), 0, 0, length), 1, n, 1), alone.output().toDoubleArray());
            close(F.narrow(both.hn(), 1, n, 1), alone.hn().toDoubleArray());
            close(F.narrow(both.cn(), 1, n, 1), alone.cn().toDoubleArray());
        }
        assertThat(F.narrow(F.narrow(both.output(), 0, 3, 2), 1, 1, 1).toDoubleArray()).containsOnly(0);
    }

    @Test
    void stacksApplyTheirLayersInOrderAndThenTheNorm() {
        TransformerOptions o = TransformerOptions.of(4, 2).withDimFeedforward(8).withDtype(D);
        LayerNorm norm = new LayerNorm(Option.of(vector(1, 2, 3, 4)), Option.of(vector(0, 1, 0, 1)), Ints.of(4), 1e-5);
        Tensor x = Tensor.normal(D, Key.of(3), 5, 2, 4);
        Tensor memory = Tensor.normal(D, Key.of(4), 6, 2, 4);
        TransformerEncoder encoder = new TransformerEncoder(TransformerEncoder.init(Key.of(1), o, 2).layers(), Option.of(norm));
        List<TransformerEncoderLayer> e = encoder.layers();
        close(encoder.apply(x), norm.apply(e.get(1).apply(e.get(0).apply(x))).toDoubleArray());
        assertThat(e.get(0).linear1().weight().contentEquals(e.get(1).linear1().weight())).isFalse();
        TransformerDecoder decoder = new TransformerDecoder(TransformerDecoder.init(Key.of(1), o, 2).layers(), Option.of(norm));
        MultiheadAttention.Masks none = MultiheadAttention.Masks.NONE;
        Tensor first = decoder.layers().get(0).apply(x, memory, none, none, Mode.EVALUATION);
        Tensor second = decoder.layers().get(1).apply(first, memory, none, none, Mode.EVALUATION);
        close(decoder.apply(x, memory, none, none, Mode.EVALUATION), norm.apply(second).toDoubleArray());
        assertThat(StateDict.of(encoder).keySet()).contains("layers.0.self_attn.in_proj_weight", "layers.1.linear2.bias", "norm.weight");
        assertThat(StateDict.of(decoder).keySet()).contains("layers.1.multihead_attn.out_proj.weight", "norm.bias");
    }
}
