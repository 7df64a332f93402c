package org.covector.gradcheck.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

class DraftTest {
    /** The simplest that is reached from a thing with a property. */
    static <S extends Simplifiable<S>> S simplest(S from, Predicate<S> wanted) {
        S best = from;
        for (boolean found = true; found;) {
            found = false;
            for (Iterator<S> all = best.simpler().iterator(); all.hasNext() && !found;) {
                S next = all.next();
                if (next.isSimplerThan(best) && wanted.test(next)) {
                    best = next;
                    found = true;
                }
            }
        }
        return best;
    }

    private static boolean all(Tensor x, Predicate<Double> p) {
        return Arrays.stream(x.array().toDoubleArray()).boxed().allMatch(p);
    }

    @Test
    void anythingBecomesAScalarZero() {
        Elements any = Elements.ANY.withDtypes(DType.FLOAT64, DType.FLOAT32);
        for (int seed = 0; seed < 100; seed++) {
            Draft draft = simplest(Ranks.DEFAULT.draw(any, new Random(seed)), _ -> true);
            Tensor x = draft.tensors().getFirst();
            assertThat(Source.of(x)).isEqualTo("Tensor.scalar(0.0)");
        }
    }

    @Test
    void shortestAxesAndFewestAxesAreReached() {
        for (int seed = 0; seed < 50; seed++) {
            Draft long3 = new Ranks(2, 3, 3, 5).draw(Elements.ANY, new Random(seed));
            assertThat(simplest(long3, d -> Arrays.stream(d.shape(0).dims()).anyMatch(n -> n >= 3)).shape(0)).isEqualTo(Shape.of(3, 3));
            Draft free = new Ranks(0, 3, 1, 5).draft(new int[] {4, 5, 3}, Elements.ANY, new Random(seed));
            assertThat(simplest(free, d -> Arrays.stream(d.shape(0).dims()).anyMatch(n -> n >= 3)).shape(0)).isEqualTo(Shape.of(3));
        }
    }

    @Test
    void boundsRanksAndLengthsHoldForEveryCandidate() {
        Draft draft = new Ranks(1, 2, 2, 4).draft(new int[] {3, 4}, Elements.ANY.between(0.3, 0.9), new Random(1));
        assertThat(draft.simpler()).isNotEmpty().allSatisfy(d -> {
            assertThat(d.shape(0).rank()).isBetween(1, 2);
            assertThat(Arrays.stream(d.shape(0).dims()).boxed()).allMatch(n -> n >= 2);
            assertThat(all(d.tensors().getFirst(), v -> v >= 0.3 && v <= 0.9)).isTrue();
        });
        assertThat(Source.of(simplest(draft, _ -> true).tensors().getFirst())).isEqualTo("Tensor.of(0.5, 0.5)");
    }

    @Test
    void inputsShrinkTogetherAndIndicesStayInside() {
        Inputs inputs = Inputs.of(List.of("b,n", "int64 b below n", "n,n", "2,b"), Elements.ANY, 1, 5);
        for (int seed = 0; seed < 50; seed++) {
            inputs.draw(new Random(seed)).simpler().forEach(d -> {
                List<Tensor> x = d.tensors();
                int b = x.get(0).dim(0);
                int n = x.get(0).dim(1);
                assertThat(x.get(1).shape()).isEqualTo(Shape.of(b));
                assertThat(x.get(2).shape()).isEqualTo(Shape.of(n, n));
                assertThat(x.get(3).shape()).isEqualTo(Shape.of(2, b));
                assertThat(all(x.get(1), v -> v >= 0 && v < n)).isTrue();
            });
        }
    }

    @Test
    void emptyAxesArePossible() {
        Draft draft = Inputs.of(List.of("n,2"), Elements.ANY, 0, 3).smallest(new Random(0));
        assertThat(draft.shape(0)).isEqualTo(Shape.of(0, 2));
        assertThat(draft.tensors().getFirst().size()).isZero();
        assertThat(draft.simpler()).isEmpty();
    }

    @Test
    void textsOfInputsAreRead() {
        List<Tensor> x = Inputs.of(List.of("", "3", "float32 2, 3 in -1e-3..2.5", "bool 4", "in 7..7"), Elements.PLAIN, 1, 3)
                .draw(new Random(1)).tensors();
        assertThat(x).extracting(Tensor::shape).containsExactly(Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(4), Shape.SCALAR);
        assertThat(x).extracting(Tensor::dtype).containsExactly(DType.FLOAT64, DType.FLOAT64, DType.FLOAT32, DType.BOOL, DType.FLOAT64);
        assertThat(x.getLast().item()).isEqualTo(7);
        for (String text : new String[] {"3 4", "3,", "float16 3", "3 in 1", "3 in 2..1", "-1", "n below"}) {
            assertThatThrownBy(() -> Inputs.of(List.of(text), Elements.PLAIN, 1, 3).draw(new Random(1))).as(text)
                    .isInstanceOf(ArgumentException.class);
        }
    }

    @Test
    void impossibleRangesAreRefused() {
        assertThatThrownBy(() -> new Ranks(2, 1, 0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Ranks(0, 1, 3, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Elements.ANY.withLayouts()).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Inputs.of(List.of("n"), Elements.ANY, 3, 2)).isInstanceOf(ArgumentException.class);
    }
}
