package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import org.covector.gradcheck.sample.Simplifiable;

/**
 * Random values made of states that know how to become simpler.
 *
 * @param draw a random state
 * @param edges states that are always tried
 * @param make the value of a state
 */
record SimplerArbitrary<S extends Simplifiable<S>, T>(Function<Random, S> draw, Supplier<List<S>> edges, Function<S, T> make)
        implements Arbitrary<T> {
    @Override
    public RandomGenerator<T> generator(int genSize) {
        return random -> new SimplerShrinkable<>(draw.apply(random), make);
    }

    @Override
    public EdgeCases<T> edgeCases(int maxEdgeCases) {
        List<Supplier<Shrinkable<T>>> all = new ArrayList<>();
        edges.get().stream().limit(Math.max(0, maxEdgeCases)).forEach(s -> all.add(() -> new SimplerShrinkable<>(s, make)));
        return EdgeCases.fromSuppliers(all);
    }
}
