package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** What terms can be made of, laid out by hand. */
class QuantitiesUnitTest {
    private static Map<String, double[]> of(Shape shape, Tensor... x) {
        return Quantities.of(FlatFunction.of(in -> List.of(F.mul(in.getFirst(), 2)), List.of(x)), shape);
    }

    @Test
    void inputsAndResultsOfTheShapeAreNamed() {
        Map<String, double[]> all = of(Shape.of(3), Tensor.of(1.0, 2, 6), Tensor.of(0.5, 0, 1));
        assertThat(all.keySet()).containsExactlyInAnyOrder("out", "x0", "x1", "(out - mean)", "(x0 - mean)", "(x1 - mean)");
        assertThat(all.get("out")).containsExactly(2, 4, 12);
        assertThat(all.get("x1")).containsExactly(0.5, 0, 1);
        assertThat(all.get("(x0 - mean)")).containsExactly(-2, -1, 3);
        assertThat(of(Shape.of(2), Tensor.of(1.0, 2)).keySet()).as("a mean of two is none").containsExactlyInAnyOrder("out", "x0");
        assertThat(of(Shape.of(), Tensor.scalar(3.0)).get("x0")).containsExactly(3);
    }

    @Test
    void severalResultsAreNumbered() {
        FlatFunction pair = FlatFunction.of(in -> List.of(F.mul(in.getFirst(), 2), F.neg(in.getFirst())), List.of(Tensor.of(1.0, 2)));
        assertThat(Quantities.of(pair, Shape.of(2)).keySet()).containsExactlyInAnyOrder("out0", "out1", "x0");
        assertThat(Quantities.of(pair, Shape.of(2)).get("out1")).containsExactly(-1, -2);
    }

    @Test
    void whatBroadcastsIsExpanded() {
        Tensor rows = Tensor.of(new double[] {5, 7}, 2, 1);
        Map<String, double[]> all = of(Shape.of(2, 3), Tensor.of(new double[] {1, 2, 3, 4, 5, 9}, 2, 3), Tensor.of(10.0, 20, 30), rows,
                Tensor.of(8.0, 9), Tensor.scalar(4.0), Tensor.of(1.0, 2, 3, 4));
        assertThat(all.get("x1")).containsExactly(10, 20, 30, 10, 20, 30);
        assertThat(all.get("x2")).containsExactly(5, 5, 5, 7, 7, 7);
        assertThat(all.get("x3")).as("an axis was reduced").containsExactly(8, 8, 8, 9, 9, 9);
        assertThat(all.get("x4")).containsExactly(4, 4, 4, 4, 4, 4);
        assertThat(all).doesNotContainKey("x5");
        assertThat(all.get("(x0 - mean)")).as("of each row").containsExactly(-1, 0, 1, -2, -1, 3);
        assertThat(of(Shape.of(3), Tensor.of(new double[] {1, 2, 3, 4, 5, 9}, 2, 3)).keySet()).as("more axes than there are").isEmpty();
    }

    @Test
    void classesAreOneHot() {
        Map<String, double[]> all = of(Shape.of(2, 3), Tensor.of(new double[] {1, 2, 3, 4, 5, 9}, 2, 3), Tensor.of(2L, 0));
        assertThat(all.get("onehot(x1)")).containsExactly(0, 0, 1, 1, 0, 0);
        assertThat(of(Shape.of(2, 3), Tensor.of(new double[] {1, 2, 3, 4, 5, 9}, 2, 3), Tensor.of(2L, 0, 1))).as("of another length")
                .doesNotContainKey("onehot(x1)");
    }
}
