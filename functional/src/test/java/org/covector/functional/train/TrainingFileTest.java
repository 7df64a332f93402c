package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.io.FileFormatException;
import org.covector.functional.io.LoadMismatchException;
import org.covector.functional.io.Safetensors;
import org.covector.functional.io.TensorFile;
import org.covector.functional.nn.BatchNorm1d;
import org.covector.functional.nn.Dropout;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Sequential;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.Optimizer;
import org.covector.functional.optim.SGD;
import org.covector.functional.optim.schedule.Scheduled;
import org.covector.functional.optim.schedule.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFileTest {
    private static final Examples DATA = new Examples(Tensor.normal(Key.of(1), 40, 6), F.argmax(Tensor.normal(Key.of(2), 40, 3), 1, false));
    private static final Tree<TrainState<Sequential>> TREE = TrainState.tree(Sequential.TREE);

    @TempDir
    private Path dir;

    private static Sequential net(long seed) {
        return Sequential.of(Linear.init(Key.of(seed), 6, 16), BatchNorm1d.init(16), F::relu, Dropout.of(0.3),
                Linear.init(Key.of(seed + 1), 16, 3));
    }

    private static Trainer<Sequential, Examples> trainer(Optimizer optimizer) {
        return Trainer.of(Sequential.TREE, optimizer, Objective.of(F::crossEntropy));
    }

    private static Trainer<Sequential, Examples> adam() {
        return trainer(new Scheduled(Adam.DEFAULT.withLr(0.01), new Schedules.ExponentialLR(0.9)));
    }

    /** So many steps of at most four passes of three batches. */
    private static TrainState<Sequential> steps(TrainState<Sequential> from, int n) {
        AtomicLong left = new AtomicLong(n);
        return Fit.of(adam(), DATA.batches(16), 4).withCancellation(() -> left.getAndDecrement() == 0).run(from).last();
    }

    private static void same(TrainState<Sequential> a, TrainState<Sequential> b) {
        List<Tree.Leaf> x = TREE.named(a);
        List<Tree.Leaf> y = TREE.named(b);
        assertThat(x).hasSameSizeAs(y).hasSizeGreaterThan(20);
        for (int i = 0; i < x.size(); i++) {
            assertThat(x.get(i).value().contentEquals(y.get(i).value())).as(x.get(i).path()).isTrue();
        }
    }

    @Test
    void resumedTrainingContinuesBitForBit() throws IOException {
        TrainState<Sequential> straight = steps(adam().begin(net(1), Key.of(9)), 10);
        TrainState<Sequential> half = steps(adam().begin(net(1), Key.of(9)), 5);
        TrainingFile.write(dir.resolve("state"), Sequential.TREE, half);
        TrainState<Sequential> resumed = TrainingFile.read(dir.resolve("state"), Sequential.TREE, adam().begin(net(77), Key.of(0)));
        same(resumed, half);
        assertThat(resumed.step()).isEqualTo(5);
        assertThat(resumed.epoch()).isEqualTo(1);
        assertThat(resumed.position()).isEqualTo(2);
        same(steps(resumed, 5), straight);
        assertThat(((BatchNorm1d) straight.model().layers().get(1)).numBatchesTracked().get().toLongArray()).containsExactly(10);
    }

    @Test
    void aListenerSavesAfterEachPass() throws IOException {
        Path file = dir.resolve("state.safetensors");
        TrainState<Sequential> last = Fit.of(adam(), DATA.batches(16), 2).withListener(Listener.saving(file, Sequential.TREE))
                .run(adam().begin(net(1), Key.of(9))).last();
        same(TrainingFile.read(file, Sequential.TREE, adam().begin(net(2), Key.of(0))), last);
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(file); // no temporary one
        }
        try (TensorFile open = TensorFile.open(file)) {
            assertThat(open.infos().keySet().toJavaList()).contains("model.layers.0.weight", "key", "step", "epoch", "position")
                    .anyMatch(name -> name.startsWith("optimizer.") && name.endsWith("layers.0.weight.expAvg"));
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOldFile() throws IOException {
        Path file = dir.resolve("state");
        TrainState<Sequential> begin = adam().begin(net(1), Key.of(9));
        TrainingFile.write(file, Sequential.TREE, begin);
        byte[] old = Files.readAllBytes(file);
        List<Tensor> ended = new ArrayList<>();
        Memory.scope(() -> {
            ended.add(Tensor.ones(16));
            return F.sum(ended.getFirst());
        });
        Sequential unreadable = Sequential.TREE.replace(net(1), "layers.1.weight", ended.getFirst());
        TrainState<Sequential> broken = new TrainState<>(unreadable, begin.optimizer(), begin.key(), 0, 0, 0);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> TrainingFile.write(file, Sequential.TREE, broken))
                .withMessageContaining("scope that has ended"); // met among the elements, when the header is written
        assertThat(Files.readAllBytes(file)).isEqualTo(old);
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void pathsThatAreTheSameAreRefused() {
        Tree<Sequential> one = (value, at, visitor) -> Sequential.TREE.traverse(value, at,
                visitor.with((path, kind, t) -> visitor.leaf(at.then("same"), kind, t)));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() ->
                TrainingFile.write(dir.resolve("state"), one, adam().begin(net(1), Key.of(9))))
                .withMessage("toMap: path is model.same; accepted: each path once");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void otherModelsOptimisersAndVersionsAreRefusedByName() throws IOException {
        Path file = dir.resolve("state");
        TrainingFile.write(file, Sequential.TREE, adam().begin(net(1), Key.of(9)));
        Trainer<Sequential, Examples> sgd = trainer(SGD.DEFAULT.withLr(0.1));
        assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() ->
                TrainingFile.read(file, Sequential.TREE, sgd.begin(net(1), Key.of(9))))
                .withMessageContaining("expAvg");
        Sequential wider = Sequential.of(Linear.init(Key.of(1), 6, 17));
        assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() ->
                TrainingFile.read(file, Sequential.TREE, adam().begin(wider, Key.of(9))))
                .withMessageContaining("model.layers.0.weight");
        Safetensors.write(file, Map.of("x", Tensor.of(1f)), Map.of("format", "covector.training", "version", "2"));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() ->
                TrainingFile.read(file, Sequential.TREE, adam().begin(wider, Key.of(9))))
                .withMessageContaining("version is \"2\"");
        Safetensors.write(file, Map.of("x", Tensor.of(1f)));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() ->
                TrainingFile.read(file, Sequential.TREE, adam().begin(wider, Key.of(9))))
                .withMessageContaining("format is \"\"");
    }
}
