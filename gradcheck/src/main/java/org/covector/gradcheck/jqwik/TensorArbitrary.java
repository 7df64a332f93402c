package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.functional.Tensor;
import org.covector.gradcheck.sample.Draft;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Ranks;

/**
 * Random tensors of any shape; shrink to fewer and shorter axes, dense, with the roundest elements. Edge cases are empty tensors (if
 * axes may have length 0), scalars, single elements, and every magnitude, layout and dtype.
 */
public final class TensorArbitrary extends ElementsArbitrary<Tensor, TensorArbitrary> {
    private static final int[][] EDGES = {{}, {1}, {0}, {2, 0}, {1, 1}};

    private final Ranks ranks;

    TensorArbitrary(Ranks ranks, Elements elements) {
        super(elements);
        this.ranks = ranks;
    }

    /** With so many axes. */
    public TensorArbitrary ofRank(int least, int most) {
        return new TensorArbitrary(new Ranks(least, most, ranks.minLength(), ranks.maxLength()), elements());
    }

    /** With axes of such lengths. */
    public TensorArbitrary ofLength(int least, int most) {
        return new TensorArbitrary(new Ranks(ranks.minRank(), ranks.maxRank(), least, most), elements());
    }

    @Override
    TensorArbitrary with(Elements other) {
        return new TensorArbitrary(ranks, other);
    }

    @Override
    SimplerArbitrary<Draft, Tensor> drafts() {
        return new SimplerArbitrary<>(random -> ranks.draw(elements(), random), this::edges, d -> d.tensors().getFirst());
    }

    private List<Draft> edges() {
        Random random = new Random(elements().hashCode());
        List<Draft> all = new ArrayList<>();
        for (int[] dims : EDGES) {
            if (ranks.allows(dims)) {
                all.add(ranks.draft(dims, elements(), random));
            }
        }
        int[] square = IntStream.range(0, Math.max(ranks.minRank(), Math.min(2, ranks.maxRank())))
                .map(_ -> Math.clamp(2, ranks.minLength(), ranks.maxLength())).toArray();
        extremes(elements()).forEach(e -> all.add(ranks.draft(square, e, random)));
        return all;
    }
}
