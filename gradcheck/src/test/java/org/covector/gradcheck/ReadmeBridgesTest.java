package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradient;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradient3;
import static org.covector.gradcheck.jqwik.GradientProperties.checkGradient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.jqwik.GradientDomain;
import org.covector.gradcheck.junit.GradcheckTest;
import org.covector.gradcheck.junit.GradientSubject;
import org.junit.jupiter.api.Test;

/** The README's examples of gradients in tests are the fragments below, word for word, and they run. */
@Domain(GradientDomain.class)
class ReadmeBridgesTest {
    private final Tensor x = Case.x(4, 3);
    private final Tensor w = Case.x(2, 3);
    private final Tensor b = Case.x(2);

    @Test
    void inAssertJ() {
        // README: begin
        assertThatGradient3((x, w, b) -> F.linear(x, w, b)).as("linear").withSeed(7).at(x, w, b).isRightToOrder(2);
        assertThatGradient(F::relu).at(1, 0).isRight().hasKinkAt(1);
        // README: end
    }

    // README: begin
    @GradcheckTest(shapes = {"m,k", "n,k", "n"}, seeds = 5)
    void linear(GradientSubject subject) {
        subject.assertProven3((x, w, b) -> F.linear(x, w, b));
    }
    // README: end

    // README: begin
    @Property(tries = 100, seed = "1")
    void tanh(@ForAll Tensor x) {
        checkGradient(F::tanh, x);
    }
    // README: end

    @Test
    void standsInTheReadme() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/covector/gradcheck/ReadmeBridgesTest.java"));
        List<String> fragments = Arrays.stream(source.split("(?m)^ *// README: begin\n")).skip(1).map(s -> s.split("(?m)^ *// README: end\n", 2)[0].stripTrailing().stripIndent()).toList();
        assertThat(fragments).hasSize(3).allSatisfy(f -> assertThat(Files.readString(Path.of("../README.md"))).contains(f.strip()));
    }
}
