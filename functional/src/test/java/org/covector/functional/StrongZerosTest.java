package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Random;
import org.covector.engine.Closeness;
import org.junit.jupiter.api.Test;

/**
 * What masks, padding, ignored indices and zero weights exclude is NaN or infinite here, and must contribute exactly nothing: values,
 * gradients, second gradients and tangents have the bits that they have with ordinary numbers in those places.
 */
class StrongZerosTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tree<Seq<Tensor>> TREE = Tree.seq(Tree.TENSOR);

    private static Tensor random(long seed, int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return Tensor.of(new Random(seed).doubles(n, -1, 1).toArray(), dims);
    }

    /** {@code x} with a number at flat places. */
    private static Tensor with(Tensor x, double value, int... places) {
        double[] v = x.array().toDoubleArray();
        for (int p : places) {
            v[p] = value;
        }
        return Tensor.of(v, x.shape().dims());
    }

    private static Tensor booleans(boolean... b) {
        return Tensor.of(b);
    }

    private static void same(String what, Tensor got, Tensor right) {
        assertThat(right.array().toDoubleArray()).as(what).doesNotContain(Double.NaN);
        assertThat(Closeness.equalBits(F.add(got, 0.0).array(), F.add(right, 0.0).array())).as("%s: %s, right %s", what, got, right)
                .isTrue();
    }

    private static void same(String what, Seq<Tensor> got, Seq<Tensor> right) {
        for (int i = 0; i < right.size(); i++) {
            same(what + " of argument " + i, got.get(i), right.get(i));
        }
    }

    /** The same at both points, of which {@code bad} has other numbers in excluded places. */
    private static void excludes(Function1<Seq<Tensor>, Tensor> f, Seq<Tensor> plain, Seq<Tensor> bad) {
        Function1<Seq<Tensor>, Tensor> loss = x -> F.sum(F.square(f.apply(x)));
        Seq<Tensor> directions = plain.zipWithIndex((x, i) -> random(90 + i, x.shape().dims()));
        same("value", f.apply(bad), f.apply(plain));
        same("gradient", Autograd.grad(TREE, loss).apply(bad), Autograd.grad(TREE, loss).apply(plain));
        same("tangent", Autograd.jvp(TREE, Tree.TENSOR, f, bad, directions)._2(),
                Autograd.jvp(TREE, Tree.TENSOR, f, plain, directions)._2());
        same("forward over reverse", Autograd.hvp(TREE, loss, bad, directions), Autograd.hvp(TREE, loss, plain, directions));
        Function1<Seq<Tensor>, Tensor> slope = x -> Autograd.grad(TREE, loss).apply(x).zipWith(directions, F::mul).map(F::sum)
                .reduce(F::add);
        same("reverse over reverse", Autograd.grad(TREE, slope).apply(bad), Autograd.grad(TREE, slope).apply(plain));
    }

    @Test
    void attentionLeavesOutMaskedKeysAndValues() {
        Tensor q = random(1, 2, 3, 4);
        Tensor k = random(2, 2, 5, 4);
        Tensor v = random(3, 2, 5, 4);
        int[] last = {16, 17, 18, 19, 36, 37, 38, 39};
        Tensor mask = booleans(true, true, true, true, false);
        Tensor added = Tensor.of(0, 0, 0, 0, Double.NEGATIVE_INFINITY);
        for (double bad : new double[] {NAN, INF}) {
            for (Tensor m : new Tensor[] {F.expand(mask, 3, 5), F.expand(added, 3, 5)}) {
                excludes(x -> F.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), Attention.DEFAULT.withMask(m)),
                        List.of(q, k, v), List.of(q, with(k, bad, last), with(v, bad, last)));
                composed(Attention.DEFAULT.withMask(m)).forEach(form -> excludes(form, List.of(q, k, v),
                        List.of(q, with(k, bad, last), with(v, bad, last))));
            }
        }
    }

    /** Forms that are compositions: with dropout, with a soft cap, with the weights as a second result. */
    private static Seq<Function1<Seq<Tensor>, Tensor>> composed(Attention o) {
        return List.of(x -> F.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), o.withDropout(0.3, Key.of(4))),
                x -> F.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), o.withSoftCap(2)),
                x -> F.scaledDotProductAttentionWithWeights(x.get(0), x.get(1), x.get(2), o)._1(),
                x -> F.scaledDotProductAttentionWithWeights(x.get(0), x.get(1), x.get(2), o)._2());
    }

    /** What early queries do not see, later ones do: the early ones alone count in the result. */
    @Test
    void causalAttentionLeavesOutLaterKeysAndValues() {
        Tensor q = random(1, 2, 4, 3);
        Tensor k = random(2, 2, 4, 3);
        Tensor v = random(3, 2, 4, 3);
        int[] third = {6, 7, 18};
        Tensor triangle = Tensor.of(new boolean[] {
            true, false, false, false, true, true, false, false, true, true, true, false, false, true, true, true}, 4, 4);
        Tensor added = F.where(triangle, 0.0, Tensor.of(Double.NEGATIVE_INFINITY));
        for (double bad : new double[] {NAN, INF}) {
            for (Attention options : new Attention[] {Attention.CAUSAL, Attention.DEFAULT.withMask(triangle),
                Attention.DEFAULT.withMask(added)}) {
                Function1<Seq<Tensor>, Tensor> early =
                        x -> F.narrow(F.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), options), 1, 0, 2);
                excludes(early, List.of(q, k, v), List.of(q, with(k, bad, third), v));
                excludes(early, List.of(q, k, v), List.of(q, k, with(v, bad, third)));
                composed(options).forEach(form -> excludes(x -> F.narrow(form.apply(x), 1, 0, 2), List.of(q, k, v),
                        List.of(q, with(k, bad, third), with(v, bad, third))));
            }
        }
    }

    @Test
    void lossesLeaveOutIgnoredSamples() {
        Tensor x = random(4, 3, 4);
        Tensor target = Tensor.of(2L, -100L, 0L);
        for (double bad : new double[] {NAN, INF, -INF}) {
            Tensor y = with(x, bad, 4, 6);
            excludes(t -> F.crossEntropy(t.get(0), target), List.of(x), List.of(y));
            excludes(t -> F.crossEntropy(t.get(0), target, CrossEntropy.DEFAULT.withLabelSmoothing(0.1)), List.of(x), List.of(y));
            excludes(t -> F.nllLoss(t.get(0), target), List.of(x), List.of(y));
            excludes(t -> F.linearCrossEntropy(t.get(0), t.get(1), target), List.of(x, random(5, 4, 4)), List.of(y, random(5, 4, 4)));
            Tensor zero = Tensor.of(1.0, 0.0, 1.0);
            Tensor weight = F.expand(F.unsqueeze(zero, 1), 3, 4);
            excludes(t -> F.mseLoss(t.get(0), random(6, 3, 4), Option.of(weight), Reduction.MEAN), List.of(x), List.of(y));
            excludes(t -> F.binaryCrossEntropyWithLogits(t.get(0), F.abs(random(6, 3, 4)), Option.of(weight), Option.none(),
                    Reduction.MEAN), List.of(x), List.of(y));
            excludes(t -> F.weightedMean(t.get(0), weight, false, 0, 1), List.of(x), List.of(y));
        }
    }

    @Test
    void ctcLeavesOutStepsBeyondTheLengths() {
        Tensor x = random(7, 5, 2, 3);
        Tensor bad = with(x, NAN, 24, 25, 26, 27);
        excludes(t -> F.ctcLoss(t.get(0), Tensor.of(new long[] {1, 2, 1, 1}, 2, 2), Tensor.of(4L, 4L), Tensor.of(2L, 1L)), List.of(x),
                List.of(bad));
    }

    @Test
    void recurrentLayersLeaveOutStepsBeyondTheLengths() {
        Tensor x = random(8, 4, 2, 3); // steps, samples, features
        Tensor bad = with(x, NAN, 18, 19, 12, 13); // of sample 0, from step 2 on
        var cell = java.util.List.of(CellWeights.of(random(9, 2, 3), random(10, 2, 2)));
        var gates = java.util.List.of(CellWeights.of(random(9, 6, 3), random(10, 6, 2)));
        Recurrent lengths = Recurrent.DEFAULT.withLengths(Tensor.of(2L, 4L));
        excludes(t -> F.rnnTanh(t.get(0), Option.none(), cell, lengths)._1(), List.of(x), List.of(bad));
        excludes(t -> F.gru(t.get(0), Option.none(), gates, lengths)._2(), List.of(x), List.of(bad));
    }

    @Test
    void paddingRowsOfTables() {
        Tensor table = random(15, 4, 3);
        Tensor bad = with(table, NAN, 3, 4, 5);
        Tensor index = Tensor.of(new long[] {0, 1, 2, 3, 1, 3}, 2, 3);
        for (EmbeddingBagOptions.Mode mode : EmbeddingBagOptions.Mode.values()) {
            excludes(t -> F.embeddingBag(index, t.get(0), EmbeddingBagOptions.DEFAULT.withMode(mode).withPaddingIdx(1)).y(), List.of(table),
                    List.of(bad));
        }
        assertThat(Autograd.grad((Tensor t) -> F.sum(F.embedding(index, t, 1))).apply(bad).array().toDoubleArray())
                .containsExactly(1, 1, 1, 0, 0, 0, 1, 1, 1, 2, 2, 2);
    }

    @Test
    void choices() {
        Tensor x = F.add(F.abs(random(16, 6)), 0.1);
        Tensor mask = booleans(true, false, true, true, false, true);
        for (double bad : new double[] {NAN, INF, 0, -1}) {
            excludes(t -> F.where(mask, F.sqrt(t.get(0)), 0), List.of(x), List.of(with(x, bad, 1, 4)));
            excludes(t -> F.maskedFill(F.log(t.get(0)), F.logicalNot(mask), Tensor.scalar(2.0)), List.of(x), List.of(with(x, bad, 1, 4)));
            excludes(t -> F.maskedSelect(F.rsqrt(t.get(0)), mask), List.of(x), List.of(with(x, bad, 1, 4)));
            excludes(t -> F.rankingSoftmaxLoss(t.get(0), F.abs(random(17, 6)), Option.of(mask), Option.none(), Reduction.MEAN), List.of(x),
                    List.of(with(x, bad, 1, 4)));
        }
    }

    /** Taps that see nothing but padding, and the places of an input that a transposed convolution cuts off. */
    @Test
    void convolutionsLeaveOutPadding() {
        for (double bad : new double[] {NAN, INF, -INF}) {
            excludes(t -> F.conv1d(t.get(0), t.get(1), ConvOptions.padding(2)), List.of(random(20, 2, 2, 2), random(21, 3, 2, 5)),
                    List.of(random(20, 2, 2, 2), with(random(21, 3, 2, 5), bad, 0, 9, 14, 25)));
            excludes(t -> F.conv1d(t.get(0), t.get(1), ConvOptions.padding(4).withDilation(4).withStride(3)),
                    List.of(random(20, 2, 2, 2), random(21, 3, 2, 3)),
                    List.of(random(20, 2, 2, 2), with(random(21, 3, 2, 3), bad, 2, 5, 17)));
            excludes(t -> F.conv2d(t.get(0), t.get(1), ConvOptions.padding(1)), List.of(random(22, 2, 1, 1, 4), random(23, 2, 1, 3, 3)),
                    List.of(random(22, 2, 1, 1, 4), with(random(23, 2, 1, 3, 3), bad, 0, 1, 2, 7, 16)));
            excludes(t -> F.conv3d(t.get(0), t.get(1), ConvOptions.padding(1).withGroups(2)),
                    List.of(random(24, 2, 1, 3, 2), random(25, 2, 1, 3, 3, 3)),
                    List.of(random(24, 2, 1, 3, 2), with(random(25, 2, 1, 3, 3, 3), bad, 0, 8, 20, 46)));
            excludes(t -> F.convTranspose1d(t.get(0), t.get(1), ConvTransposeOptions.DEFAULT.withPadding(2)),
                    List.of(random(26, 1, 2, 6), random(27, 2, 3, 2)),
                    List.of(with(random(26, 1, 2, 6), bad, 0, 6, 5, 11), random(27, 2, 3, 2)));
            excludes(t -> F.convTranspose2d(t.get(0), t.get(1), ConvTransposeOptions.DEFAULT.withPadding(1).withStride(2)),
                    List.of(random(28, 1, 2, 3, 3), random(29, 2, 1, 1, 1)),
                    List.of(with(random(28, 1, 2, 3, 3), bad, 0, 1, 2, 3), random(29, 2, 1, 1, 1)));
        }
    }

    @Test
    void infiniteWeightsMeetWhatIsThere() {
        Tensor x = Tensor.of(new double[] {1, 2, 0, -3}, 1, 4);
        Tensor w = Tensor.of(new double[] {INF, 1, 1}, 1, 1, 3);
        assertThat(F.conv1d(x, w, ConvOptions.padding(1)).array().toDoubleArray()).containsExactly(3, INF, INF, NAN);
        assertThat(F.conv1d(x, Tensor.of(new double[] {1, 1, NAN}, 1, 1, 3), Tensor.of(0.5), ConvOptions.padding(1)).array()
                .toDoubleArray()).containsExactly(NAN, NAN, NAN, -2.5);
        assertThat(F.convTranspose1d(x, w, ConvTransposeOptions.DEFAULT).array().toDoubleArray())
                .containsExactly(INF, INF, NAN, -INF, -3, -3);
    }

    /** Neighbours of places that are exactly on an element: linear weights are 1 and 0, cubic ones 0, 1, 0 and 0. */
    @Test
    void resamplingLeavesOutNeighboursOfWeightZero() {
        Tensor x = random(30, 1, 2, 3);
        Tensor image = random(31, 1, 2, 3, 3);
        Tensor corners = Tensor.of(new double[] {-1, -1, 1, -1}, 1, 1, 2, 2);
        int[] middle = {4, 7, 13, 16}; // of the columns, in the last two rows
        Interpolate aligned = Interpolate.size(5).withAlignCorners(true);
        for (double bad : new double[] {NAN, INF, -INF}) {
            for (int end : new int[] {0, 4}) {
                excludes(t -> F.narrow(F.interpolate(t.get(0), aligned.withMode(Interpolate.Mode.LINEAR)), 2, end, 1), List.of(x),
                        List.of(with(x, bad, 1, 4)));
                excludes(t -> F.narrow(F.interpolate(F.unsqueeze(t.get(0), 2), Interpolate.size(1, 5).withAlignCorners(true)
                        .withMode(Interpolate.Mode.BICUBIC)), 3, end, 1), List.of(x), List.of(with(x, bad, 1, 4)));
            }
            excludes(t -> F.narrow(F.interpolate(t.get(0), Interpolate.size(6).withMode(Interpolate.Mode.LINEAR)), 2, 0, 1), List.of(x),
                    List.of(with(x, bad, 1, 2, 4)));
            for (GridSample.Mode mode : new GridSample.Mode[] {GridSample.Mode.BILINEAR, GridSample.Mode.BICUBIC}) {
                excludes(t -> F.gridSample(t.get(0), corners, GridSample.DEFAULT.withAlignCorners().withMode(mode)), List.of(image),
                        List.of(with(image, bad, middle)));
            }
        }
        Tensor infinite = F.interpolate(Tensor.of(new double[][][] {{{1, INF}}}), Interpolate.size(4).withMode(Interpolate.Mode.LINEAR));
        assertThat(infinite.array().toDoubleArray()).containsExactly(1, INF, INF, INF); // the last has two taps at one place
    }

    @Test
    void weightsOfZero() {
        Tensor x = random(32, 4);
        Tensor other = random(33, 4);
        Tensor matrix = random(34, 2, 2);
        Tensor w = Tensor.of(1.0, 0, 2, 1);
        for (double bad : new double[] {NAN, INF, -INF}) {
            List<Tensor> plain = List.of(x);
            List<Tensor> second = List.of(with(x, bad, 1));
            List<Tensor> all = List.of(with(x, bad, 0, 1, 2, 3));
            excludes(t -> F.cov(F.unsqueeze(t.get(0), 0), Covariance.DEFAULT.withWeights(w)), plain, second);
            excludes(t -> F.cov(F.stack(java.util.List.of(t.get(0), F.exp(t.get(0))), 0),
                    Covariance.DEFAULT.withFrequencies(Tensor.of(1L, 0L, 2L, 1L))), plain, second);
            excludes(t -> F.trapezoid(t.get(0), Tensor.of(1.0, 1, 1, 3), 0), plain, second);
            excludes(t -> F.cumulativeTrapezoid(t.get(0), 0, 0), plain, all);
            excludes(t -> F.lerp(other, t.get(0), 0), plain, all);
            excludes(t -> F.lerp(t.get(0), other, 1), plain, all);
            excludes(t -> F.lerp(t.get(0), other, Tensor.of(0.5, 1, 0, 0.25)), plain, second);
            excludes(t -> F.indexAdd(other, 0, Tensor.of(0L, 0L, 1L, 2L), t.get(0), 0), plain, all);
            excludes(t -> F.addmm(matrix, F.reshape(t.get(0), 2, 2), matrix, 1, 0), plain, all);
            excludes(t -> F.addmm(F.reshape(t.get(0), 2, 2), matrix, matrix, 0, 1), plain, all);
            excludes(t -> F.addr(matrix, F.narrow(t.get(0), 0, 0, 2), F.narrow(t.get(0), 0, 2, 2), 1, 0), plain, all);
            excludes(t -> F.binaryCrossEntropyWithLogits(t.get(0), Tensor.of(0.5, 1, 1, 0), Option.none(), Option.of(w), Reduction.SUM),
                    plain, second);
            EmbeddingBagOptions sums = EmbeddingBagOptions.DEFAULT.withMode(EmbeddingBagOptions.Mode.SUM)
                    .withPerSampleWeights(Tensor.of(new double[][] {{1, 0, 2}}));
            excludes(t -> F.embeddingBag(Tensor.of(new long[] {0, 1, 2}, 1, 3), F.reshape(t.get(0), 4, 1), sums).y(), plain, second);
        }
        excludes(t -> F.quantileLoss(t.get(0), other, 0, Reduction.SUM), List.of(F.sub(other, 1)), List.of(F.sub(other, INF)));
        excludes(t -> F.quantileLoss(t.get(0), other, 1, Reduction.SUM), List.of(F.add(other, 1)), List.of(F.add(other, INF)));
    }
}
