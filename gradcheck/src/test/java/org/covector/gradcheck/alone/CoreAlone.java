package org.covector.gradcheck.alone;

import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;

/** A program with no test library around. */
final class CoreAlone {
    private CoreAlone() {}

    /** Checks something. */
    public static void main(String[] arguments) {
        for (String absent : new String[] {"org.assertj.core.api.Assertions", "org.junit.jupiter.api.Test", "net.jqwik.api.Property"}) {
            try {
                Class.forName(absent);
                throw new IllegalStateException(absent + " should be absent");
            } catch (ClassNotFoundException expected) {
                // as it should be
            }
        }
        Gradcheck.check(F::tanh, Tensor.of(0.5, 2)).orThrow();
        System.out.println("fine");
    }
}
