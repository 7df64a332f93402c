package org.covector.bench.tour.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.bench.tour.data.Learnable;
import org.covector.bench.tour.data.Table;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;
import org.covector.functional.nn.Conv2d;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Sequential;
import org.covector.functional.optim.Gradients;
import org.covector.functional.optim.SGD;
import org.covector.functional.optim.State;
import org.covector.functional.train.Examples;
import org.junit.jupiter.api.Test;

/** Full-batch gradient descent on the digits, against numbers of an independent implementation in float64. */
class TrajectoryTest {
    private static final SGD DESCENT = SGD.DEFAULT.withLr(0.5);
    private static final double PERCENT = 1e-8; // 1e-10 relative

    /** The loss before an update, and the norm of all gradients. */
    private record At(double loss, double norm) {}

    private static void follows(Sequential start, Map<Integer, At> want) throws Exception {
        Examples train;
        try (InputStream in = TrajectoryTest.class.getResourceAsStream("/data/digits.csv")) {
            train = Learnable.digits(Table.read("digits.csv", in)).train();
        }
        assertThat(train.size()).isEqualTo(1438);
        Tensor x = train.x().to(DType.FLOAT64); // sixteenths: exact in FLOAT32
        Sequential model = start;
        State<Sequential> state = DESCENT.init(Sequential.TREE, model);
        List<Integer> met = new ArrayList<>();
        for (int update = 0; update <= 50; update++) {
            Tuple2<Tensor, Sequential> at = Autograd.valueAndGrad(Sequential.TREE, (Sequential m) -> F.crossEntropy(m.apply(x), train.y()))
                    .apply(model);
            if (want.containsKey(update)) {
                met.add(update);
                assertThat(at._1().item()).as("loss before update %d", update).isCloseTo(want.get(update).loss, withinPercentage(PERCENT));
                assertThat(Gradients.norm(Sequential.TREE, at._2(), 2).item()).as("norm before update %d", update)
                        .isCloseTo(want.get(update).norm, withinPercentage(PERCENT));
            }
            var next = DESCENT.update(at._2(), state, model);
            model = next._1();
            state = next._2();
        }
        assertThat(met).containsExactly(0, 1, 10, 50);
    }

    @Test
    void aNetworkOfLinearLayersFollowsTheReferenceThroughFiftyUpdates() throws Exception {
        follows(Sequential.of(linear(1, 0.12, 0.01, 128, 64), F::relu, linear(3, 0.09, 0.01, 10, 128)), Map.of(
                0, new At(2.33413832175072, 0.582835971469171), 1, new At(2.18981649431053, 0.44494389856446),
                10, new At(1.61055311045982, 0.313265642313619), 50, new At(0.549669403487231, 0.694531866585042)));
    }

    @Test
    void aConvolutionalNetworkFollowsTheReferenceThroughFiftyUpdates() throws Exception {
        Conv2d first = new Conv2d(start(1, 0.3, 8, 1, 3, 3), Option.of(start(2, 0.01, 8)), ConvOptions.padding(1), Pad.CONSTANT);
        Conv2d second = new Conv2d(start(3, 0.12, 16, 8, 3, 3), Option.of(start(4, 0.01, 16)), ConvOptions.padding(1), Pad.CONSTANT);
        follows(Networks.cnn(first, second, linear(5, 0.12, 0.01, 10, 64)), Map.of(
                0, new At(2.30343219029389, 0.474625212859842), 1, new At(2.20472999385987, 0.394456062175587),
                10, new At(2.13548599348905, 3.85820341023578), 50, new At(0.633457077847362, 0.55653822467599)));
    }

    private static Linear linear(int number, double scale, double biasScale, int out, int in) {
        return new Linear(start(number, scale, out, in), Option.of(start(number + 1, biasScale, out)));
    }

    private static Tensor start(int number, double scale, int... dims) {
        return Tensor.of(IntStream.range(0, (int) Shape.of(dims).size()).mapToDouble(i -> scale * Math.sin(0.7 * i + 0.3 * number))
                .toArray(), dims);
    }
}
