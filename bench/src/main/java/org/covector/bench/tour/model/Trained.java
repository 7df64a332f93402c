package org.covector.bench.tour.model;

import java.util.List;
import org.covector.functional.Tensor;

/**
 * The story of a training.
 *
 * @param model its name
 * @param epochs in order
 * @param outputs on the test part at the end, one row per sample
 * @param seconds it took
 * @param updates it took
 */
public record Trained(String model, List<Epoch> epochs, Tensor outputs, double seconds, int updates) {
    /** The score at the end. */
    public double score() {
        return epochs.getLast().score();
    }
}
