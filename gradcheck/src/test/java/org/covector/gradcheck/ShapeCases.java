package org.covector.gradcheck;

import static org.covector.gradcheck.Case.ints;
import static org.covector.gradcheck.Case.of;
import static org.covector.gradcheck.Case.several;
import static org.covector.gradcheck.Case.x;

import io.vavr.control.Option;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Pad;
import org.covector.functional.Selected;
import org.covector.functional.core.Tensor;

/** Shapes, pieces, borders and indices. */
final class ShapeCases {
    private ShapeCases() {}

    static List<Case> all() {
        return Case.join(shapes(), pieces(), indices());
    }

    private static List<Case> shapes() {
        return Case.join(List.of(
                of("reshape", t -> F.reshape(t, 3, -1), x(2, 3)), of("reshape", t -> F.reshape(t), x(1)),
                of("flatten", t -> F.flatten(t, 0, 1), x(2, 3, 2)), of("unflatten", t -> F.unflatten(t, 1, 2, -1), x(2, 4)),
                of("permute", t -> F.permute(t, 2, 0, 1), x(2, 3, 2)), of("transpose", t -> F.transpose(t, 0, -1), x(2, 3)),
                of("movedim", t -> F.movedim(t, 0, 2), x(2, 3, 2)), of("squeeze", t -> F.squeeze(t), x(1, 3, 1)), of("squeeze", t -> F.squeeze(t, 0), x(1, 3, 1)),
                of("unsqueeze", t -> F.unsqueeze(t, -1), x(3)), of("expand", t -> F.expand(t, 2, 3, 4), x(3, 1)), of("expand", t -> F.expand(t, 2, -1), x(3)),
                of("flip", t -> F.flip(t, 0, 1), x(2, 3)), of("slice", t -> F.slice(t, 1, 1, 6, 2), x(2, 6)), of("narrow", t -> F.narrow(t, 0, 1, 2), x(4, 2)),
                of("select", t -> F.select(t, 1, -1), x(2, 3))), List.of(
                of("pad", t -> F.pad(t, 1, 2), x(2, 3)), of("pad", t -> F.pad(t, Pad.CONSTANT, 0.5, 1, -1, 0, 2), x(2, 3)),
                of("pad", t -> F.pad(t, Pad.REFLECT, 0, 2, 1), x(2, 4)), of("pad", t -> F.pad(t, Pad.REPLICATE, 0, 2, 1), x(2, 3)),
                of("pad", t -> F.pad(t, Pad.CIRCULAR, 0, 2, 1), x(2, 3)),
                of("tril", t -> F.tril(t, 0), x(3, 3)), of("tril", t -> F.tril(t, 1), x(2, 2, 3)), of("triu", t -> F.triu(t, -1), x(3, 4))));
    }

    private static List<Case> pieces() {
        return List.of(
                new Case("cat", in -> List.of(F.cat(in, 1)), List.of(x(2, 3), x(2, 1), x(2, 2))), new Case("stack", in -> List.of(F.stack(in, 1)), List.of(x(2, 2), Case.unit(2, 2))),
                several("split", t -> F.split(t, 2, 0), x(5)), several("split", t -> F.split(t, new int[] {1, 3}, 1), x(2, 4)),
                several("sort", t -> both(F.sort(t, 0, false)), x(5)), several("sort", t -> both(F.sort(t, -1, true)), x(2, 4)),
                several("topk", t -> both(F.topk(t, 2, 1, true)), x(2, 4)), several("topk", t -> both(F.topk(t, 3, 0, false)), x(5)));
    }

    private static List<Tensor> both(Selected selected) {
        return List.of(selected.values(), selected.indices());
    }

    private static List<Case> indices() {
        Tensor at = ints(new int[] {2, 2}, 0, 2, 1, 1);
        Tensor rows = ints(new int[] {4}, 2, 0, 2, 1);
        Tensor mask = F.gt(x(3, 4), 0);
        int chosen = (int) F.countNonzero(mask).item();
        return List.of(
                of("gather", t -> F.gather(t, 1, at), x(2, 3)), of("gather", (t, i) -> F.gather(t, 0, i), x(3, 2), at),
                of("scatterAdd", (t, s) -> F.scatterAdd(t, 1, at, s), x(2, 3), Case.unit(2, 2)),
                of("indexSelect", t -> F.indexSelect(t, 0, rows), x(3, 2)), of("indexAdd", (t, s) -> F.indexAdd(t, 0, rows, s), x(3, 2), Case.unit(4, 2)),
                of("index", t -> F.index(t, List.of(Option.of(rows), Option.none())), x(3, 2)), of("index", t -> F.index(t, List.of(Option.of(mask))), x(3, 4)),
                of("index", t -> F.index(t, List.of(Option.of(rows), Option.of(rows))), x(3, 3)),
                of("indexPut", (t, v) -> F.indexPut(t, List.of(Option.of(rows)), v, true), x(3, 2), Case.unit(4, 2)),
                of("indexPut", (t, v) -> F.indexPut(t, List.of(Option.of(ints(new int[] {2}, 2, 0))), v, false), x(3, 2), Case.unit(2, 2)),
                of("indexPut", (t, v) -> F.indexPut(t, List.of(Option.of(mask)), v, false), x(3, 4), Case.unit(chosen)),
                of("embedding", w -> F.embedding(at, w), x(3, 2)), of("oneHot", i -> F.oneHot(i, 4), at));
    }
}
