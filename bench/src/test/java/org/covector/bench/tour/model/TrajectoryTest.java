package org.covector.bench.tour.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vavr.Tuple2;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.covector.bench.tour.data.Learnable;
import org.covector.bench.tour.data.Sample;
import org.covector.bench.tour.data.Table;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Full-batch gradient descent on the digits, against numbers of an independent implementation in float64. */
class TrajectoryTest {
    private static final double RATE = 0.5;
    private static final double PERCENT = 1e-8; // 1e-10 relative

    @Test
    void followsTheReferenceThroughFiftyUpdates() throws Exception {
        Sample train;
        try (InputStream in = TrajectoryTest.class.getResourceAsStream("/data/digits.csv")) {
            train = Learnable.digits(Table.read("digits.csv", in)).train();
        }
        Tensor x = Tensor.of(train.x().array().to(DType.FLOAT64)); // sixteenths: exact in FLOAT32
        Mlp p = new Mlp(start(1, 0.12, 128, 64), start(2, 0.01, 128), start(3, 0.09, 10, 128), start(4, 0.01, 10));
        List<Double> losses = new ArrayList<>();
        List<Double> norms = new ArrayList<>();
        for (int update = 0; update <= 50; update++) {
            Tuple2<Tensor, Mlp> at = Autograd.valueAndGrad(Mlp.TREE, (Mlp m) -> F.crossEntropy(m.apply(x), train.y())).apply(p);
            losses.add(at._1().item());
            norms.add(Math.sqrt(Mlp.TREE.leaves(at._2()).stream().mapToDouble(g -> F.sum(F.square(g)).item()).sum()));
            p = Mlp.TREE.map(p, at._2(), (w, g) -> F.sub(w, F.mul(g, RATE)));
        }
        assertThat(train.size()).isEqualTo(1438);
        assertThat(losses.get(0)).isCloseTo(2.33413832175072, withinPercentage(PERCENT));
        assertThat(losses.get(1)).isCloseTo(2.18981649431053, withinPercentage(PERCENT));
        assertThat(losses.get(10)).isCloseTo(1.61055311045982, withinPercentage(PERCENT));
        assertThat(losses.get(50)).isCloseTo(0.549669403487231, withinPercentage(PERCENT));
        assertThat(norms.get(0)).isCloseTo(0.582835971469171, withinPercentage(PERCENT));
        assertThat(norms.get(1)).isCloseTo(0.44494389856446, withinPercentage(PERCENT));
        assertThat(norms.get(10)).isCloseTo(0.313265642313619, withinPercentage(PERCENT));
        assertThat(norms.get(50)).isCloseTo(0.694531866585042, withinPercentage(PERCENT));
    }

    private static Tensor start(int number, double scale, int... dims) {
        int size = 1;
        for (int d : dims) {
            size *= d;
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = scale * Math.sin(0.7 * i + 0.3 * number);
        }
        return Tensor.of(values, dims);
    }
}
