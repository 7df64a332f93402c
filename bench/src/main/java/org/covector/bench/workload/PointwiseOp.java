package org.covector.bench.workload;

/** The pointwise functions that are compared. */
public enum PointwiseOp {
    ADD(2), MUL(2), RELU(1), EXP(1), LOG(1), SIGMOID(1), SILU(1), GELU(1), TANH(1), ERF(1);

    private final int inputs;

    PointwiseOp(int inputs) {
        this.inputs = inputs;
    }

    public int inputs() {
        return inputs;
    }
}
