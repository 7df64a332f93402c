package org.covector.bench.tour.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.control.Option;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.covector.bench.tour.data.Learnable;
import org.covector.bench.tour.data.Split;
import org.covector.bench.tour.data.Table;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Sequential;
import org.covector.functional.optim.LBFGS;
import org.covector.functional.train.Metrics;
import org.junit.jupiter.api.Test;

/** Models learn real data to stated scores on rows that they have not seen. */
class LearningTest {
    private static final int SEEDS = 3;
    private static final int EPOCHS = 30;

    private static Split digits() throws Exception {
        try (InputStream in = LearningTest.class.getResourceAsStream("/data/digits.csv")) {
            return Learnable.digits(Table.read("digits.csv", in));
        }
    }

    private static double meanAccuracy(String name, Function<Key, Sequential> model, double rate) throws Exception {
        Split data = digits();
        assertThat(data.test().size()).isEqualTo(359);
        return LongStream.range(0, SEEDS).mapToDouble(seed -> {
            Key key = Key.of(seed);
            return Training.train(name, model.apply(key.fold(0)), data, new Plan(EPOCHS, 32, rate, key.fold(1)), _ -> { }).score();
        }).average().orElseThrow();
    }

    /** What a step leaves to the garbage collector: objects around tensors. Plainly it would be 375 KB and 2.0 MB. */
    @Test
    void stepsUseTheMemoryOfTheStepsBefore() throws Exception {
        Split data = digits();
        Plan plan = new Plan(20, 32, 3e-3, Key.of(1)); // until vectors are compiled, they are objects as well
        assertThat(Training.train("MLP", Networks.mlp(Key.of(2), 64, 128, 10), data, plan, _ -> { }).pace().bytes()).isLessThan(200_000);
        assertThat(Training.train("CNN", Networks.cnn(Key.of(2), 10), data, plan, _ -> { }).pace().bytes()).isLessThan(800_000);
    }

    @Test
    void linearLayersReadDigits() throws Exception {
        assertThat(meanAccuracy("MLP", key -> Networks.mlp(key, 64, 128, 10), 3e-3)).isGreaterThanOrEqualTo(0.965);
    }

    @Test
    void convolutionsReadDigitsBetter() throws Exception {
        assertThat(meanAccuracy("CNN", key -> Networks.cnn(key, 10), 4e-3)).isGreaterThanOrEqualTo(0.979);
    }

    /** The best linear model is known in closed form. */
    @Test
    void lbfgsFindsTheLeastSquaresOfTheDiabetesData() throws Exception {
        Split data;
        try (InputStream in = LearningTest.class.getResourceAsStream("/data/diabetes.csv")) {
            data = Learnable.of(Table.read("diabetes.csv", in), "target");
        }
        Tensor x = data.train().x().to(DType.FLOAT64);
        Tensor y = data.train().y().to(DType.FLOAT64);
        LBFGS lbfgs = LBFGS.DEFAULT.withLineSearch(LBFGS.LineSearch.STRONG_WOLFE).withMaxIter(100).withToleranceGrad(1e-12)
                .withToleranceChange(1e-16);
        Linear model = new Linear(Tensor.zeros(DType.FLOAT64, 1, 10), Option.of(Tensor.zeros(DType.FLOAT64, 1)));
        var run = lbfgs.step(Autograd.valueAndGrad(Linear.TREE, (Linear m) -> F.mseLoss(m.apply(x), y)), lbfgs.init(Linear.TREE, model),
                model);
        Tensor best = F.lstsq(F.cat(List.of(x, Tensor.ones(DType.FLOAT64, x.dim(0), 1)), 1), y).solution();
        double least = F.mseLoss(F.add(F.matmul(x, F.narrow(best, 0, 0, 10)), F.narrow(best, 0, 10, 1)), y).item();
        assertThat(F.mseLoss(run.params().apply(x), y).item()).isCloseTo(least, within(1e-10));
        assertThat(run.params().weight().toDoubleArray()).containsExactly(F.narrow(best, 0, 0, 10).toDoubleArray(), within(1e-4));
        assertThat(Metrics.r2(run.params().apply(data.test().x().to(DType.FLOAT64)), data.test().y().to(DType.FLOAT64))).isGreaterThan(0.4);
    }

    /** A model that knows how frequent characters are and nothing else hesitates among 19 of them. */
    @Test
    void anLstmLearnsToSpell() throws Exception {
        assertThat(TextModels.recurrent(Text.harbour())).isLessThan(1.4);
    }

    @Test
    void aTransformerLearnsToSpell() throws Exception {
        assertThat(TextModels.transformer(Text.harbour())).isLessThan(1.5);
    }
}
