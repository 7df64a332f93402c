package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.io.Loaded;
import org.covector.functional.io.Safetensors;
import org.covector.functional.io.TensorFile;
import org.covector.functional.nn.Dropout;
import org.covector.functional.nn.LSTM;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Mode;
import org.covector.functional.nn.RecurrentOptions;
import org.covector.functional.nn.Sequential;
import org.covector.functional.nn.StateDict;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.SGD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/training.md are the fragments below, word for word, and they run. */
class TrainingGuideTest {
    // guide: begin
    record Counter(LSTM lstm, Linear head) implements Layer {
        static final Tree<Counter> TREE = Tree.of(MethodHandles.lookup(), Counter.class);

        static Counter init(Key key) {
            return new Counter(LSTM.init(key.fold(0), RecurrentOptions.of(1, 8).withBatchFirst()), Linear.init(key.fold(1), 8, 1));
        }

        @Override
        public Step<Counter> apply(Tensor x, Mode mode) {
            Tensor last = F.select(lstm.apply(x, Option.none(), mode).output(), 1, -1);
            return new Step<>(head.apply(last), this);
        }

        @Override
        public Tree<Counter> tree() {
            return TREE;
        }
    }
    // guide: end

    /** Points on two half circles that reach into each other. */
    private static Examples moons(long seed, int n) {
        Tensor index = Tensor.arange(n).to(DType.FLOAT32);
        Tensor angle = F.mul(F.remainder(index, n / 2), Math.PI / (n / 2.0));
        Tensor label = F.ge(Tensor.arange(n), n / 2.0).to(DType.INT64);
        Tensor second = label.to(DType.FLOAT32);
        Tensor sign = F.sub(1, F.mul(second, 2));
        Tensor x = F.add(F.mul(F.cos(angle), sign), second);
        Tensor y = F.add(F.mul(F.sin(angle), sign), F.mul(second, 0.5));
        return new Examples(F.add(F.stack(List.of(x, y), 1), F.mul(Tensor.normal(Key.of(seed), n, 2), 0.1)), label);
    }

    @Test
    void aNetworkLearnsIsSavedAndGoesOn(@TempDir Path dir) throws Exception {
        Examples train = moons(1, 400);
        Examples test = moons(2, 200);
        List<String> log = new ArrayList<>();
        Path file = dir.resolve("training.safetensors");
        // guide: begin
        Key key = Key.of(7);
        Sequential net = Sequential.of(Linear.init(key.fold(0), 2, 32), F::tanh, Dropout.of(0.1), Linear.init(key.fold(1), 32, 2));
        Trainer<Sequential, Examples> trainer = Trainer.of(Sequential.TREE, Adam.DEFAULT.withLr(0.02), Objective.of(F::crossEntropy));
        Fit<Sequential, Examples> fit = Fit.of(trainer, train.batches(32), 40)
                .withEvaluation(Evaluation.maximize("accuracy", m -> Metrics.accuracy(Metrics.classes(m.apply(test.x())), test.y())))
                .withPatience(15)
                .withListener(Listener.epochs(epoch -> log.add(epoch.toString())));
        Fit.Result<Sequential> result = fit.run(trainer.begin(net, key.fold(2)));
        Sequential best = result.best().model();
        // guide: end
        assertThat(Metrics.accuracy(Metrics.classes(best.apply(test.x())), test.y())).isGreaterThan(0.97);
        assertThat(log).hasSize(result.history().size()).first().asString().startsWith("epoch 1: loss 0.");
        // guide: begin
        TrainingFile.write(file, Sequential.TREE, result.last());
        TrainState<Sequential> saved = TrainingFile.read(file, Sequential.TREE, trainer.begin(net, key));
        Fit.Result<Sequential> longer = Fit.of(trainer, train.batches(32), 60).run(saved);   // from where it ended, bit for bit
        // guide: end
        assertThat(longer.last().epoch()).isEqualTo(60);
        assertThat(longer.last().step()).isEqualTo(60 * 13);
        Path weights = dir.resolve("weights.safetensors");
        // guide: begin
        Safetensors.write(weights, StateDict.of(best).toJavaMap());
        try (TensorFile open = TensorFile.open(weights)) {
            Loaded<Sequential> loaded = StateDict.load(net, open);   // every name missing, unexpected or mis-shaped is told
            assertThat(loaded.value().apply(test.x()).contentEquals(best.apply(test.x()))).isTrue();
        }
        // guide: end
    }

    @Test
    void stepsAreFunctions() {
        Tensor bits = Tensor.bernoulli(Key.of(3), 0.5, 256, 6, 1).to(DType.FLOAT32);
        Examples data = new Examples(bits, F.sum(bits, 1));
        // guide: begin
        Objective<Counter, Examples> squared = Objective.of(F::mseLoss);
        Trainer<Counter, Examples> trainer = Trainer.of(Counter.TREE, SGD.DEFAULT.withLr(0.1).withMomentum(0.9), squared)
                .withNonFinite(NonFinite.SKIP);
        TrainState<Counter> state = trainer.begin(Counter.init(Key.of(1)), Key.of(2));
        for (int epoch = 0; epoch < 30; epoch++) {
            state = Memory.fold(TrainState.tree(Counter.TREE), state, data.batches(32).shuffled(Key.of(epoch)).toList(),
                    (s, batch) -> trainer.step(s, batch).state());   // one step in the memory of the other
        }
        // guide: end
        assertThat(F.mseLoss(state.model().apply(data.x()), data.y()).item()).isLessThan(0.05);
    }

    @Test
    void theGuideShowsWhatRuns() throws Exception {
        String source = Files.readString(Path.of("src/test/java/org/covector/functional/train/TrainingGuideTest.java"));
        List<String> fragments = Arrays.stream(source.split("(?m)^ *// guide: begin\n")).skip(1)
                .map(s -> s.split("(?m)^ *// guide: end\n", 2)[0].stripTrailing().stripIndent())
                .toList();
        assertThat(fragments).hasSize(5).allSatisfy(f -> assertThat(Files.readString(Path.of("../docs/training.md"))).contains(f.strip()));
    }
}
