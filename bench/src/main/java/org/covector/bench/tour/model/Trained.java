package org.covector.bench.tour.model;

import java.util.List;
import org.covector.functional.Tensor;

/**
 * The story of a training.
 *
 * @param model its name
 * @param epochs in order
 * @param outputs on the test part at the end, one row per sample
 * @param pace how fast it was
 */
public record Trained(String model, List<Epoch> epochs, Tensor outputs, Pace pace) {
    /**
     * How fast updates were.
     *
     * @param updates how many
     * @param seconds all of them and the tests took
     * @param first seconds of the first, in which kernels are made
     * @param steady median seconds of the second half
     * @param bytes that one of them left to the garbage collector, median of the second half
     * @param collections how often that ran meanwhile, tests included
     */
    public record Pace(int updates, double seconds, double first, double steady, long bytes, long collections) {
        @Override
        public String toString() {
            return String.format("%d updates, %.1f s; the first took %.1f ms, later ones %.2f ms and %d KB; %d garbage collections",
                    updates,
                    seconds, 1e3 * first, 1e3 * steady, bytes / 1000, collections);
        }
    }

    /** The score at the end. */
    public double score() {
        return epochs.getLast().score();
    }
}
