package org.covector.engine.kernel.gemm;

/** What a matrix product does to a finished element before it is stored. */
public enum Epilogue {
    /** Nothing. */
    NONE,
    /** Adds what C held: {@code C += A B}. */
    ADD,
    /** Subtracts from what C held: {@code C -= A B}. */
    SUBTRACT,
    /** Adds {@code bias[j]}, one number per column of the result. */
    COLUMN_BIAS,
    /** Adds {@code bias[i]}, one number per row of the result. */
    ROW_BIAS;

    /** Whether the result depends on what C held. */
    public boolean readsC() {
        return this == ADD || this == SUBTRACT;
    }
}
