package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;
import org.covector.functional.nn.BatchNorm1d;
import org.covector.functional.nn.Dropout;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Sequential;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.SGD;
import org.covector.functional.optim.schedule.Scheduled;
import org.covector.functional.optim.schedule.Schedules;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final Tensor X = Tensor.normal(Key.of(1), 40, 3);
    private static final Examples DATA = new Examples(X, F.add(F.matmul(X, Tensor.of(new float[] {1, -2, 3}, 3, 1)), 0.5));
    private static final Linear START = Linear.init(Key.of(2), 3, 1);
    private static final Trainer<Linear, Examples> TRAINER = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));

    private static double mse(Linear model) {
        return F.mseLoss(model.apply(DATA.x()), DATA.y()).item();
    }

    private static Fit<Linear, Examples> fit(int epochs) {
        return Fit.of(TRAINER, DATA.batches(8), epochs);
    }

    private static <M> void same(TrainState<M> a, TrainState<M> b, org.covector.functional.Tree<M> tree) {
        List<Tensor> x = TrainState.tree(tree).leaves(a);
        List<Tensor> y = TrainState.tree(tree).leaves(b);
        assertThat(x).hasSameSizeAs(y);
        for (int i = 0; i < x.size(); i++) {
            assertThat(x.get(i).contentEquals(y.get(i))).as(TrainState.tree(tree).named(a).get(i).path()).isTrue();
        }
    }

    @Test
    void aStepIsOneOfGradientDescent() {
        Tensor w = Tensor.of(new double[] {1, 2}, 1, 2);
        Linear model = new Linear(w, io.vavr.control.Option.none());
        Tensor x = Tensor.of(new double[] {1, 0, 0, 1}, 2, 2);
        var step = TRAINER.step(TRAINER.begin(model, Key.of(0)), new Examples(x, Tensor.zeros(org.covector.engine.DType.FLOAT64, 2, 1)));
        assertThat(step.loss()).isCloseTo((1 + 4) / 2.0, within(1e-15)); // mean of w^2; gradient 2 w / 2
        assertThat(step.state().model().weight().toDoubleArray()).containsExactly(new double[] {0.9, 1.8}, within(1e-15));
        assertThat(step.state().step()).isEqualTo(1);
        assertThat(model.weight().toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void trainingFindsALine() {
        Fit.Result<Linear> result = fit(30).run(TRAINER.begin(START, Key.of(3)));
        assertThat(result.end()).isEqualTo(Fit.End.EPOCHS);
        assertThat(result.history()).hasSize(30);
        assertThat(result.last().step()).isEqualTo(150);
        assertThat(result.last().epoch()).isEqualTo(30);
        assertThat(mse(result.last().model())).isLessThan(1e-6);
        assertThat(result.history().last().loss()).isLessThan(1e-5);
        assertThat(result.best()).isSameAs(result.last());
    }

    @Test
    void theSameKeyGivesTheSameBitsAndAnotherOneOthers() {
        TrainState<Linear> one = fit(3).run(TRAINER.begin(START, Key.of(3))).last();
        same(one, fit(3).run(TRAINER.begin(START, Key.of(3))).last(), Linear.TREE);
        assertThat(fit(3).run(TRAINER.begin(START, Key.of(4))).last().model().weight().contentEquals(one.model().weight())).isFalse();
    }

    @Test
    void theBestStateIsKeptAndPatienceEnds() {
        double[] scores = {0.5, 0.8, 0.7, 0.8, 0.75, 0.9};
        List<Linear> seen = new ArrayList<>();
        Fit.Result<Linear> result = fit(6).withEvaluation(Evaluation.maximize("made up", m -> {
            seen.add(m);
            return scores[seen.size() - 1];
        })).withPatience(3).run(TRAINER.begin(START, Key.of(3)));
        assertThat(result.end()).isEqualTo(Fit.End.PATIENCE);
        assertThat(seen).hasSize(5);
        assertThat(result.best().model()).isSameAs(seen.get(1));
        assertThat(result.best().epoch()).isEqualTo(2);
        assertThat(result.last().epoch()).isEqualTo(5);
        assertThat(result.history().map(e -> e.score().get().value())).containsExactly(0.5, 0.8, 0.7, 0.8, 0.75);
    }

    @Test
    void aCancelledTrainingGoesOnBitForBit() {
        AtomicLong left = new AtomicLong(7);
        TrainState<Linear> begin = TRAINER.begin(START, Key.of(3));
        Fit.Result<Linear> cancelled = fit(4).withCancellation(() -> left.getAndDecrement() == 0).run(begin);
        assertThat(cancelled.end()).isEqualTo(Fit.End.CANCELLED);
        assertThat(cancelled.last().step()).isEqualTo(7);
        assertThat(cancelled.last().epoch()).isEqualTo(1);
        assertThat(cancelled.last().position()).isEqualTo(2);
        same(fit(4).run(cancelled.last()).last(), fit(4).run(begin).last(), Linear.TREE);
    }

    @Test
    void listenersAreToldOfStepsAndPassesInTurn() {
        List<String> told = new ArrayList<>();
        Listener<Linear> steps = new Listener<>() {
            @Override
            public void onStep(Trainer.Step<Linear> step) {
                told.add("step " + step.state().step());
            }
        };
        Fit.of(TRAINER, DATA.batches(20), 2).withListener(steps).withListener(Listener.epochs(e -> told.add("epoch " + e.number())))
                .run(TRAINER.begin(START, Key.of(1)));
        assertThat(told).containsExactly("step 1", "step 2", "epoch 1", "step 3", "step 4", "epoch 2");
    }

    @Test
    void stepsThatAreNotFiniteFailOrAreSkipped() {
        Sequential net = Sequential.of(BatchNorm1d.init(3), Linear.init(Key.of(1), 3, 1));
        Trainer<Sequential, Examples> trainer = Trainer.of(Sequential.TREE, Adam.DEFAULT, Objective.of(F::mseLoss));
        Examples bad = new Examples(F.mul(DATA.x(), Double.NaN), DATA.y());
        TrainState<Sequential> begin = trainer.begin(net, Key.of(1));
        assertThatExceptionOfType(NonFiniteLossException.class).isThrownBy(() -> trainer.step(begin, bad)).withMessageContaining("step 0")
                .satisfies(e -> assertThat(e.loss()).isNaN());
        var skipped = trainer.withNonFinite(NonFinite.SKIP).step(begin, bad);
        assertThat(skipped.skipped()).isTrue();
        assertThat(skipped.state().model()).isSameAs(net);
        assertThat(skipped.state().optimizer()).isSameAs(begin.optimizer());
        assertThat(skipped.state().step()).isEqualTo(1);
        var infinite = Trainer.of(Linear.TREE, SGD.DEFAULT, Objective.<Linear, Examples>pure((m, b) ->
                F.sum(F.sqrt(F.sub(m.weight(), START.weight())))))
                .withNonFinite(NonFinite.SKIP).step(TRAINER.begin(START, Key.of(1)), DATA);
        assertThat(infinite.loss()).isEqualTo(0); // but the slope of sqrt at 0 is infinite
        assertThat(infinite.skipped()).isTrue();
        assertThat(trainer.withNonFinite(NonFinite.KEEP).step(begin, bad).skipped()).isFalse();
    }

    @Test
    void buffersMoveInTrainingAndKeysDiffer() {
        Sequential net = Sequential.of(Linear.init(Key.of(1), 3, 8), BatchNorm1d.init(8), F::relu, Dropout.of(0.5),
                Linear.init(Key.of(2), 8, 1));
        Trainer<Sequential, Examples> trainer = Trainer.of(Sequential.TREE, SGD.DEFAULT.withLr(0), Objective.of(F::mseLoss));
        var one = trainer.step(trainer.begin(net, Key.of(1)), DATA);
        var two = trainer.step(one.state(), DATA);
        assertThat(two.loss()).isNotEqualTo(one.loss()); // another key, other dropouts; the parameters are the same
        BatchNorm1d moved = (BatchNorm1d) two.state().model().layers().get(1);
        assertThat(moved.numBatchesTracked().get().toLongArray()).containsExactly(2);
        assertThat(moved.runningMean().get().toFloatArray()).doesNotContain(0f);
    }

    private static Sequential wide() {
        return Sequential.of(Linear.init(Key.of(1), 64, 128), BatchNorm1d.init(128), F::relu, Dropout.of(0.2),
                Linear.init(Key.of(2), 128, 10));
    }

    private static Examples pictures() {
        Tensor x = Tensor.normal(Key.of(1), 320, 64);
        return new Examples(x, F.argmax(F.narrow(x, 1, 0, 10), 1, false));
    }

    private static Trainer<Sequential, Examples> adam() {
        return Trainer.of(Sequential.TREE, new Scheduled(Adam.DEFAULT, new Schedules.ExponentialLR(0.99)),
                Objective.of(F::crossEntropy));
    }

    @Test
    void recycledMemoryChangesNoBit() {
        Examples data = pictures();
        Trainer<Sequential, Examples> trainer = adam();
        TrainState<Sequential> begin = trainer.begin(wide(), Key.of(3));
        List<TrainState<Sequential>> plain = new ArrayList<>();
        TrainState<Sequential> state = begin;
        for (int epoch = 0; epoch < 3; epoch++) {
            for (Examples batch : data.batches(48).shuffled(state.orderKey()).toList()) {
                state = trainer.step(state, batch).state();
            }
            state = state.passed();
            plain.add(state);
        }
        List<TrainState<Sequential>> folded = new ArrayList<>();
        Fit.Result<Sequential> result = Fit.of(trainer, data.batches(48), 3).withListener(new Listener<>() {
            @Override
            public void onEpoch(Epoch epoch, TrainState<Sequential> after) {
                folded.add(after);
            }
        }).run(begin);
        for (int i = 0; i < 3; i++) {
            same(folded.get(i), plain.get(i), Sequential.TREE); // the states after earlier passes as well
        }
        same(result.last(), state, Sequential.TREE);
        same(trainer.begin(wide(), Key.of(3)), begin, Sequential.TREE);
        same(trainer.step(result.last(), data).state(), trainer.step(state, data).state(), Sequential.TREE);
        same(Memory.scope(TrainState.tree(Sequential.TREE), () -> Fit.of(trainer, data.batches(48), 3).run(begin).last()), state,
                Sequential.TREE);
    }

    @Test
    void theStateOfAStepEndsWithTheNextUnlessItIsKept() {
        List<TrainState<Linear>> seen = new ArrayList<>();
        fit(2).withListener(new Listener<>() {
            @Override
            public void onStep(Trainer.Step<Linear> step) {
                seen.add(step.state().step() % 2 == 0 ? step.state() : Memory.keep(TrainState.tree(Linear.TREE), step.state()));
            }
        }).run(TRAINER.begin(START, Key.of(3)));
        TrainState<Linear> third = seen.get(2);
        AtomicLong left = new AtomicLong(3);
        same(third, fit(2).withCancellation(() -> left.getAndDecrement() == 0).run(TRAINER.begin(START, Key.of(3))).last(), Linear.TREE);
        assertThatThrownBy(() -> mse(seen.get(1).model())).hasMessageContaining("scope that has ended");
    }

    @Test
    void lessMayBeBetter() {
        double[] scores = {0.5, Double.NaN, 0.3, 0.3, 0.4};
        AtomicInteger passes = new AtomicInteger();
        Fit.Result<Linear> result = fit(9).withEvaluation(Evaluation.minimize("made up", _ -> scores[passes.getAndIncrement()]))
                .withPatience(2).run(TRAINER.begin(START, Key.of(3)));
        assertThat(result.end()).isEqualTo(Fit.End.PATIENCE);
        assertThat(result.best().epoch()).isEqualTo(3);
        assertThat(result.last().epoch()).isEqualTo(5);
        TrainState<Linear> begin = TRAINER.begin(START, Key.of(3));
        Evaluation<Linear> none = Evaluation.minimize("NaN", _ -> Double.NaN);
        assertThat(fit(2).withEvaluation(none).run(begin).best()).isSameAs(begin);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> fit(3).withPatience(2)).isInstanceOf(ArgumentException.class).hasMessageContaining("evaluation");
        assertThatThrownBy(() -> fit(-1)).isInstanceOf(ArgumentException.class).hasMessageContaining("epochs");
    }
}
