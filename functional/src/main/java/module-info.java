/** What a function is: tensors, pure functions on them, and the closures that take cotangents back. */
module org.covector.functional {
    requires transitive org.covector.engine;
    requires transitive io.vavr;
    requires static org.jspecify;

    exports org.covector.functional;
    exports org.covector.functional.core;
    exports org.covector.functional.io;
    exports org.covector.functional.nn;
    exports org.covector.functional.optim;
    exports org.covector.functional.sample;
    exports org.covector.functional.train;
}
