package org.covector.functional.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * An operation of {@code F} with arguments to try it at: the one declaration that gradient checks, laws, programs of random operations
 * and proofs draw from.
 *
 * @param name of the method of F; after a comma, what sets this form of it apart
 * @param sampler draws options and shapes from the form of the random arguments, elements of the inputs from their values
 * @param points further samples that are always looked at: ties, zeros, lengths 0 and 1
 * @param traits what the laws must know of it
 */
public record OpInfo(String name, Function<Arguments, Sample> sampler, List<Sample> points, List<Trait> traits) {
    /** What sets an operation apart from most. */
    public enum Trait {
        /** It reads elements to decide its course or the shapes of its results: neither tracing nor batching. */
        READS_ELEMENTS
    }

    /** Copies the lists. */
    public OpInfo {
        points = List.copyOf(points);
        traits = List.copyOf(traits);
    }

    /** An operation without points or traits of its own. */
    public OpInfo(String name, Function<Arguments, Sample> sampler) {
        this(name, sampler, List.of(), List.of());
    }

    /** With points that are always looked at. */
    public OpInfo at(Sample... more) {
        List<Sample> all = new ArrayList<>(points);
        all.addAll(Arrays.asList(more));
        return new OpInfo(name, sampler, all, traits);
    }

    /** With traits. */
    public OpInfo with(Trait... more) {
        return new OpInfo(name, sampler, points, List.of(more));
    }

    /** Whether it has a trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The method of F. */
    public String function() {
        return name.replaceAll("[ ,(].*", "");
    }

    /** Options, shapes and elements drawn at random. */
    public Sample sample(Arguments random) {
        return sampler.apply(random);
    }

    /** One sample for each of some seeds, of elements about 1, then the points. */
    public List<Sample> samples(int seeds) {
        List<Sample> all = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            all.add(sample(new Arguments(i, i + 1000, Arguments.Style.PLAIN)));
        }
        all.addAll(points);
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
