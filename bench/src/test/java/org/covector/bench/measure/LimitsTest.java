package org.covector.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Bandwidth READ =
            new Bandwidth(List.of(new Bandwidth.Point(1 << 14, 200), new Bandwidth.Point(1 << 20, 100), new Bandwidth.Point(1 << 28, 10)));
    private static final Bandwidth COPY = new Bandwidth(List.of(new Bandwidth.Point(1 << 20, 50)));
    private static final Limits LIMITS = new Limits(200, 100, READ, COPY);

    @Test
    void arithmeticIsLimitedByTheMultiplyAddsOfItsDtype() {
        assertThat(LIMITS.nanos(new Work.MatMul(DType.FLOAT32, 100, 100, 100))).contains(10_000.0);
        assertThat(LIMITS.nanos(new Work.MatMul(DType.FLOAT64, 100, 100, 100))).contains(20_000.0);
    }

    @Test
    void aReductionIsLimitedByReadingAndAMapByCopying() {
        double bytes = 4 << 20;
        assertThat(LIMITS.nanos(new Work.Reduce(org.covector.bench.workload.ReductionOp.SUM_ALL, 1024, 1024))).contains(bytes / 100);
        assertThat(LIMITS.nanos(new Work.Softmax(1024, 1024))).contains(2 * bytes / 50);
    }

    @Test
    void dispatchHasNoLimit() {
        assertThat(LIMITS.nanos(new Work.TinyAdd(true))).isEmpty();
    }

    @Test
    void theBandwidthIsThatOfTheNearestFootprint() {
        assertThat(READ.at(1)).isEqualTo(200);
        assertThat(READ.at(3 << 19)).isEqualTo(100);
        assertThat(READ.at(1e12)).isEqualTo(10);
    }
}
