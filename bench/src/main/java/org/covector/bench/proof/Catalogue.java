package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.List;

/** All operations of F, with random arguments. */
final class Catalogue {
    private Catalogue() {}

    static List<Op> all() {
        List<Op> all = new ArrayList<>(PointwiseOps.all());
        all.addAll(ReductionOps.all());
        all.addAll(MatrixOps.all());
        all.addAll(LossOps.all());
        all.addAll(ShapeOps.all());
        all.addAll(ConvolutionOps.all());
        return List.copyOf(all);
    }
}
