package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;

/** Shapes, pieces, borders and indices. */
final class ShapeSamples {
    private interface Form {
        Sample of(Arguments random, int axis, int... dims);
    }

    private ShapeSamples() {}

    private static OpInfo op(String name, int leastRank, Form f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shape(leastRank, 3);
            return f.of(random, Math.floorMod(random.axis(dims), dims.length), dims);
        });
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(shapes());
        all.addAll(pieces());
        all.addAll(indices());
        return all;
    }

    private static List<OpInfo> shapes() {
        return List.of(
                op("reshape", 1, (d, _, dims) -> Sample.of(t -> F.reshape(t, -1, dims[0]), d.x(dims))),
                op("flatten", 2, (d, _, dims) -> Sample.of(t -> F.flatten(t, 0, 1), d.x(dims))),
                op("unflatten", 1, (d, axis, dims) -> Sample.of(t -> F.unflatten(t, axis, dims[axis], 1), d.x(dims))),
                op("permute", 2, (d, _, dims) -> Sample.of(t -> dims.length == 2 ? F.permute(t, 1, 0) : F.permute(t, 2, 0, 1), d.x(dims))),
                op("transpose", 2, (d, axis, dims) -> Sample.of(t -> F.transpose(t, axis, -1), d.x(dims))),
                op("movedim", 2, (d, axis, dims) -> Sample.of(t -> F.movedim(t, 0, axis), d.x(dims))),
                op("squeeze", 1, (d, _, dims) -> Sample.of(t -> F.squeeze(t), d.x(dims))),
                op("unsqueeze", 1, (d, axis, dims) -> Sample.of(t -> F.unsqueeze(t, axis), d.x(dims))),
                op("expand", 1, (d, _, dims) -> Sample.of(t -> F.expand(t, 2, dims[0], 3), d.x(dims[0], 1))),
                op("flip", 1, (d, axis, dims) -> Sample.of(t -> F.flip(t, axis), d.x(dims))),
                op("slice", 1, (d, axis, dims) -> Sample.of(t -> F.slice(t, axis, 0, dims[axis], 2), d.x(dims))),
                op("narrow", 1, (d, axis, dims) -> Sample.of(t -> F.narrow(t, axis, dims[axis] / 2, 1), d.x(dims))),
                op("select", 1, (d, axis, dims) -> Sample.of(t -> F.select(t, axis, -1), d.x(dims))));
    }

    private static List<OpInfo> pieces() {
        List<OpInfo> all = new ArrayList<>();
        for (Pad mode : Pad.values()) {
            all.add(new OpInfo("pad, " + mode, random -> {
                int left = random.between(0, 1);
                int right = random.between(0, 1);
                return Sample.of(t -> F.pad(t, mode, 0, left, right), random.x(random.shapeAboveOne(2, 3)));
            }));
        }
        all.addAll(List.of(
                op("tril", 2, (d, axis, dims) -> Sample.of(t -> F.tril(t, axis - 1), d.x(dims))),
                op("triu", 2, (d, axis, dims) -> Sample.of(t -> F.triu(t, axis - 1), d.x(dims))),
                op("cat", 1, (d, axis, dims) -> new Sample(in -> List.of(F.cat(in, axis)), List.of(d.x(dims), d.x(dims), d.x(dims)))),
                op("stack", 1, (d, axis, dims) -> new Sample(in -> List.of(F.stack(in, axis)), List.of(d.x(dims), d.x(dims)))),
                op("split", 1, (d, axis, dims) -> Sample.several(t -> F.split(t, 2, axis), d.x(dims))),
                op("sort", 1, (d, axis, dims) -> Sample.of(t -> F.sort(t, axis, dims.length == 2).values(), d.x(dims))),
                op("topk", 1, (d, axis, dims) -> Sample.of(t -> F.topk(t, (dims[axis] + 1) / 2, axis, dims.length == 2).values(),
                        d.x(dims)))));
        return all;
    }

    private static List<OpInfo> indices() {
        return List.of(
                op("gather", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], dims);
                    return Sample.of(t -> F.gather(t, axis, at), d.x(dims));
                }),
                op("scatterAdd", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], dims);
                    return Sample.of((t, s) -> F.scatterAdd(t, axis, at, s), d.x(dims), d.x(dims));
                }),
                op("indexSelect", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 4);
                    return Sample.of(t -> F.indexSelect(t, axis, at), d.x(dims));
                }),
                op("indexAdd", 1, (d, axis, dims) -> {
                    Tensor at = d.indices(dims[axis], 3);
                    int[] source = dims.clone();
                    source[axis] = 3;
                    return Sample.of((t, s) -> F.indexAdd(t, axis, at, s), d.x(dims), d.x(source));
                }),
                op("index", 2, (d, _, dims) -> {
                    Tensor at = d.indices(dims[0], 3);
                    Tensor too = d.indices(dims[1], 3);
                    return Sample.of(t -> F.index(t, List.of(Option.of(at), Option.of(too))), d.x(dims));
                }),
                op("indexPut, accumulated", 1, (d, _, dims) -> {
                    Tensor at = d.indices(dims[0], 3);
                    int[] source = dims.clone();
                    source[0] = 3;
                    return Sample.of((t, v) -> F.indexPut(t, List.of(Option.of(at)), v, true), d.x(dims), d.x(source));
                }),
                op("indexPut", 1, (d, _, dims) -> {
                    Tensor at = d.distinct(dims[0], (dims[0] + 1) / 2);
                    int[] source = dims.clone();
                    source[0] = (dims[0] + 1) / 2;
                    return Sample.of((t, v) -> F.indexPut(t, List.of(Option.of(at)), v, false), d.x(dims), d.x(source));
                }),
                op("embedding", 1, (d, _, dims) -> {
                    Tensor at = d.indices(dims[0], 2, 2);
                    return Sample.of(w -> F.embedding(at, w), d.x(dims[0], 2));
                }),
                op("oneHot", 1, (d, _, dims) -> Sample.of(i -> F.oneHot(i, 4), d.indices(4, dims))));
    }
}
