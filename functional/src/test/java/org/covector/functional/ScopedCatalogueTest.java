package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation, its value and its pullback, three times in scopes of memory and then outside: the bits are equal. */
class ScopedCatalogueTest {
    private static final int TIMES = 3;

    @TestFactory
    Stream<DynamicTest> hasTheSameBitsInScopes() {
        return Samples.all().stream().map(op -> dynamicTest(op.name(), () -> {
            for (Sample s : op.samples(2)) {
                List<List<double[]>> found = new ArrayList<>();
                for (int i = 0; i < TIMES; i++) {
                    Memory.scope(Tree.list(Tree.TENSOR), () -> {
                        found.add(elements(all(op, s)));
                        return List.of();
                    });
                }
                List<double[]> outside = elements(all(op, s));
                for (List<double[]> inside : found) {
                    for (int k = 0; k < outside.size(); k++) {
                        assertThat(inside.get(k)).as(op.name()).isEqualTo(outside.get(k));
                    }
                }
            }
        }));
    }

    private static List<Tensor> all(OpInfo op, Sample s) {
        Tensor[] x = s.inputs().toArray(Tensor[]::new);
        if (Arrays.stream(x).noneMatch(t -> t.dtype().isFloating())) {
            return List.of(s.values(x));
        }
        Vjp vjp = Reverse.vjp(s::values, x);
        List<Tensor> found = new ArrayList<>(List.of(vjp.outputs()));
        Cotangent[] dy = Arrays.stream(vjp.outputs()).map(y -> y.dtype().isFloating() ? F.cos(Tensor.onesLike(y)) : Cotangent.ZERO)
                .toArray(Cotangent[]::new);
        try {
            Cotangent[] dx = vjp.pullback().apply(dy, Wanted.NONE);
            for (int i = 0; i < x.length; i++) {
                found.add(dx[i].dense(x[i]));
            }
        } catch (MissingFormulaException none) {
            assertThat(none.getMessage()).as(op.name()).contains("not implemented");
        }
        return found;
    }

    private static List<double[]> elements(List<Tensor> all) {
        return all.stream().map(t -> t.to(DType.FLOAT64).toDoubleArray()).toList();
    }
}
