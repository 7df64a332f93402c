package org.covector.bench.workload;

/** Workloads that are measured in one JVM and shown together. */
public enum Family {
    SGEMM("sgemm", true),
    DGEMM("dgemm", true),
    ARITHMETIC("pointwise arithmetic", false),
    TRANSCENDENTAL("pointwise functions", true),
    REDUCTION("reductions and normalisation", false),
    CONVOLUTION("convolution and pooling", true),
    CONVOLUTION_KINDS("convolutions of other kinds", true),
    RESAMPLING("resampling", false),
    ATTENTION("attention", true),
    ORDER("sorting and scanning", false),
    LOOKUP("lookup by index", false),
    PAIRS("distances, alignment, bilinear forms", false),
    FOURIER("Fourier transforms", true),
    LINALG("linear algebra", true),
    TINY("tiny tensors", false),
    TRAINING("training steps", true);

    private final String title;
    private final boolean blasMatters;

    Family(String title, boolean blasMatters) {
        this.title = title;
        this.blasMatters = blasMatters;
    }

    public String title() {
        return title;
    }

    /** Whether the peers are also measured on the other BLAS. */
    public boolean blasMatters() {
        return blasMatters;
    }
}
