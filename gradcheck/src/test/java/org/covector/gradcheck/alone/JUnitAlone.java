package org.covector.gradcheck.alone;

import org.covector.functional.F;
import org.covector.gradcheck.bridge.Ran;
import org.covector.gradcheck.junit.GradcheckTest;
import org.covector.gradcheck.junit.GradientSubject;

/** A program with JUnit and no other test library. */
final class JUnitAlone {
    @GradcheckTest(shapes = "n,2", seeds = 2)
    void tanh(GradientSubject subject) {
        subject.assertProven(F::tanh);
    }

    /** Runs the test. */
    public static void main(String[] arguments) {
        Ran ran = Ran.run(JUnitAlone.class);
        System.out.println(ran.passed() && ran.names().size() == 2 ? "fine" : ran.failures());
    }
}
