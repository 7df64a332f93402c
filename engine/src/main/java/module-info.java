/** Immutable n-dimensional arrays and the SIMD kernels that compute them. Knows nothing of derivatives beyond the expression language. */
module org.covector.engine {
    requires jdk.incubator.vector;
    requires transitive io.vavr;
    requires static org.jspecify;

    exports org.covector.engine;
    exports org.covector.engine.expr;
    exports org.covector.engine.op;
    exports org.covector.engine.op.linalg;
    exports org.covector.engine.op.recurrent;
    exports org.covector.engine.op.spatial;
    exports org.covector.engine.runtime;
}
