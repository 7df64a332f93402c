package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Floating results one after the other. */
class ResultRangeUnitTest {
    @Test
    void integersTakeNoPlace() {
        List<ResultRange> all = ResultRange.of(
                List.of(Tensor.of(1.0, 2), Tensor.of(7L, 8, 9), Tensor.of(3.0f), Tensor.of(new double[6], 2, 3)));
        assertThat(all).containsExactly(new ResultRange(0, 0, 2), new ResultRange(2, 2, 3), new ResultRange(3, 3, 9));
        assertThat(all).extracting(ResultRange::size).containsExactly(2, 1, 6);
        assertThat(ResultRange.of(List.of())).isEmpty();
    }

    @Test
    void aRangeContainsItsFirstElementAndNotTheOneAfterItsLast() {
        ResultRange y = new ResultRange(1, 2, 4);
        assertThat(new boolean[] {y.contains(1), y.contains(2), y.contains(3), y.contains(4)}).containsExactly(false, true, true, false);
    }
}
