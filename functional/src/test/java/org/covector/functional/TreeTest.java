package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Trees: names, kinds, derivation from records, and mistakes in them. */
class TreeTest {
    private record Linear(Tensor weight, Option<Tensor> bias) {}

    private record Norm(Tensor scale, @Buffer Tensor mean, double eps) {}

    private sealed interface Block permits Dense, Skip {}

    private record Dense(Linear linear, Norm norm) implements Block {}

    private record Skip(String label) implements Block {}

    private record Net(Linear first, Seq<Block> blocks, List<Tensor> rest, Key key, boolean frozen) {}

    private record Generic<A>(A a) {}

    private static final Tree<Net> NET = Tree.of(MethodHandles.lookup(), Net.class);

    private static Tensor t(double... x) {
        return Tensor.of(x);
    }

    private static Net net() {
        return new Net(new Linear(t(1, 2), Option.of(t(3))),
                Vector.of(new Dense(new Linear(t(4), Option.none()), new Norm(t(5), t(6), 1e-5)), new Skip("x")),
                List.of(t(7)), Key.of(1), true);
    }

    @Test
    void namesEveryLeafOfARecord() {
        assertThat(NET.named(net())).extracting(Tree.Leaf::path)
                .containsExactly("first.weight", "first.bias", "blocks.0.linear.weight", "blocks.0.norm.scale",
                "blocks.0.norm.mean", "rest.0", "key");
        assertThat(NET.kinds(net())).filteredOn(k -> k == Tree.Kind.BUFFER).hasSize(2);
        assertThat(NET.count(net())).isEqualTo(2 + 1 + 1 + 1 + 1);
    }

    @Test
    void putsValuesTogetherAgain() {
        Net doubled = NET.map(net(), x -> x.dtype() == DType.FLOAT64 ? x.mul(2) : x);
        assertThat(doubled.blocks()).hasSize(2);
        assertThat(((Dense) doubled.blocks().get(0)).norm().mean().item()).isEqualTo(12);
        assertThat(doubled.frozen()).isTrue();
        assertThat(((Skip) doubled.blocks().get(1)).label()).isEqualTo("x");
        assertThat(NET.replace(net(), "first.bias", t(9)).first().bias().get().item()).isEqualTo(9);
        assertThatThrownBy(() -> NET.replace(net(), "first.bia", t(9))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("first.bia").hasMessageContaining("first.weight");
        assertThatThrownBy(() -> NET.replace(net(), "first.weight", t(9))).hasMessageContaining("first.weight").hasMessageContaining("[2]");
    }

    @Test
    void differentiatesParametersOnly() {
        Net g = Autograd.grad(NET, (Net n) -> {
            Dense d = (Dense) n.blocks().get(0);
            return n.first().weight().sum().mul(d.norm().mean().sum()).add(d.norm().scale().sum().square()).add(n.rest().get(0).sum());
        }).apply(net());
        assertThat(g.first().weight().toDoubleArray()).containsExactly(6, 6);
        assertThat(((Dense) g.blocks().get(0)).norm().mean().toDoubleArray()).as("a buffer").containsExactly(0);
        assertThat(((Dense) g.blocks().get(0)).norm().scale().toDoubleArray()).containsExactly(10);
        assertThat(g.key().words().toLongArray()).as("a buffer").containsExactly(0, 0);
    }

    @Test
    void refusesAPointWithoutAnythingToDifferentiate() {
        assertThatThrownBy(() -> Autograd.grad((Tensor x) -> x.sum()).apply(Tensor.of(1L, 2L))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("INT64").hasMessageContaining("to(DType.FLOAT64)");
        assertThatThrownBy(() -> Autograd.vjp(Tree.tuple(TENSOR, TENSOR), TENSOR, x -> x._1(), Tuple.of(Tensor.of(true), Tensor.of(1L))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("_2 INT64");
    }

    @Test
    void writesATreeOut() {
        Tree<Linear> explicit = Tree.of("w", Linear::weight, TENSOR, "b", Linear::bias, Tree.option(TENSOR), Linear::new);
        assertThat(explicit.named(new Linear(t(1), Option.of(t(2))))).extracting(Tree.Leaf::path).containsExactly("w", "b");
        Tree<Linear> any = Tree.of(l -> List.of(l.weight(), l.bias()), LinkedHashMap.of("w", TENSOR, "b", Tree.option(TENSOR)),
                parts -> new Linear((Tensor) parts.get(0), cast(parts.get(1))));
        assertThat(any.map(new Linear(t(1), Option.of(t(2))), x -> x.add(1)).bias().get().item()).isEqualTo(3);
        assertThat(any.toMap(new Linear(t(1), Option.none())).keySet()).containsExactly("w");
    }

    @SuppressWarnings("unchecked")
    private static Option<Tensor> cast(Object o) {
        return (Option<Tensor>) o;
    }

    private record Pair(Tensor a, Tensor b) {}

    @Test
    void findsAnAccessorInAnothersPlace() {
        Tree<Pair> swapped = Tree.of("a", Pair::b, TENSOR, "b", Pair::a, TENSOR, Pair::new);
        assertThatThrownBy(() -> swapped.leaves(new Pair(t(1), t(2)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("component a");
        Tree<Pair> twice = Tree.of("a", Pair::a, TENSOR, "b", Pair::a, TENSOR, Pair::new);
        assertThatThrownBy(() -> twice.leaves(new Pair(t(1), t(2)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("component b");
    }

    private record Perhaps(Option<Tensor> a, Option<Tensor> b) {}

    @Test
    void looksAtEveryStructureOnce() {
        Tree<Perhaps> swapped = Tree.of("a", Perhaps::b, Tree.option(TENSOR), "b", Perhaps::a, Tree.option(TENSOR), Perhaps::new);
        assertThat(swapped.leaves(new Perhaps(Option.none(), Option.none()))).as("nothing to tell apart").isEmpty();
        for (Perhaps p : List.of(new Perhaps(Option.of(t(1)), Option.none()), new Perhaps(Option.none(), Option.of(t(1))),
                new Perhaps(Option.of(t(1)), Option.of(t(2))))) {
            assertThatThrownBy(() -> swapped.leaves(p)).as("%s", p).isInstanceOf(ArgumentException.class).hasMessageContaining("component");
        }
        int[] made = {0};
        Tree<Pair> counted = Tree.of("a", Pair::a, TENSOR, "b", Pair::b, TENSOR, (a, b) -> {
            made[0]++;
            return new Pair(a, b);
        });
        Tree<List<Pair>> list = Tree.list(counted);
        list.leaves(List.of(new Pair(t(1), t(2)), new Pair(t(3), t(4))));
        assertThat(made[0]).as("two, and two to look at the structure, wherever it stands").isEqualTo(4);
        list.leaves(List.of(new Pair(t(1), t(2))));
        assertThat(made[0]).isEqualTo(5);
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> NET.leaves(new Net(new Linear(null, Option.none()), Vector.empty(), List.of(), Key.of(1), true)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("first.weight is null").hasMessageContaining("Option");
        assertThatThrownBy(() -> NET.leaves(new Net(new Linear(t(1), null), Vector.empty(), List.of(), Key.of(1), true)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("first.bias is null").hasMessageContaining("an Option");
        assertThatThrownBy(() -> NET.leaves(new Net(null, Vector.empty(), List.of(), Key.of(1), true)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("first is null");
        assertThatThrownBy(() -> NET.leaves(new Net(new Linear(t(1), Option.none()), null, null, null, true)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("blocks is null");
        assertThatThrownBy(() -> TENSOR.leaves(null)).isInstanceOf(ArgumentException.class).hasMessageContaining("value is null");
    }

    @Test
    void mapsValuesOfOneStructureOnly() {
        Tree<Linear> tree = Tree.of(MethodHandles.lookup(), Linear.class);
        Linear with = new Linear(t(1), Option.of(t(2)));
        Linear without = new Linear(t(3), Option.none());
        assertThat(tree.map(with, with, F::add).bias().get().item()).isEqualTo(4);
        assertThatThrownBy(() -> tree.map(with, without, F::add)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("no leaf bias");
        assertThatThrownBy(() -> tree.map(without, with, F::add)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("more leaves, [bias]");
        Tree<Perhaps> perhaps = Tree.of(MethodHandles.lookup(), Perhaps.class);
        assertThatThrownBy(() -> perhaps.map(new Perhaps(Option.of(t(1)), Option.none()), new Perhaps(Option.none(), Option.of(t(1))),
                F::add))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("a leaf b in the place of a");
    }

    @Test
    void marksFixedLeaves() {
        Tree<Tuple2<Tensor, Tensor>> tree = Tree.tuple(TENSOR, Tree.fixed(TENSOR));
        assertThat(tree.kinds(Tuple.of(t(1), t(2)))).containsExactly(Tree.Kind.PARAMETER, Tree.Kind.FIXED);
        assertThat(tree.toMap(Tuple.of(t(1), t(2))).keySet()).as("named and saved").containsExactly("_1", "_2");
    }

    @Test
    void saysWhichLeafIsMissing() {
        assertThatThrownBy(() -> NET.with(net(), List.of(t(1, 2)))).isInstanceOf(ArgumentException.class).hasMessageContaining("first.bias")
                .hasMessageContaining("7 leaves");
        assertThatThrownBy(() -> TENSOR.with(t(1), List.of(t(1), t(2)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("more than 1");
    }

    @Test
    void refusesWhatItCannotTakeApart() {
        assertThatThrownBy(() -> Tree.of(MethodHandles.lookup(), Generic.class)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("generic");
        assertThatThrownBy(() -> Tree.of(MethodHandles.lookup(), String.class)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a record");
        assertThatThrownBy(() -> Tree.of(MethodHandles.publicLookup(), Pair.class)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("MethodHandles.lookup()");
        record Local(Tensor x) {}
        assertThat(Tree.of(MethodHandles.lookup(), Local.class).named(new Local(t(1)))).extracting(Tree.Leaf::path).containsExactly("x");
    }

    @Test
    void createsAndReads() {
        assertThat(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}).at(1, -1).item()).isEqualTo(6);
        assertThat(Tensor.of(new float[][][] {{{1}, {2}}}).shape()).isEqualTo(Shape.of(1, 2, 1));
        assertThatThrownBy(() -> Tensor.of(new double[][] {{1, 2}, {3}})).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("Tensor.of");
        assertThatThrownBy(() -> Tensor.of(new double[5], 2, 3)).isInstanceOf(ArgumentException.class).hasMessageContaining("Tensor.of");
        assertThat(Tensor.zeros(2, 3).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Tensor.eye(2).toDoubleArray2d()).isEqualTo(new double[][] {{1, 0}, {0, 1}});
        assertThat(Tensor.arange(3).toLongArray()).containsExactly(0, 1, 2);
        assertThat(Tensor.linspace(0, 1, 3).toDoubleArray()).containsExactly(0, 0.5, 1);
        assertThat(Tensor.scalar(3).dtype()).isEqualTo(DType.INT64);
        assertThat(Tensor.of(1.0, 2).allClose(Tensor.of(1.0, 2 + 1e-9))).isTrue();
        assertThat(Tensor.of(1.0, 2).contentEquals(Tensor.of(1.0, 2 + 1e-9))).isFalse();
        assertThat(Tensor.normal(Key.of(1), 2, 3).shape()).isEqualTo(Shape.of(2, 3));
        Function2<Tensor, Tensor, Tensor> loss = (w, x) -> x.matmul(w.t()).square().mean();
        assertThat(Autograd.grad2(loss).apply(Tensor.ones(DType.FLOAT64, 1, 2), Tensor.ones(DType.FLOAT64, 3, 2))._1().toDoubleArray())
                .containsExactly(4, 4);
    }
}
