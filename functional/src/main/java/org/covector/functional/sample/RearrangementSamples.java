package org.covector.functional.sample;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.MeshIndexing;
import org.covector.functional.Tensor;

/** Samples of shapes. */
final class RearrangementSamples {
    private interface Form {
        Sample of(Arguments random, int axis, int... dims);
    }

    private RearrangementSamples() {}

    private static OpInfo op(String name, int leastRank, Form f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(leastRank, 3);
            return f.of(random, random.axis(dims), dims);
        });
    }

    /** Any number of tensors. */
    private static Sample list(Function1<List<Tensor>, Tensor> f, Tensor... x) {
        return new Sample(in -> List.of(f.apply(in)), List.of(x));
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(axes());
        all.addAll(repeats());
        all.addAll(joins());
        all.addAll(pieces());
        all.addAll(diagonals());
        return all;
    }

    private static List<OpInfo> axes() {
        return List.of(
                op("view", 1, (d, _, dims) -> Sample.of(t -> F.view(t, dims[0], -1), d.x(dims))),
                op("ravel", 1, (d, _, dims) -> Sample.of(F::ravel, d.x(dims))),
                op("flatten, all", 1, (d, _, dims) -> Sample.of(t -> F.flatten(t), d.x(dims))),
                op("clone", 1, (d, _, dims) -> Sample.of(t -> F.clone(t), d.x(dims))),
                op("swapaxes", 1, (d, axis, dims) -> Sample.of(t -> F.swapaxes(t, 0, axis), d.x(dims))),
                new OpInfo("t", d -> Sample.of(F::t, d.x(d.shape(0, 2)))),
                op("T", 1, (d, _, dims) -> Sample.of(F::T, d.x(dims))),
                op("mT", 2, (d, _, dims) -> Sample.of(F::mT, d.x(dims))),
                op("movedim, two axes", 2, (d, _, dims) -> Sample.of(t -> F.movedim(t, new int[] {0, -1}, new int[] {-1, 0}), d.x(dims))),
                op("flip, two axes", 2, (d, _, dims) -> Sample.of(t -> F.flip(t, 0, -1), d.x(dims))),
                op("fliplr", 2, (d, _, dims) -> Sample.of(F::fliplr, d.x(dims))),
                op("flipud", 1, (d, _, dims) -> Sample.of(F::flipud, d.x(dims))),
                op("roll", 1, (d, _, dims) -> Sample.of(t -> F.roll(t, 2), d.x(dims))),
                op("roll, along an axis", 1, (d, axis, dims) -> Sample.of(t -> F.roll(t, -1, axis), d.x(dims))),
                op("roll, along two axes", 2, (d, _, dims) -> Sample.of(t -> F.roll(t, new int[] {1, 2}, new int[] {0, -1}), d.x(dims))),
                op("rot90", 2, (d, _, dims) -> {
                    int k = d.between(-1, 3);
                    return Sample.of(t -> F.rot90(t, k, 0, -1), d.x(dims));
                }));
    }

    private static List<OpInfo> repeats() {
        return List.of(
                op("broadcastTo", 1, (d, _, dims) -> Sample.of(t -> F.broadcastTo(t, 2, dims[0], 3), d.x(dims[0], 1))),
                op("broadcastTensors", 1, (d, _, dims) -> new Sample(F::broadcastTensors, List.of(d.x(dims), d.x(2, 1, 1, 1), d.x()))),
                op("repeat", 1, (d, _, dims) -> {
                    int[] times = IntStream.range(0, dims.length + 1).map(_ -> d.between(1, 2)).toArray();
                    return Sample.of(t -> F.repeat(t, times), d.x(dims));
                }).at(Sample.of(t -> F.repeat(t, 2, 0), Tensor.of(1.0, 2))),
                op("tile", 1, (d, _, dims) -> Sample.of(t -> F.tile(t, 2), d.x(dims))),
                op("repeatInterleave", 1, (d, _, dims) -> Sample.of(t -> F.repeatInterleave(t, 2), d.x(dims))),
                op("repeatInterleave, along an axis", 1, (d, axis, dims) -> Sample.of(t -> F.repeatInterleave(t, 3, axis), d.x(dims))),
                op("repeatInterleave, by a tensor", 1, (d, axis, dims) -> {
                    Tensor times = d.indices(3, dims[Math.floorMod(axis, dims.length)]);
                    return Sample.of(t -> F.repeatInterleave(t, times, axis), d.x(dims));
                }),
                op("unfold", 1, (d, axis, dims) -> {
                    int size = d.between(1, dims[Math.floorMod(axis, dims.length)]);
                    int step = d.between(1, 2);
                    return Sample.of(t -> F.unfold(t, axis, size, step), d.x(dims));
                }).at(Sample.of(t -> F.unfold(t, 0, 0, 1), Tensor.of(1.0, 2))),
                new OpInfo("asStrided", d -> {
                    int stride = d.between(0, 2);
                    return Sample.of(t -> F.asStrided(t, new int[] {2, 3}, new int[] {stride, 1}, 1), d.x(2, 4));
                }),
                new OpInfo("meshgrid", d -> {
                    MeshIndexing how = d.coin() ? MeshIndexing.IJ : MeshIndexing.XY;
                    return new Sample(in -> F.meshgrid(in, how), List.of(d.x(2), d.x(3), d.x()));
                }),
                new OpInfo("cartesianProd", d -> list(F::cartesianProd, d.x(2), d.x(d.between(1, 3)))),
                new OpInfo("combinations", d -> {
                    boolean again = d.coin();
                    int r = d.between(1, 3);
                    return Sample.of(t -> F.combinations(t, r, again), d.x(d.between(2, 4)));
                }));
    }

    private static List<OpInfo> joins() {
        return List.of(
                op("cat, with an empty vector", 2, (d, axis, dims) -> list(in -> F.cat(in, axis), d.x(dims), d.x(0), d.x(dims))),
                op("hstack", 1, (d, _, dims) -> list(F::hstack, d.x(dims), d.x(dims))),
                op("vstack", 1, (d, _, dims) -> list(F::vstack, d.x(dims), d.x(dims))),
                op("dstack", 1, (d, _, dims) -> list(F::dstack, d.x(dims), d.x(dims))),
                op("columnStack", 1, (d, _, dims) -> list(F::columnStack, d.x(dims), d.x(dims))),
                new OpInfo("hstack, scalars", d -> list(F::hstack, d.x(), d.x())));
    }

    private static List<OpInfo> pieces() {
        return List.of(
                op("split, by lengths", 1, (d, axis, dims) -> {
                    int n = dims[Math.floorMod(axis, dims.length)];
                    return Sample.several(t -> F.split(t, new int[] {1, n - 1}, axis), d.x(dims));
                }),
                op("chunk", 1, (d, axis, dims) -> Sample.several(t -> F.chunk(t, 2, axis), d.x(dims))),
                op("tensorSplit", 1, (d, axis, dims) -> Sample.several(t -> F.tensorSplit(t, 3, axis), d.x(dims))),
                op("tensorSplit, at indices", 1, (d, axis, dims) -> Sample.several(t -> F.tensorSplit(t, new int[] {1, -1}, axis),
                        d.x(dims))),
                op("unbind", 1, (d, axis, dims) -> Sample.several(t -> F.unbind(t, axis), d.x(dims))),
                op("slice, negative step", 1, (d, axis, dims) -> {
                    int step = -d.between(1, 2);
                    return Sample.of(t -> F.slice(t, axis, -1, Integer.MIN_VALUE, step), d.x(dims));
                }),
                op("slice, several axes", 2, (d, _, dims) -> Sample.of(
                        t -> F.slice(t, new int[] {0, -1}, new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE}, new int[] {0, -1},
                                new int[] {2, -1}), d.x(dims))));
    }

    private static List<OpInfo> diagonals() {
        return List.of(
                op("diagonal", 2, (d, _, dims) -> Sample.of(t -> F.diagonal(t), d.x(dims))),
                op("diagonal, of any axes", 2, (d, _, dims) -> {
                    int offset = d.between(-2, 2);
                    return Sample.of(t -> F.diagonal(t, offset, -1, 0), d.x(dims));
                }).at(Sample.of(t -> F.diagonal(t, 5, 0, 1), Tensor.of(new double[] {1, 2, 3, 4}, 2, 2))),
                new OpInfo("diag", d -> {
                    int offset = d.between(-1, 1);
                    return Sample.of(t -> F.diag(t, offset), d.x(d.shape(1, 2)));
                }),
                new OpInfo("diag, main", d -> Sample.of(t -> F.diag(t), d.x(d.shape(1, 2)))),
                op("diagFlat", 1, (d, _, dims) -> Sample.of(t -> F.diagFlat(t, -1), d.x(dims))),
                op("diagEmbed", 1, (d, _, dims) -> Sample.of(t -> F.diagEmbed(t), d.x(dims))),
                op("diagEmbed, of any axes", 1, (d, _, dims) -> {
                    int offset = d.between(-1, 1);
                    return Sample.of(t -> F.diagEmbed(t, offset, 0, -1), d.x(dims));
                }),
                op("tril, main", 2, (d, _, dims) -> Sample.of(t -> F.tril(t), d.x(dims))),
                op("triu, main", 2, (d, _, dims) -> Sample.of(t -> F.triu(t), d.x(dims))));
    }
}
