/** What a function is: tensors, pure functions on them, and the closures that take cotangents back. */
@SuppressWarnings("module") // gradcheck is compiled after this module
module org.covector.functional {
    requires transitive org.covector.engine;
    requires transitive io.vavr;
    requires static org.jspecify;

    exports org.covector.functional;
    exports org.covector.functional.core to org.covector.gradcheck;
    exports org.covector.functional.io;
    exports org.covector.functional.nn;
    exports org.covector.functional.optim;
    exports org.covector.functional.sample to org.covector.gradcheck;
    exports org.covector.functional.train;
}
