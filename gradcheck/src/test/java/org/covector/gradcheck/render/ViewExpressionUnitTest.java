package org.covector.gradcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Views of dense memory, written as code. */
class ViewExpressionUnitTest {
    private static final Tensor MATRIX = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);

    private static String code(Tensor t) {
        return ViewExpression.of(t).code(d -> Arrays.toString(d.array().toDoubleArray()) + d.shape());
    }

    @Test
    void viewsAreWrittenAsTheCallsThatMakeThem() {
        assertThat(code(MATRIX)).isEqualTo("[1.0, 2.0, 3.0, 4.0, 5.0, 6.0][2, 3]");
        assertThat(code(F.permute(MATRIX, 1, 0))).isEqualTo("F.permute([1.0, 2.0, 3.0, 4.0, 5.0, 6.0][2, 3], 1, 0)");
        assertThat(code(F.flip(MATRIX, 1))).isEqualTo(
                "F.flip([3.0, 2.0, 1.0, 6.0, 5.0, 4.0][2, 3], 1)".replace("3.0, 2.0, 1.0, 6.0, 5.0, 4.0", "1.0, 2.0, 3.0, 4.0, 5.0, 6.0"));
        assertThat(code(F.expand(Tensor.of(new double[] {1, 2}, 2, 1), 2, 3))).isEqualTo("F.expand([1.0, 2.0][2, 1], 2, 3)");
        assertThat(code(F.slice(MATRIX, 1, 0, 3, 2))).isEqualTo("F.slice([1.0, 1.0, 3.0, 3.0, 4.0, 4.0, 6.0, 6.0][2, 4], 1, 0, 4, 2)");
        assertThat(code(F.permute(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3), 2, 0, 1))).contains("F.permute(", "[1, 2, 3]");
        assertThat(ViewExpression.of(Tensor.of(true)).steps()).isEmpty();
        assertThat(ViewExpression.of(Tensor.of(new double[0])).steps()).isEmpty();
    }
}
