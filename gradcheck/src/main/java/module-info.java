/** Proof of backward formulas by finite differences. */
module org.covector.gradcheck {
    requires transitive org.covector.functional;
    requires static org.jspecify;

    exports org.covector.gradcheck;
}
