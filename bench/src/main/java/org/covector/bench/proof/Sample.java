package org.covector.bench.proof;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.List;
import org.covector.functional.core.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;

/** An operation with its options fixed, and where to check it. */
record Sample(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
    static Sample of(Function1<Tensor, Tensor> f, Tensor x) {
        return new Sample(in -> List.of(f.apply(in.get(0))), List.of(x));
    }

    static Sample of(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return new Sample(in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y));
    }

    static Sample of(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return new Sample(in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z));
    }

    static Sample several(Function1<Tensor, List<Tensor>> f, Tensor x) {
        return new Sample(in -> f.apply(in.get(0)), List.of(x));
    }

    Report check(Options options) {
        return Gradcheck.check(f, inputs, options);
    }

    Tensor[] values(Tensor... x) {
        return f.apply(List.of(x)).toArray(Tensor[]::new);
    }
}
