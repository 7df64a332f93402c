package org.covector.gradcheck;

import static org.covector.gradcheck.assertj.GradientAssertions.*;
import static org.covector.gradcheck.jqwik.GradientProperties.checkGradient;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.covector.functional.*;
import org.covector.gradcheck.jqwik.GradientDomain;
import org.covector.gradcheck.junit.GradcheckTest;
import org.covector.gradcheck.junit.GradientSubject;
import org.junit.jupiter.api.Test;

@Domain(GradientDomain.class)
class GradientsTest {
    // AssertJ
    @Test
    void ofLayers() {
        var key = Key.of(7).split(3);
        var x = Tensor.normal(key.get(0), 4, 3);
        var w = Tensor.normal(key.get(1), 2, 3);
        var b = Tensor.normal(key.get(2), 2);
        assertThatGradient3((a, v, c) -> F.linear(a, v, c)).as("linear").withSeed(7).at(x, w, b).isRightToOrder(2);
        assertThatGradient2(F::mseLoss).at(x, F.sin(x)).isProven();
        assertThatGradient(F::relu).at(1, 0).isRight().hasKinkAt(1);
    }

    // JUnit 5: five seeds, each with inputs of its own; a failure says which to run again
    @GradcheckTest(shapes = {"m,k", "n,k", "n"}, seeds = 5)
    void linear(GradientSubject subject) {
        subject.assertProven3((x, w, b) -> F.linear(x, w, b));
    }

    // jqwik: random tensors with ties, layouts and magnitudes, shrunk to the simplest that still disagrees
    @Property(tries = 100, seed = "1")
    void tanh(@ForAll Tensor x) {
        checkGradient(F::tanh, x);
    }
}
