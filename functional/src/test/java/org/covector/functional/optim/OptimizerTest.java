package org.covector.functional.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Buffer;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.optim.schedule.ChainedScheduler;
import org.covector.functional.optim.schedule.Progress;
import org.covector.functional.optim.schedule.Schedule;
import org.covector.functional.optim.schedule.Scheduled;
import org.covector.functional.optim.schedule.Schedules;
import org.junit.jupiter.api.Test;

/** What all optimisers owe: purity, states that can be saved, absent gradients, buffers, groups; and what acts around them. */
class OptimizerTest {
    /** A model with an optional bias and a buffer. */
    record Layer(Tensor weight, Option<Tensor> bias, @Buffer Tensor mean) {
        static final Tree<Layer> TREE = Tree.of(MethodHandles.lookup(), Layer.class);
    }

    private static final Tree<LinkedHashMap<String, Tensor>> MAP = Tree.map(Tree.TENSOR);

    private static final List<Optimizer> ALL = List.of(SGD.DEFAULT, SGD.DEFAULT.withMomentum(0.9).withNesterov(true),
            Adam.DEFAULT.withAmsgrad(true),
            AdamW.DEFAULT, Adamax.DEFAULT, NAdam.DEFAULT, RAdam.DEFAULT, SparseAdam.DEFAULT, RMSprop.DEFAULT.withCentered(true)
                    .withMomentum(0.5),
            Rprop.DEFAULT, Adagrad.DEFAULT, Adadelta.DEFAULT, ASGD.DEFAULT.withT0(2), AdaBelief.DEFAULT, Lion.DEFAULT, LAMB.DEFAULT,
                    LARS.DEFAULT,
            Adafactor.DEFAULT, ScheduleFreeAdamW.DEFAULT, Prodigy.DEFAULT, Lookahead.of(Adam.DEFAULT), new Accumulate(Adam.DEFAULT, 3),
            new SkipNonFinite(SGD.DEFAULT), LossScale.of(Adam.DEFAULT),
            new Scheduled(SGD.DEFAULT.withMomentum(0.9), Schedules.warmUp(3).then(new Schedules.CosineAnnealingLR(5), 3)),
            Chain.of(Transform.clipByNorm(1), Transform.scaleByAdam(0.9, 0.99, 1e-8), Transform.addDecayedWeights(0.1),
                    Transform.trace(0.5)).descend(0.1),
            Groups.of(AdamW.DEFAULT).with("noDecay", p -> p.endsWith("1"), AdamW.DEFAULT.withWeightDecay(0)));

    private static LinkedHashMap<String, Tensor> random(long seed, DType dtype) {
        Key key = Key.of(seed);
        return LinkedHashMap.of("a.0", Tensor.normal(dtype, key.fold(0), 3, 4), "a.1", Tensor.normal(dtype, key.fold(1), 5), "b",
                Tensor.normal(dtype, key.fold(2)),
                "c", Tensor.normal(dtype, key.fold(3), 2, 0), "d", Tensor.normal(dtype, key.fold(4), 70, 80));
    }

    private static void same(LinkedHashMap<String, Tensor> a, LinkedHashMap<String, Tensor> b, String what) {
        assertThat(a.keySet()).as(what).isEqualTo(b.keySet());
        a.forEach((k, v) -> assertThat(v.contentEquals(b.get(k).get())).as("%s: %s", what, k).isTrue());
    }

    @Test
    void aSavedStateGoesOnWithTheSameBits() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (Optimizer o : ALL) {
                LinkedHashMap<String, Tensor> x = random(1, dtype);
                var state = o.init(MAP, x);
                for (int t = 0; t < 4; t++) {
                    var next = o.update(random(10 + t, dtype), state, x);
                    x = next._1();
                    state = next._2();
                }
                LinkedHashMap<String, Tensor> saved = state.toMap().mapValues(t -> Tensor.of(t.array().dense()));
                LinkedHashMap<String, Tensor> copies = x.mapValues(t -> F.add(t, 0));
                State<LinkedHashMap<String, Tensor>> resumed = State.<LinkedHashMap<String, Tensor>>tree()
                        .with(o.init(MAP, random(1, dtype)), saved.values());
                same(resumed.toMap(), saved, o + " state");
                for (int t = 4; t < 8; t++) {
                    var next = o.update(random(10 + t, dtype), state, x);
                    var other = o.update(random(10 + t, dtype), resumed, copies);
                    x = next._1();
                    state = next._2();
                    copies = other._1();
                    resumed = other._2();
                    same(x, copies, o + " params");
                }
                same(state.toMap(), resumed.toMap(), o + " state in the end");
            }
        }
    }

    @Test
    void leavesTogetherAreLeavesAlone() {
        for (Optimizer o : List.of(Adam.DEFAULT, NAdam.DEFAULT, RMSprop.DEFAULT, Rprop.DEFAULT, ASGD.DEFAULT, Lion.DEFAULT)) {
            LinkedHashMap<String, Tensor> x = random(1, DType.FLOAT32);
            var state = o.init(MAP, x);
            LinkedHashMap<String, Tensor> g = random(2, DType.FLOAT32);
            LinkedHashMap<String, Tensor> moved = o.update(g, state, x)._1();
            for (String name : x.keySet()) {
                Tensor alone = x.get(name).get();
                var only = o.init(Tree.TENSOR, alone);
                assertThat(o.update(g.get(name).get(), only, alone)._1().contentEquals(moved.get(name).get()))
                        .as("%s: %s", o, name).isTrue();
            }
        }
    }

    @Test
    void absentGradientsLeaveALeafAndItsCountAlone() {
        LinkedHashMap<String, Tensor> x = random(1, DType.FLOAT64);
        var state = Adam.DEFAULT.init(MAP, x);
        var next = Adam.DEFAULT.update(random(2, DType.FLOAT64).remove("a.1"), state, x);
        assertThat(next._1().get("a.1").get()).isSameAs(x.get("a.1").get());
        assertThat(next._2().toMap().get("a.1.step").get().toLongArray()).containsExactly(0);
        assertThat(next._2().toMap().get("a.0.step").get().toLongArray()).containsExactly(1);
        assertThat(next._1().get("a.0").get().contentEquals(x.get("a.0").get())).isFalse();
    }

    @Test
    void buffersAndMissingOptionsStay() {
        Layer x = new Layer(Tensor.of(1.0, 2), Option.of(Tensor.of(3.0)), Tensor.of(5.0));
        var state = SGD.DEFAULT.withLr(0.1).init(Layer.TREE, x);
        Layer g = new Layer(Tensor.of(1.0, 1), Option.none(), Tensor.of(7.0));
        Layer y = SGD.DEFAULT.withLr(0.1).update(g, state, x)._1();
        assertThat(y.weight().toDoubleArray()).containsExactly(0.9, 1.9);
        assertThat(y.bias().get().toDoubleArray()).containsExactly(3);
        assertThat(y.mean().toDoubleArray()).containsExactly(5);
    }

    @Test
    void otherShapesAreRefusedByName() {
        LinkedHashMap<String, Tensor> x = LinkedHashMap.of("w", Tensor.zeros(DType.FLOAT64, 3));
        var state = Adam.DEFAULT.init(MAP, x);
        assertThatThrownBy(() -> Adam.DEFAULT.update(LinkedHashMap.of("w", Tensor.zeros(DType.FLOAT64, 4)), state, x))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("w");
        assertThatThrownBy(() -> Adam.DEFAULT.update(LinkedHashMap.of("v", Tensor.zeros(DType.FLOAT64, 3)), state, x))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("v");
        assertThatThrownBy(() -> Adam.DEFAULT.withBetas(1, 0.9)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Muon.DEFAULT.init(MAP, x)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void aPointwiseStepIsTraceable() {
        for (Optimizer o : List.of(SGD.DEFAULT.withMomentum(0.9), Adam.DEFAULT, Lion.DEFAULT, RAdam.DEFAULT)) {
            Tensor x = Tensor.normal(DType.FLOAT32, Key.of(1), 40);
            Tensor g = Tensor.normal(DType.FLOAT32, Key.of(2), 40);
            var state = o.init(Tree.TENSOR, x);
            Function2<Tensor, Tensor, Tensor> step = (dx, p) -> o.update(F.mul(dx, 2), state, p)._1();
            assertThat(Functions.fuse2(step).apply(g, x).contentEquals(step.apply(g, x))).as("%s", o).isTrue();
        }
    }

    @Test
    void groupsTakeTheirLeavesInOrder() {
        Optimizer o = Groups.of(SGD.DEFAULT.withLr(1)).with("slow", p -> p.startsWith("a"), SGD.DEFAULT.withLr(0.5)).with("never", p ->
                p.equals("a.1"), SGD.DEFAULT.withLr(0));
        LinkedHashMap<String, Tensor> x = LinkedHashMap.of("a.0", Tensor.of(0.0), "a.1", Tensor.of(0.0), "b", Tensor.of(0.0));
        LinkedHashMap<String, Tensor> y = o.update(x.mapValues(t -> Tensor.of(-1.0)), o.init(MAP, x), x)._1();
        assertThat(y.mapValues(t -> t.toDoubleArray()[0]).values().toJavaList()).containsExactly(0.5, 0.5, 1.0);
    }

    @Test
    void accumulatedStepsAreOneStepByTheMean() {
        Optimizer o = new Accumulate(SGD.DEFAULT.withLr(1), 2);
        Tensor x = Tensor.of(10.0);
        var state = o.init(Tree.TENSOR, x);
        var one = o.update(Tensor.of(1.0), state, x);
        assertThat(one._1().toDoubleArray()).containsExactly(10);
        assertThat(o.update(Tensor.of(3.0), one._2(), one._1())._1().toDoubleArray()).containsExactly(8);
    }

    @Test
    void lossScaleBacksOffAndGrows() {
        Optimizer o = new LossScale(SGD.DEFAULT.withLr(1), 8, 2, 0.5, 2);
        Tensor x = Tensor.of(1.0);
        var state = o.init(Tree.TENSOR, x);
        var bad = o.update(Tensor.of(Double.NaN), state, x);
        assertThat(bad._1().toDoubleArray()).containsExactly(1);
        assertThat(LossScale.scale(bad._2()).item()).isEqualTo(4);
        var good = o.update(Tensor.of(4.0), bad._2(), bad._1());
        assertThat(good._1().toDoubleArray()).containsExactly(0);
        good = o.update(Tensor.of(4.0), good._2(), good._1());
        assertThat(LossScale.scale(good._2()).item()).isEqualTo(8);
    }

    @Test
    void schedulesAreSavedToo() {
        Schedule s = ChainedScheduler.of(new Schedules.ExponentialLR(0.9), new Schedules.StepLR(3, 0.5));
        Progress at = s.begin(1);
        for (int k = 0; k < 5; k++) {
            at = s.step(at);
        }
        Progress resumed = Progress.TREE.with(s.begin(1), Progress.TREE.leaves(at));
        assertThat(s.step(resumed)).isEqualTo(s.step(at));
        assertThat(at.lr(0)).isCloseTo(Math.pow(0.9, 5) * 0.5, within(1e-12));
    }

    @Test
    void scheduledStepsFollowTheSchedule() {
        Optimizer o = new Scheduled(SGD.DEFAULT.withLr(1), new Schedules.ExponentialLR(0.5));
        Tensor x = Tensor.of(0.0);
        var state = o.init(Tree.TENSOR, x);
        double want = 0;
        for (int k = 0; k < 5; k++) {
            var next = o.update(Tensor.of(-1.0), state, x);
            x = next._1();
            state = next._2();
            want += Math.pow(0.5, k);
        }
        assertThat(x.toDoubleArray()).containsExactly(new double[] {want}, within(1e-12));
    }

    @Test
    void stepsThatAreNotFiniteAreLeftOutAndCounted() {
        Optimizer o = new SkipNonFinite(SGD.DEFAULT.withLr(0.5).withMomentum(0.9));
        Tensor x = Tensor.of(1.0, 2);
        var first = o.update(Tensor.of(1.0, 1), o.init(Tree.TENSOR, x), x);
        var skipped = o.update(Tensor.of(1.0, Double.POSITIVE_INFINITY), first._2(), first._1());
        assertThat(skipped._1().toDoubleArray()).containsExactly(0.5, 1.5);
        var nan = o.update(Tensor.of(Double.NaN, 0), skipped._2(), skipped._1());
        var last = o.update(Tensor.of(1.0, 1), nan._2(), nan._1());
        assertThat(last._1().toDoubleArray()).containsExactly(new double[] {0.5 - 0.5 * 1.9, 1.5 - 0.5 * 1.9}, within(1e-15));
        assertThat(last._2().toMap().filterKeys(k -> k.endsWith("skipped")).values().head().toLongArray()).containsExactly(2);
    }

    @Test
    void aWarmUpRisesInEqualSteps() {
        Schedule s = Schedules.warmUp(4);
        Progress at = s.begin(2.0);
        double[] rates = new double[7];
        for (int k = 0; k < rates.length; k++) {
            rates[k] = at.lr(0);
            at = s.step(at);
        }
        assertThat(rates).containsExactly(new double[] {0.4, 0.8, 1.2, 1.6, 2, 2, 2}, within(1e-12));
    }

    @Test
    void swaLrGoesToItsRateAndStays() {
        double[] cosine = new double[6];
        double[] linear = new double[6];
        Schedule c = new Schedules.SWALR(0.05, 4, false);
        Schedule l = new Schedules.SWALR(0.05, 4, true);
        Progress atC = c.begin(0.25);
        Progress atL = l.begin(0.25);
        for (int k = 0; k < 6; k++) {
            cosine[k] = atC.lr(0);
            linear[k] = atL.lr(0);
            atC = c.step(atC);
            atL = l.step(atL);
        }
        double half = Math.sqrt(0.5); // cos(pi / 4)
        assertThat(linear).containsExactly(new double[] {0.25, 0.2, 0.15, 0.1, 0.05, 0.05}, within(1e-12));
        assertThat(cosine).containsExactly(new double[] {0.25, 0.15 + 0.1 * half, 0.15, 0.15 - 0.1 * half, 0.05, 0.05}, within(1e-12));
    }
}
