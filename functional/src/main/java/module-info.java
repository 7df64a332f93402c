/** What a function is: tensors, pure functions on them, and the closures that take cotangents back. */
@SuppressWarnings("module") // gradcheck is compiled after this module
module org.covector.functional {
    requires transitive org.covector.engine;
    requires transitive io.vavr;
    requires static org.jspecify;

    exports org.covector.functional;
    exports org.covector.functional.activation;
    exports org.covector.functional.core to org.covector.gradcheck;
    exports org.covector.functional.custom to org.covector.gradcheck;
    exports org.covector.functional.fusion to org.covector.gradcheck;
    exports org.covector.functional.index;
    exports org.covector.functional.io;
    exports org.covector.functional.linalg;
    exports org.covector.functional.loss;
    exports org.covector.functional.nn;
    exports org.covector.functional.norm;
    exports org.covector.functional.optim;
    exports org.covector.functional.optim.schedule;
    exports org.covector.functional.pointwise;
    exports org.covector.functional.random;
    exports org.covector.functional.reduction;
    exports org.covector.functional.sample to org.covector.gradcheck;
    exports org.covector.functional.sequence;
    exports org.covector.functional.shape;
    exports org.covector.functional.signal;
    exports org.covector.functional.spatial;
    exports org.covector.functional.train;
    exports org.covector.functional.transform to org.covector.gradcheck;
}
