package org.covector.gradcheck.jqwik;

import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.covector.gradcheck.sample.Simplifiable;

/**
 * A random state and the value made of it. Shrinks the whole state at once: jqwik's own combinators would draw a tensor's elements anew
 * for each shape, and lose the counterexample.
 */
record SimplerShrinkable<S extends Simplifiable<S>, T>(S state, Function<S, T> make) implements Shrinkable<T> {
    @Override
    public T value() {
        return make.apply(state);
    }

    @Override
    public Stream<Shrinkable<T>> shrink() {
        return state.simpler().filter(s -> s.isSimplerThan(state)).map(s -> new SimplerShrinkable<>(s, make));
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(state.cost().stream().mapToLong(Long::longValue).toArray());
    }
}
