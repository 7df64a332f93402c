package org.covector.functional.nn;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.functional.Key;
import org.covector.functional.core.Present;

/**
 * How a layer is applied: to be evaluated, or to be trained with randomness from a key.
 *
 * {@snippet :
 * Dropout half = Dropout.of(0.5);
 * Tensor evaluated = half.apply(Tensor.of(1f, 2f), Mode.EVALUATION).y(); // [1, 2]
 * Tensor trained = half.apply(Tensor.of(1f, 2f), Mode.training(Key.of(1))).y();
 * }
 */
public sealed interface Mode {
    /** Running statistics are used, nothing is dropped. */
    Mode EVALUATION = new Evaluation();

    /** Running statistics are used, nothing is dropped. */
    record Evaluation() implements Mode {}

    /**
     * The batch's statistics are used and move the running ones; dropouts drop.
     *
     * @param key the randomness of this application: use it for one step only
     */
    record Training(Key key) implements Mode {
        /** Refuses null. */
        public Training {
            Present.require(Training.class, key);
        }
    }

    /** To be trained. */
    static Mode training(Key key) {
        return new Training(key);
    }

    /** Whether this is training. */
    default boolean isTraining() {
        return this instanceof Training;
    }

    /** This mode for {@code n} parts of a model, with independent keys. */
    default List<Mode> split(int n) {
        ArgumentException.require(n >= 0, "split", "n", n, "0 or more");
        if (this instanceof Training t) {
            return IntStream.range(0, n).<Mode>mapToObj(i -> new Training(t.key.fold(i))).toList();
        }
        return IntStream.range(0, n).mapToObj(_ -> this).toList();
    }
}
