package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import java.util.List;
import java.util.SplittableRandom;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Values near points with equal elements. */
class NeighbourhoodUnitTest {
    private static boolean jumps(Function1<Tensor, Tensor> f, double noise, double... x) {
        FlatFunction function = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        return new Neighbourhood(function, Options.DEFAULT, new SplittableRandom(1))
                .jumpsWhereEqualElementsPart(OutputProjection.basis(1, new SplittableRandom(2)), 0, 1, noise);
    }

    private static Tensor mostFrequent(Tensor t) {
        return F.mode(t, 0, false).values();
    }

    @Test
    void theMostFrequentOfSomeNumbersJumpsToAnother() {
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 1e-9, 1, 2, 2, 3)).isTrue();
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 2, 1, 2, 2, 3)).as("by less than the noise").isFalse();
    }

    @Test
    void withoutEqualElementsNothingParts() {
        assertThat(jumps(t -> F.sum(F.floor(t)), 1e-9, 1, 2, 3)).isFalse();
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 1e-9, 1, 2, 3, 3)).as("equal ones elsewhere").isFalse();
    }

    @Test
    void aKinkAndASteepSlopeAreNoJumps() {
        assertThat(jumps(t -> F.max(t), 1e-15, 1, 2, 2)).isFalse();
        assertThat(jumps(t -> F.sum(F.sqrt(F.abs(F.sub(t, 2)))), 1e-9, 1, 2, 2)).as("a root, by 2^-5 of it").isFalse();
    }
}
