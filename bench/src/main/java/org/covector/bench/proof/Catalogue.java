package org.covector.bench.proof;

import java.nio.file.Path;
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

    /** Where a table goes: to the documents if it is of all operations, else beside what is built. */
    static Path output(String names) {
        Path all = Path.of(System.getProperty("proof.output", "target/proof.md"));
        return names.isEmpty() ? all : Path.of("target").resolve(all.getFileName());
    }

    /** Those whose names start with one of these, separated by commas; all for no name. */
    static List<Op> named(String names) {
        List<String> starts = List.of(names.split(","));
        return all().stream().filter(op -> starts.stream().anyMatch(op.name()::startsWith)).toList();
    }
}
