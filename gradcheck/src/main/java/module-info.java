/**
 * Proof of backward formulas by finite differences. The packages {@code assertj}, {@code junit} and {@code jqwik} need the libraries of
 * these names, each of which may be absent.
 */
module org.covector.gradcheck {
    requires transitive org.covector.functional;
    requires static org.jspecify;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires static transitive net.jqwik.api;

    exports org.covector.gradcheck;
    exports org.covector.gradcheck.assertj;
    exports org.covector.gradcheck.jqwik;
    exports org.covector.gradcheck.junit;
    exports org.covector.gradcheck.sample;
}
