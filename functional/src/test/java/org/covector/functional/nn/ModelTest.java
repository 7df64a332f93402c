package org.covector.functional.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.LinkedHashMap;
import java.lang.invoke.MethodHandles;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final Sequential NET = Sequential.of(Linear.init(Key.of(0), 4, 3), BatchNorm1d.init(3), Layer.of("ReLU", F::relu),
            Linear.init(Key.of(1), 3, 4));

    @Test
    void pathsAreOursAndStateNamesTorchs() {
        assertThat(StateDict.of(NET).keySet().toJavaList())
                .containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
                "1.num_batches_tracked", "3.weight", "3.bias");
        assertThat(Sequential.TREE.toMap(NET).keySet().head()).isEqualTo("layers.0.weight");
        assertThat(StateDict.of(StateDict.load(NET, StateDict.of(NET)))).isEqualTo(StateDict.of(NET));
    }

    @Test
    void aBatchNormMovesInTrainingOnly() {
        Tensor x = Tensor.normal(Key.of(2), 5, 4);
        assertThat(NET.apply(x, Mode.EVALUATION).next()).isEqualTo(NET);
        BatchNorm1d next = (BatchNorm1d) NET.apply(x, Mode.training(Key.of(3))).next().layers().get(1);
        assertThat(next.numBatchesTracked().get().array().toDoubleArray()).containsExactly(1);
    }

    @Test
    void frozenTensorsAreBuffers() {
        Tree<Sequential> tree = Trees.frozen(Sequential.TREE, p -> p.startsWith("layers.0."));
        assertThat(tree.count(NET)).isEqualTo(3 + 3 + 12 + 4);
        Sequential dx = Autograd.grad(tree, (Sequential m) -> F.sum(m.apply(Tensor.ones(2, 4)))).apply(NET);
        assertThat(((Linear) dx.layers().get(0)).weight().array().toDoubleArray()).containsOnly(0);
    }

    @Test
    void tiedTensorsHaveOneGradientWhichIsTheSum() {
        Sequential two = Sequential.of(Linear.init(Key.of(0), 2, 2), Linear.init(Key.of(1), 2, 2));
        Tree<Sequential> tree = Trees.tied(Sequential.TREE, LinkedHashMap.of("layers.1.weight", "layers.0.weight"));
        assertThat(tree.named(two)).hasSize(3);
        Sequential dx = Autograd.grad(tree, (Sequential m) ->
                F.sum(F.add(((Linear) m.layers().get(0)).weight(), F.mul(((Linear) m.layers().get(1)).weight(), 2)))).apply(two);
        assertThat(((Linear) dx.layers().get(0)).weight().array().toDoubleArray()).containsOnly(3);
    }

    @Test
    void aSummaryCounts() {
        Summary s = Summary.of(NET, Tensor.ones(2, 4));
        assertThat(s.parameters()).isEqualTo(15 + 6 + 16);
        assertThat(s.flops()).isEqualTo(2 * 2 * 12 * 2 + 2 * 2 * 3);
        assertThat(s.rows()).extracting(Summary.Row::bytes).containsExactly(15 * 4L, 4 * 3 * 4L + 8, 0L,
                16 * 4L); // a count of batches is INT64
        assertThat(s.toString()).contains("parameters 37, bytes 180, FLOPs 108");
        assertThat(NET.describe()).contains("(layers.0): Linear(inFeatures=4, outFeatures=3, bias=true)");
    }

    /** A model that applies its parts in a way of its own. */
    record Twice(Linear first, Sequential rest, Tensor scale) implements Layer {
        static final Tree<Twice> TREE = Tree.of(MethodHandles.lookup(), Twice.class);

        @Override
        public Step<Twice> apply(Tensor x, Mode mode) {
            return new Step<>(F.mul(rest.apply(first.apply(first.apply(x))), scale), this);
        }

        @Override
        public Tree<Twice> tree() {
            return TREE;
        }
    }

    @Test
    void aSummaryTakesUsersRecordsApart() {
        Twice model = new Twice(Linear.init(Key.of(0), 3, 3), Sequential.of(Linear.init(Key.of(1), 3, 2), F::relu), Tensor.ones(2));
        Summary s = Summary.of(model, Tensor.ones(5, 3));
        assertThat(s.rows()).extracting(Summary.Row::path).containsExactly("", "first", "rest", "rest.layers.0", "rest.layers.1");
        assertThat(s.rows()).extracting(Summary.Row::parameters).containsExactly(2L, 12L, 0L, 8L, 0L);
        assertThat(s.rows().getFirst().output().get()).isEqualTo(Shape.of(5, 2));
        assertThat(s.parameters()).isEqualTo(Twice.TREE.count(model)).isEqualTo(22);
        assertThat(s.bytes()).isEqualTo(88);
    }

    private static long flops(Layer layer, int... dims) {
        return Summary.of(layer, Tensor.ones(dims)).flops();
    }

    @Test
    void multiplicationsAndAdditionsAreCounted() {
        assertThat(flops(LSTM.init(Key.of(0), RecurrentOptions.of(3, 5)), 7, 2, 3)).isEqualTo(2 * 7 * 2 * (20 * 3 + 20 * 5));
        assertThat(flops(GRU.init(Key.of(0), RecurrentOptions.of(3, 5).withNumLayers(2).withBidirectional()), 7, 2, 3))
                .isEqualTo(2 * 14 * 2 * (15 * 3 + 15 * 5 + 15 * 10 + 15 * 5));
        assertThat(flops(RNN.init(Key.of(0), RecurrentOptions.of(3, 5)), 7, 2, 3)).isEqualTo(2 * 14 * (5 * 3 + 5 * 5));
        long attention = 4 * 2 * 12 * 4 * 4 + 2 * 2 * (2 * 6 * 6 * 4); // projections of 12 rows; scores and values of two sequences of 6
        assertThat(flops(MultiheadAttention.init(Key.of(0), MultiheadAttention.options(4, 2)), 6, 2, 4)).isEqualTo(attention);
        assertThat(flops(MultiheadAttention.init(Key.of(0), MultiheadAttention.options(4, 2).withBatchFirst()), 2, 6, 4))
                .isEqualTo(attention);
        TransformerOptions o = TransformerOptions.of(4, 2).withDimFeedforward(8);
        long layer = attention + 2 * 2 * 12 * 4 * 8 + 2 * 7 * 48;
        assertThat(flops(TransformerEncoderLayer.init(Key.of(0), o), 6, 2, 4)).isEqualTo(layer);
        assertThat(flops(TransformerEncoder.init(Key.of(0), o, 3), 6, 2, 4)).isEqualTo(3 * layer);
        assertThat(flops(LayerNorm.init(4), 3, 4)).isEqualTo(7 * 12);
        assertThat(flops(RMSNorm.init(4), 3, 4)).isEqualTo(4 * 12);
        assertThat(flops(GroupNorm.init(GroupNorm.options(2, 4)), 3, 4, 5)).isEqualTo(7 * 60);
        assertThat(flops(InstanceNorm1d.init(4), 3, 4, 5)).isEqualTo(5 * 60);
        assertThat(flops(BatchNorm2d.init(4), 3, 4, 5, 2)).isEqualTo(2 * 120);
    }
}
