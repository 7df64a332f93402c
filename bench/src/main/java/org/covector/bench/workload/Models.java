package org.covector.bench.workload;

import io.vavr.collection.List;

/** The networks of the training steps: parameters in order, weights before biases, layer by layer. */
public enum Models {
    MLP(List.of(new long[] {512, 784}, new long[] {256, 512}, new long[] {10, 256})),
    CNN(List.of(new long[] {16, 1, 3, 3}, new long[] {32, 16, 3, 3}, new long[] {10, 32 * 49})),
    /** Of inputs, of states; 128 of each. */
    LSTM(List.of(new long[] {512, 128}, new long[] {512, 128})),
    /** Queries, keys and values, the projection out, the two linear layers; 256 wide. */
    TRANSFORMER(List.of(new long[] {768, 256}, new long[] {256, 256}, new long[] {1024, 256}, new long[] {256, 1024}));

    public static final double LEARNING_RATE = 1e-4;

    private final List<long[]> weights;

    Models(List<long[]> weights) {
        this.weights = weights;
    }

    /** The initial values of one parameter. */
    public record Parameter(float[] values, long[] shape) {}

    /** Uniform weights, zero biases. */
    public List<Parameter> parameters() {
        return weights.zipWithIndex().flatMap(w -> {
            int size = 1;
            for (long n : w._1) {
                size *= (int) n;
            }
            return List.of(
                    new Parameter(Inputs.scaled(size, 10 + w._2, Math.sqrt((double) w._1[0] / size)), w._1),
                    new Parameter(new float[(int) w._1[0]], new long[] {w._1[0]}));
        });
    }
}
