package org.covector.gradcheck.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.jqwik.GradientProperties.checkGradient;

import io.vavr.Tuple;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.bridge.Ran;
import org.covector.gradcheck.sample.Layout;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class GradientPropertiesTest {
    @Domain(GradientDomain.class)
    static class Thin {
        @Property(tries = 50, seed = "1")
        void layouts(@ForAll @TensorOf(value = "2,3", layout = {Layout.DENSE, Layout.SLICED}) Tensor x) {
            checkGradient(F::exp, x);
            Covered.LAYOUT.require(Layout.SLICED, 10);
            Covered.LAYOUT.require(Layout.REVERSED, 10);
        }
    }

    @Domain(GradientDomain.class)
    static class Green {
        @Property(tries = 50, seed = "1")
        void sine(@ForAll @TensorOf(value = "2,3", low = -2, high = 2) Tensor x) {
            checkGradient(F::sin, x);
        }
    }

    @Domain(GradientDomain.class)
    static class Red {
        @Property(seed = "1")
        void sine(@ForAll @TensorOf(value = "", low = 0.1, high = 2) Tensor x) {
            checkGradient(customVjp("sine", (Tensor t) -> withPullback(F.sin(t), dy -> Tuple.of(() -> F.mul(dy, F.sin(t))))), x);
        }
    }

    @Test
    void tooThinCoverageFails() {
        assertThat(Ran.run(Thin.class).failures()).singleElement()
                .satisfies(e -> assertThat(e).hasMessageContaining("gradients by layout").hasMessageContaining("reversed"));
    }

    @Test
    void aGreenResultSaysWhatWasCovered() {
        Ran ran = Ran.run(Green.class);
        assertThat(ran.passed()).as(ran.text()).isTrue();
        assertThat(ran.text()).contains("gradients by verdict", "proven", "gradients by layout", "transposed", "gradients by size",
                "2 to 9", "gradients by dtype", "FLOAT64",
                "gradients by kinks", "gradients by ties", "gradients by rank", "gradients by magnitude");
    }

    @Test
    void aRedResultCarriesTheReport() {
        Throwable error = Ran.run(Red.class).failures().getFirst();
        assertThat(error).isInstanceOf(AssertionFailedError.class).hasMessageContaining("gradcheck of").hasMessageContaining("WRONG");
        assertThat(((AssertionFailedError) error).getExpected().getStringRepresentation()).startsWith("d out[0] / d x0[0] = ");
    }
}
