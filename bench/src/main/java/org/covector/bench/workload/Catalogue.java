package org.covector.bench.workload;

import static org.covector.bench.workload.Family.*;
import static org.covector.engine.DType.FLOAT32;
import static org.covector.engine.DType.FLOAT64;

import io.vavr.collection.List;
import java.util.Locale;
import org.covector.engine.DType;

/** All workloads with their targets. */
public final class Catalogue {
    private static final List<Integer> POINTWISE_SIZES = List.of(1_000, 100_000, 1_000_000, 10_000_000);

    private Catalogue() {}

    public static List<Workload> all() {
        return matrices(SGEMM, FLOAT32)
                .appendAll(matrices(DGEMM, FLOAT64))
                .appendAll(arithmetic())
                .appendAll(functions())
                .appendAll(reductions())
                .appendAll(convolutions())
                .appendAll(convolutionKinds())
                .appendAll(resampling())
                .appendAll(attention())
                .appendAll(order())
                .appendAll(lookups())
                .appendAll(pairs())
                .appendAll(fourier())
                .appendAll(factorizations())
                .appendAll(tiny())
                .appendAll(training());
    }

    private static List<Workload> matrices(Family family, DType dtype) {
        return List.of(16, 32, 48, 64, 128, 256, 512, 1024, 2048).map(n ->
                new Workload(family.title() + " " + n, family, Work.MatMul.square(dtype, n), n < 128 ? 0.8 : n < 2048 ? 0.95 : 0.9));
    }

    private static List<Workload> arithmetic() {
        return List.of(PointwiseOp.ADD, PointwiseOp.MUL, PointwiseOp.RELU)
                .flatMap(op -> POINTWISE_SIZES.map(n -> pointwise(ARITHMETIC, op, n, n == 1_000 ? 5 : n == 10_000_000 ? 1 : 0.5)))
                .append(new Workload("exp(relu(a*b+c)) 1e6", ARITHMETIC, new Work.FusedChain(1_000_000), 3));
    }

    private static List<Workload> functions() {
        return List.of(PointwiseOp.values())
                .drop(3)
                .flatMap(op -> POINTWISE_SIZES.map(n ->
                        pointwise(TRANSCENDENTAL, op, n, op == PointwiseOp.TANH || op == PointwiseOp.ERF ? 3 : 1)));
    }

    private static Workload pointwise(Family family, PointwiseOp op, int size, double target) {
        String name = op.name().toLowerCase(Locale.ROOT) + " 1e" + Math.round(Math.log10(size));
        return new Workload(name, family, new Work.Pointwise(op, size), target);
    }

    private static List<Workload> reductions() {
        return List.of(ReductionOp.values())
                .map(op -> new Workload(
                        op.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " 4096x4096",
                        REDUCTION, new Work.Reduce(op, 4096, 4096), 1))
                .append(new Workload("softmax 4096x4096", REDUCTION, new Work.Softmax(4096, 4096), 1))
                .append(new Workload("softmax 64x1000", REDUCTION, new Work.Softmax(64, 1000), 2))
                .append(new Workload("layer norm 4096x1024", REDUCTION, new Work.LayerNorm(4096, 1024), 1));
    }

    private static List<Workload> convolutions() {
        return List.of(false, true).flatMap(backward -> {
            String direction = backward ? " forward+backward" : " forward";
            return List.of(
                    new Workload("conv 3x3 N8 C64 56^2 K64" + direction, CONVOLUTION,
                            new Work.Convolution(8, 64, 56, 64, 3, 1, backward), 0.7),
                    new Workload("conv 1x1 N8 C256 28^2 K64" + direction, CONVOLUTION,
                            new Work.Convolution(8, 256, 28, 64, 1, 0, backward), 0.7),
                    new Workload("max pool 3x3 s2 N8 C64 112^2" + direction, CONVOLUTION,
                            new Work.MaxPool(8, 64, 112, backward), 0.7));
        });
    }

    private static List<Workload> attention() {
        return List.of(
                new Workload("attention B2 H8 L512 D64 forward", ATTENTION, new Work.Attention(2, 8, 512, 64, false), 0.7),
                new Workload("attention B2 H8 L512 D64 forward+backward", ATTENTION, new Work.Attention(2, 8, 512, 64, true), 0.7));
    }

    private static List<Workload> convolutionKinds() {
        return List.of(false, true).flatMap(backward -> List.of(
                convolution("conv1d (8,64,4096) k5",
                        new Work.AnyConvolution(List.of(8, 64, 4096), List.of(64, 64, 5), 1, 2, 1, false, backward)),
                convolution("conv3d (2,16,16,32,32) k3",
                        new Work.AnyConvolution(List.of(2, 16, 16, 32, 32), List.of(16, 16, 3, 3, 3), 1, 1, 1, false, backward)),
                convolution("depthwise 3x3 N8 C128 56^2",
                        new Work.AnyConvolution(List.of(8, 128, 56, 56), List.of(128, 1, 3, 3), 1, 1, 128, false, backward)),
                convolution("transposed 2x2 s2 N8 C64 28^2 K32",
                        new Work.AnyConvolution(List.of(8, 64, 28, 28), List.of(64, 32, 2, 2), 2, 0, 1, true, backward)),
                convolution("conv 7x7 s2 N8 C3 224^2 K64",
                        new Work.AnyConvolution(List.of(8, 3, 224, 224), List.of(64, 3, 7, 7), 2, 3, 1, false, backward))));
    }

    private static Workload convolution(String name, Work.AnyConvolution work) {
        return new Workload(name + (work.backward() ? " f+b" : " forward"), CONVOLUTION_KINDS, work, 1);
    }

    private static List<Workload> resampling() {
        return List.of(
                new Workload("bilinear 2x N8 C32 64^2", RESAMPLING, new Work.Resample(Work.Resampling.BILINEAR, 8, 32, 64), 1),
                new Workload("bicubic 2x N8 C32 64^2", RESAMPLING, new Work.Resample(Work.Resampling.BICUBIC, 8, 32, 64), 1),
                new Workload("gridSample N8 C32 64^2", RESAMPLING, new Work.Resample(Work.Resampling.GRID_SAMPLE, 8, 32, 64), 1));
    }

    private static List<Workload> order() {
        return List.of(
                new Workload("sort 1e6", ORDER, new Work.Order(Work.Ordering.SORT, 1_000_000, 1_000_000), 1),
                new Workload("argsort 1e6", ORDER, new Work.Order(Work.Ordering.ARGSORT, 1_000_000, 1_000_000), 1),
                new Workload("topk 100 of 1e6", ORDER, new Work.Order(Work.Ordering.TOPK, 1_000_000, 100), 1),
                new Workload("unique 1e6", ORDER, new Work.Order(Work.Ordering.UNIQUE, 1_000_000, 1_000_000), 1),
                new Workload("cumsum 4096x4096 down columns", ORDER, new Work.Cumsum(0, 4096, 4096), 1),
                new Workload("cumsum 4096x4096 along rows", ORDER, new Work.Cumsum(1, 4096, 4096), 1));
    }

    private static List<Workload> lookups() {
        return List.of(
                new Workload("gather 1e6 f+b", LOOKUP, new Work.Index(Work.Lookup.GATHER, 1000, 1000), 1),
                new Workload("scatterAdd 1e6 f+b", LOOKUP, new Work.Index(Work.Lookup.SCATTER_ADD, 1000, 1000), 1),
                new Workload("indexSelect 1e4 rows of 100 f+b", LOOKUP, new Work.Index(Work.Lookup.INDEX_SELECT, 10_000, 100), 1),
                new Workload("embedding 1e4 rows of 100 f+b", LOOKUP, new Work.Index(Work.Lookup.EMBEDDING, 10_000, 100), 1));
    }

    private static List<Workload> pairs() {
        return List.of(
                new Workload("cdist 1000x1000x64", PAIRS, new Work.Cdist(1000, 1000, 64), 1),
                new Workload("ctcLoss T50 N16 C20 f+b", PAIRS, new Work.CtcLoss(50, 16, 20), 1),
                new Workload("bilinear 128x64x64x64", PAIRS, new Work.Bilinear(128, 64), 1));
    }

    private static List<Workload> fourier() {
        return List.of(
                new Workload("fft 1024 of 1024", FOURIER, new Work.Fft(1024, 1024), 1),
                new Workload("fft 1e6", FOURIER, new Work.Fft(1, 1_000_000), 1));
    }

    private static List<Workload> factorizations() {
        return List.of(FLOAT32, FLOAT64).flatMap(dtype -> List.of(
                factor(Work.Factorization.CHOLESKY, dtype, 256, 0.8),
                factor(Work.Factorization.CHOLESKY, dtype, 1024, 0.8),
                factor(Work.Factorization.SOLVE, dtype, 256, 0.8),
                factor(Work.Factorization.SOLVE, dtype, 1024, 0.8),
                factor(Work.Factorization.QR, dtype, 256, 0.7),
                factor(Work.Factorization.QR, dtype, 1024, 0.7),
                factor(Work.Factorization.EIGH, dtype, 256, 0.4),
                factor(Work.Factorization.EIGH, dtype, 1024, 0.4),
                factor(Work.Factorization.SVD, dtype, 256, 0.4),
                factor(Work.Factorization.SVD, dtype, 1024, 0.4)));
    }

    private static Workload factor(Work.Factorization how, DType dtype, int n, double target) {
        String name = how.name().toLowerCase(Locale.ROOT) + " " + n + (dtype == FLOAT32 ? " float" : " double");
        return new Workload(name, LINALG, new Work.Factor(how, dtype, n), target);
    }

    private static List<Workload> tiny() {
        return List.of(
                new Workload("add of 4", TINY, new Work.TinyAdd(false), 20),
                new Workload("add of 4, gradient recorded", TINY, new Work.TinyAdd(true), 20),
                new Workload("sum(x*y) of 4, forward+backward", TINY, new Work.TinyGradient(), 20),
                new Workload("1000 scalar adds, forward+backward", TINY, new Work.ScalarChain(1000), 20));
    }

    private static List<Workload> training() {
        return List.of(
                new Workload("training step MLP 784-512-256-10 b128", TRAINING, new Work.MlpStep(128, Work.Update.SGD), 0.9),
                new Workload("training step CNN b64", TRAINING, new Work.CnnStep(64, Work.Update.SGD), 1),
                new Workload("Adam step MLP 784-512-256-10 b128", TRAINING, new Work.MlpStep(128, Work.Update.ADAM), 1),
                new Workload("Adam step CNN b64", TRAINING, new Work.CnnStep(64, Work.Update.ADAM), 1),
                new Workload("training step LSTM T64 H128 b32", TRAINING, new Work.LstmStep(64, 32, 128), 1),
                new Workload("training step transformer D256 H4 L128 b8", TRAINING, new Work.TransformerStep(8, 128, 256, 4), 1),
                new Workload("Adam of 1e7", TRAINING, new Work.AdamStep(1, 10_000_000), 1),
                new Workload("Adam of 100 arrays of 100", TRAINING, new Work.AdamStep(100, 100), 1));
    }
}
