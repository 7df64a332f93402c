package org.covector.functional.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.LinkedHashMap;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final Sequential NET = Sequential.of(Linear.init(Key.of(0), 4, 3), BatchNorm1d.init(3), Layer.of("ReLU", F::relu), Linear.init(Key.of(1), 3, 4));

    @Test
    void pathsAreOursAndStateNamesTorchs() {
        assertThat(StateDict.of(NET).keySet().toJavaList()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
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
        Sequential dx = Autograd.grad(tree, (Sequential m) -> F.sum(F.add(((Linear) m.layers().get(0)).weight(), F.mul(((Linear) m.layers().get(1)).weight(), 2)))).apply(two);
        assertThat(((Linear) dx.layers().get(0)).weight().array().toDoubleArray()).containsOnly(3);
    }

    @Test
    void aSummaryCounts() {
        Summary s = Summary.of(NET, Tensor.ones(2, 4));
        assertThat(s.parameters()).isEqualTo(15 + 6 + 16);
        assertThat(s.flops()).isEqualTo(2 * 2 * 12 * 2);
        assertThat(NET.describe()).contains("(layers.0): Linear(inFeatures=4, outFeatures=3, bias=true)");
    }
}
