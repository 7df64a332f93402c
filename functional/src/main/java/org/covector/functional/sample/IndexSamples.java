package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.covector.functional.At;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.F;
import org.covector.functional.Memory;
import org.covector.functional.ScatterReduction;
import org.covector.functional.Tensor;
import org.covector.functional.sample.OpInfo.Trait;

/** Samples of indices, sorting, searching and bits. */
final class IndexSamples {
    private static final Tensor MASK = Memory.keep(Tensor.of(true, false, true, true, false, true));

    private interface Form {
        Sample of(Arguments random, int axis, int... dims);
    }

    private interface Bits {
        Tensor of(Tensor x, Tensor y);
    }

    private IndexSamples() {}

    private static OpInfo op(String name, int leastRank, Form f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(leastRank, 3);
            return f.of(random, Math.floorMod(random.axis(dims), dims.length), dims);
        });
    }

    private static int[] with(int[] dims, int axis, int length) {
        int[] other = dims.clone();
        other[axis] = length;
        return other;
    }

    private static Tensor matrix(double... rows) {
        return Tensor.of(rows, rows.length / 2, 2);
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(elements());
        all.addAll(reductions());
        all.addAll(slices());
        all.addAll(subscripts());
        all.addAll(masks());
        all.addAll(order());
        all.addAll(tables());
        all.addAll(bits());
        return all;
    }

    private static List<OpInfo> elements() {
        Tensor twice = Tensor.of(new long[] {1, 0, 1, 1}, 4);
        return List.of(
                op("scatter", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], with(dims, axis, 3));
                    return Sample.of((x, s) -> F.scatter(x, axis, at, s), d.x(dims), d.x(with(dims, axis, 3)));
                }).at(Sample.of((x, s) -> F.scatter(x, 0, twice, s), Tensor.of(1.0, 2, 3), Tensor.of(4.0, 5, 6, 7, 8)),
                        Sample.of((x, s) -> F.scatter(x, 0, Tensor.of(new long[0]), s), Tensor.of(1.0, 2), Tensor.of(new double[] {3}))),
                op("scatter, of a number", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], dims);
                    return Sample.of(x -> F.scatter(x, axis, at, 1.5), d.x(dims));
                }),
                op("scatterAdd, with the index", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], dims);
                    return Sample.of((x, i, s) -> F.scatterAdd(x, axis, i, s), d.x(dims), at, d.x(dims));
                }),
                op("takeAlongDim", 1, (d, axis, dims) -> {
                    int[] thin = dims.clone();
                    Arrays.fill(thin, 1);
                    Tensor at = d.indices(dims[axis], with(thin, axis, 2));
                    return Sample.of(x -> F.takeAlongDim(x, at, axis), d.x(dims));
                }),
                op("takeAlongDim, flat", 1, (d, _, dims) -> {
                    Tensor at = d.indices(dims[0], 2, 2);
                    return Sample.of(x -> F.takeAlongDim(x, at), d.x(dims));
                }),
                op("putAlong", 1, (d, axis, dims) -> {
                    int[] thin = dims.clone();
                    Arrays.fill(thin, 1);
                    Tensor at = d.indices(dims[axis], with(thin, axis, 2));
                    return Sample.of((x, s) -> F.putAlong(x, at, s, axis), d.x(dims), d.x(with(thin, axis, 1)));
                }));
    }

    private static List<OpInfo> reductions() {
        List<OpInfo> all = new ArrayList<>();
        Tensor at = Tensor.of(2L, 0, 2, 2);
        for (ScatterReduction how : ScatterReduction.values()) {
            for (boolean self : new boolean[] {true, false}) {
                all.add(op("scatterReduce, " + how + (self ? "" : " without self"), 1, (d, axis, dims) -> {
                    Tensor index = d.indices(dims[axis], with(dims, axis, 3));
                    return Sample.of((x, s) -> F.scatterReduce(x, axis, index, s, how, self), d.x(dims), d.x(with(dims, axis, 3)));
                }).at(Sample.of((x, s) -> F.scatterReduce(x, 0, at, s, how, self), Tensor.of(0.5, -1, 0.25, 2), how == ScatterReduction.PROD
                        ? Tensor.of(0.0, 3, 0, 1.5, 7) : Tensor.of(-0.5, 3, 1, 1.5, 7))));
            }
        }
        return all;
    }

    private static List<OpInfo> slices() {
        Tensor twice = Tensor.of(1L, 0, 1);
        return List.of(
                op("indexAdd, alpha", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 3);
                    return Sample.of((x, s) -> F.indexAdd(x, axis, at, s, -1.5), d.x(dims), d.x(with(dims, axis, 3)));
                }),
                op("indexSelect, with the index", 1, (d, axis, dims) -> Sample.of((x, i) -> F.indexSelect(x, axis, i), d.x(dims),
                        d.indices(dims[axis], 3))),
                op("indexCopy", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 3);
                    return Sample.of((x, s) -> F.indexCopy(x, axis, at, s), d.x(dims), d.x(with(dims, axis, 3)));
                }).at(Sample.of((x, s) -> F.indexCopy(x, 0, twice, s), matrix(1, 2, 3, 4), matrix(5, 6, 7, 8, 9, 10)),
                        Sample.of((x, i, s) -> F.indexCopy(x, 0, i, s), matrix(1, 2, 3, 4), twice, matrix(5, 6, 7, 8, 9, 10))),
                op("indexFill", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 2);
                    return Sample.of(x -> F.indexFill(x, axis, at, 0.5), d.x(dims));
                }),
                op("indexFill, with a tensor", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 2);
                    return Sample.of((x, v) -> F.indexFill(x, axis, at, v), d.x(dims), d.x());
                }),
                op("sliceScatter", 1, (d, axis, dims) -> Sample.of((x, s) -> F.sliceScatter(x, s, axis, 0, dims[axis], 2), d.x(dims),
                        d.x(with(dims, axis, (dims[axis] + 1) / 2)))),
                op("selectScatter", 2, (d, axis, dims) -> {
                    int[] rest = new int[dims.length - 1];
                    for (int i = 0; i < rest.length; i++) {
                        rest[i] = dims[i < axis ? i : i + 1];
                    }
                    return Sample.of((x, s) -> F.selectScatter(x, s, axis, -1), d.x(dims), d.x(rest));
                }),
                new OpInfo("diagonalScatter", d -> Sample.of((x, s) -> F.diagonalScatter(x, s, 1, 2, 0), d.x(4, 2, 3), d.x(2, 3)))
                        .at(Sample.of((x, s) -> F.diagonalScatter(x, s), matrix(1, 2, 3, 4), Tensor.of(5.0, 6)),
                                Sample.of((x, s) -> F.diagonalScatter(x, s, -1, 0, 1), matrix(1, 2, 3, 4, 5, 6), Tensor.of(5.0, 6))));
    }

    private static List<OpInfo> subscripts() {
        Tensor rows = Tensor.of(2L, 0, -1);
        Tensor columns = Tensor.of(new long[] {0, 1, 1, 0, -1, 1}, 2, 3);
        return List.of(
                new OpInfo("index, of slices", d -> Sample.of(x -> F.index(x, At.range(1, 3), At.every(-2), At.at(-1)), d.x(4, 3, 2)))
                        .at(Sample.of(x -> F.index(x, At.REST, At.range(3, 0, -2), At.NEW), Tensor.of(1.0, 2, 3, 4))),
                new OpInfo("index, mixed", d -> Sample.of(x -> F.index(x, At.of(rows), At.ALL, At.of(columns)), d.x(3, 4, 2)))
                        .at(Sample.of(x -> F.index(x, At.ALL, At.of(rows), At.at(0)), Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 3, 2)),
                                Sample.of((x, i) -> F.index(x, At.from(1), At.of(i)), matrix(1, 2, 3, 4, 5, 6), columns)),
                new OpInfo("index, of a mask", d -> Sample.of(x -> F.index(x, At.ALL, At.of(F.reshape(MASK, 2, 3))), d.x(2, 2, 3))),
                new OpInfo("index, by a mask that is an input", d -> Sample.of((x, m) -> F.index(x, At.of(m)), d.x(2, 3), F.reshape(MASK,
                        2, 3)))
                        .with(Trait.READS_ELEMENTS),
                new OpInfo("indexPut, one place often", d -> Sample.of((x, v) -> F.indexPut(x, List.of(Option.none(), Option.of(columns)),
                        v, false),
                        d.x(2, 2, 3), d.x(2, 2, 3, 1))),
                new OpInfo("indexPut, a number", d -> Sample.of((x, v) -> F.indexPut(x, List.of(Option.of(F.reshape(MASK, 2, 3))), v,
                        false), d.x(2, 3, 2), d.x())),
                new OpInfo("setitem", d -> Sample.of((x, v) -> F.setitem(x, v, At.range(1, 4, 2), At.every(-1)), d.x(4, 3), d.x(1, 2, 3)))
                        .at(Sample.of((x, v) -> F.setitem(x, v, At.of(rows)), Tensor.of(1.0, 2, 3), Tensor.of(4.0, 5, 6)),
                                Sample.of((x, v, m) -> F.setitem(x, v, At.of(m)), matrix(1, 2, 3, 4), Tensor.scalar(3.0),
                                        F.reshape(Tensor.of(true, false, false, true), 2, 2))),
                new OpInfo("setitem, a number", d -> Sample.of(x -> F.setitem(x, 2.5, At.REST, At.at(1)), d.x(3, 2))),
                new OpInfo("take", d -> Sample.of(x -> F.take(x, columns), d.x(3, 2))),
                new OpInfo("put", d -> Sample.of((x, s) -> F.put(x, columns, s, true), d.x(3, 2), d.x(2, 3)))
                        .at(Sample.of((x, s) -> F.put(x, columns, s, false), matrix(1, 2, 3, 4), Tensor.of(1.0, 2, 3, 4, 5, 6))));
    }

    private static List<OpInfo> masks() {
        Tensor mask = F.reshape(MASK, 2, 3);
        return List.of(
                new OpInfo("maskedSelect", d -> Sample.of(x -> F.maskedSelect(x, mask), d.x(2, 3)))
                        .at(Sample.of(x -> F.maskedSelect(x, mask), Tensor.of(1.0, 2, 3))),
                new OpInfo("maskedSelect, by a mask that is an input", d -> Sample.of(F::maskedSelect, d.x(2, 3),
                        mask)).with(Trait.READS_ELEMENTS),
                new OpInfo("maskedScatter", d -> Sample.of((x, m, s) -> F.maskedScatter(x, m, s), d.x(2, 3), mask, d.x(5)))
                        .at(Sample.of((x, s) -> F.maskedScatter(x, mask, s), Tensor.of(1.0, 2, 3), matrix(1, 2, 3, 4)),
                                Sample.of((x, s) -> F.maskedScatter(x, F.logicalAnd(mask, F.logicalNot(mask)), s), Tensor.of(1.0, 2, 3),
                                        Tensor.of(new double[0]))),
                new OpInfo("maskedFill, with a tensor", d -> Sample.of((x, v) -> F.maskedFill(x, mask, v), d.x(2, 3), d.x())),
                new OpInfo("nonzero", d -> Sample.of(F::nonzero, d.x(2, 3))).at(Sample.of(F::nonzero, Tensor.of(0.0, 1, 0,
                        2))).with(Trait.READS_ELEMENTS),
                new OpInfo("argwhere", d -> Sample.of(F::argwhere, d.x(2, 3))).with(Trait.READS_ELEMENTS));
    }

    private static List<OpInfo> order() {
        return List.of(
                op("argsort", 1, (d, axis, dims) -> Sample.of(x -> F.argsort(x, axis, dims.length == 2), d.x(dims))),
                op("sort, with indices", 1, (d, axis, dims) -> Sample.several(x -> List.of(F.sort(x).values(), F.sort(x, axis,
                        true).indices()), d.x(dims)))
                        .at(Sample.of(x -> F.sort(x).values(), Tensor.scalar(2.0))),
                op("msort", 1, (d, _, dims) -> Sample.of(F::msort, d.x(dims))),
                op("topk, unsorted", 1, (d, axis, dims) -> Sample.of(x -> F.topk(x, dims[axis], axis, true, false).values(), d.x(dims)))
                        .at(Sample.of(x -> F.topk(x, 2).values(), Tensor.of(1.0, 3, 2)), Sample.of(x -> F.topk(x, 1).values(),
                                Tensor.scalar(2.0))),
                new OpInfo("searchsorted", d -> Sample.of((s, v) -> F.searchsorted(F.sort(s).values(), v), d.x(2, 4), d.x(2, 3))),
                new OpInfo("searchsorted, one for all", d -> Sample.of((s, v) -> F.searchsorted(F.sort(s).values(), v, true), d.x(4),
                        d.x(2, 3))),
                new OpInfo("searchsorted, with a sorter", d -> Sample.of((s, v) -> F.searchsorted(s, v, true, F.argsort(s)), d.x(4),
                        d.x(2, 3))),
                new OpInfo("bucketize", d -> Sample.of((x, b) -> F.bucketize(x, F.sort(b).values()), d.x(2, 3), d.x(4))),
                new OpInfo("isin", d -> Sample.of((x, t) -> F.isin(x, t), d.indices(5, 2, 3), d.indices(5, 2)))
                        .at(Sample.of((x, t) -> F.isin(x, t, true), Tensor.of(1.0, 2, Double.NaN), Tensor.of(2.0, Double.NaN)),
                                Sample.of((x, t) -> F.isin(x, t), Tensor.of(1.0, 2), Tensor.of(new double[0]))),
                new OpInfo("unique", d -> Sample.of(x -> F.unique(x).values(), d.x(2, 3)))
                        .at(Sample.of(x -> F.unique(x, 0).values(), matrix(3, 4, 1, 2))).with(Trait.READS_ELEMENTS),
                new OpInfo("uniqueConsecutive", d -> Sample.of(x -> F.uniqueConsecutive(x).values(), d.x(2, 3)))
                        .at(Sample.of(x -> F.uniqueConsecutive(x, 1).values(), matrix(3, 4, 1, 2))).with(Trait.READS_ELEMENTS));
    }

    private static List<OpInfo> tables() {
        Tensor index = Tensor.of(new long[] {3, 0, 3, 1}, 2, 2);
        Tensor flat = Tensor.of(3L, 0, 3, 1, 1);
        Tensor offsets = Tensor.of(0L, 2, 2, 4);
        List<OpInfo> all = new ArrayList<>(List.of(
                new OpInfo("embedding, with the index", d -> Sample.of((i, w) -> F.embedding(i, w), d.indices(4, 2, 2), d.x(4, 3))),
                new OpInfo("embedding, padded", d -> Sample.of(w -> F.embedding(index, w, 2), d.x(4, 3))),
                new OpInfo("embedding, with a largest norm", d -> Sample.several(w -> {
                    EmbeddingOptions.Result y = F.embedding(index, w, EmbeddingOptions.DEFAULT.withMaxNorm(0.7));
                    return List.of(y.y(), y.weight());
                }, d.plain(4, 3))),
                new OpInfo("embeddingBag", d -> Sample.of((i, w) -> F.embeddingBag(i, w), d.indices(4, 2, 3), d.x(4, 3))),
                new OpInfo("embeddingBag, of a largest norm", d -> Sample.of(w -> F.embeddingBag(index, w,
                        EmbeddingBagOptions.DEFAULT.withMaxNorm(0.7)).y(), d.plain(4, 3))),
                new OpInfo("embeddingBag, weighted", d -> Sample.of((w, s, o) -> F.embeddingBag(flat, w,
                        EmbeddingBagOptions.DEFAULT.withMode(EmbeddingBagOptions.Mode.SUM).withOffsets(o).withPerSampleWeights(s)).y(),
                                d.x(4, 3),
                                d.x(5), offsets)),
                new OpInfo("oneHot, with zeros", d -> Sample.of(i -> F.oneHot(F.sub(i, 1), 2, true), d.indices(4, 2, 2))),
                new OpInfo("oneHot, of all", d -> Sample.of(i -> F.oneHot(i), d.indices(4, 2, 2))).with(Trait.READS_ELEMENTS)));
        for (EmbeddingBagOptions.Mode mode : EmbeddingBagOptions.Mode.values()) {
            EmbeddingBagOptions o = EmbeddingBagOptions.DEFAULT.withMode(mode).withPaddingIdx(0);
            all.add(new OpInfo("embeddingBag, " + mode, d -> Sample.of(w -> F.embeddingBag(flat, w, o.withOffsets(offsets)).y(), d.x(4, 3)))
                    .at(Sample.of(w -> F.embeddingBag(index, w, o).y(), matrix(1, 2, 4, 3, 5, 6, 8, 7))));
        }
        return all;
    }

    private static OpInfo bits(String name, Bits f) {
        return new OpInfo(name, d -> Sample.of(f::of, d.indices(40, 2, 3), d.indices(9, 3)));
    }

    private static List<OpInfo> bits() {
        return List.of(
                bits("bitwiseAnd", F::bitwiseAnd), bits("bitwiseOr", F::bitwiseOr), bits("bitwiseXor", F::bitwiseXor),
                bits("bitwiseLeftShift", F::bitwiseLeftShift), bits("bitwiseRightShift", F::bitwiseRightShift), bits("gcd", F::gcd),
                        bits("lcm", F::lcm),
                new OpInfo("bitwiseNot", d -> Sample.of(F::bitwiseNot, d.indices(40, 2, 3))),
                new OpInfo("bitwiseXor, with a number", d -> Sample.of(x -> F.bitwiseXor(x, -1), d.indices(40, 2, 3))),
                new OpInfo("ldexp", d -> Sample.of((x, n) -> F.ldexp(x, n), d.x(2, 3), d.indices(5, 3))),
                new OpInfo("ldexp, of a real exponent", d -> Sample.of((x, n) -> F.ldexp(x, n), d.x(2, 3), d.unit(3))),
                new OpInfo("nextafter", d -> Sample.of((x, y) -> F.nextafter(x, y), d.x(2, 3), d.x(3))),
                new OpInfo("isclose", d -> Sample.of((x, y) -> F.isclose(x, y), d.x(2, 3), d.x(3))));
    }
}
