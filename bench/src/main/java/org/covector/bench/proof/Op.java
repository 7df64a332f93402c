package org.covector.bench.proof;

import java.util.function.Function;

/**
 * An operation of the catalogue.
 *
 * @param name of the method of F
 * @param sampler draws options and shapes from the dice's form, elements of the inputs from its values
 */
record Op(String name, Function<Dice, Sample> sampler) {
    Sample sample(Dice dice) {
        return sampler.apply(dice);
    }
}
