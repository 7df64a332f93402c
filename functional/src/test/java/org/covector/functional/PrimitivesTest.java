package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Laws.random;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Tuple;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.spatial.ConvWindow;
import org.covector.engine.op.spatial.PoolWindow;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Tangent;
import org.covector.functional.fusion.Steps;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What primitives declare, looked at where the catalogue applies them: for values, tangents and pullbacks. */
class PrimitivesTest {
    private static final int SEEDS = 3;

    /** A primitive with what it was given. */
    private record Applied(Primitive primitive, List<NdArray> inputs) {
        static List<Applied> of(Steps steps) {
            List<Primitive> primitives = steps.primitives();
            return IntStream.range(0, primitives.size()).mapToObj(i -> new Applied(primitives.get(i), steps.inputs(i))).toList();
        }

        Tensor[] tensors() {
            return inputs.stream().map(Tensor::of).toArray(Tensor[]::new);
        }
    }

    /** By class: every different primitive with every combination of shapes that the catalogue meets. */
    private static final Map<String, List<Applied>> MET = met();

    private static Map<String, List<Applied>> met() {
        Map<String, List<Applied>> all = new TreeMap<>();
        Set<List<?>> seen = new HashSet<>();
        for (OpInfo op : Samples.all()) {
            for (Sample s : op.is(OpInfo.Trait.READS_ELEMENTS) ? List.<Sample>of() : op.samples(SEEDS)) {
                for (Laws.At at : Laws.functions(s)) {
                    for (Applied a : Applied.of(at.steps())) {
                        if (seen.add(List.of(a.primitive, a.inputs.stream().map(NdArray::shape).toList()))) {
                            all.computeIfAbsent(name(a.primitive.getClass()), _ -> new ArrayList<>()).add(a);
                        }
                    }
                }
            }
        }
        return all;
    }

    private static String name(Class<?> type) {
        return type.getName().replaceFirst(".*\\.", "");
    }

    /** Classes of primitives. */
    private static List<Class<?>> primitives() {
        return ArchitectureTest.functional().stream()
                .filter(c -> Primitive.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers())).toList();
    }

    // ---- linearity

    /** {@code f(a x + b y) = a f(x) + b f(y)} in the inputs that are declared. */
    @TestFactory
    Stream<DynamicTest> declaredLinearityHolds() {
        return MET.entrySet().stream().filter(e -> e.getValue().stream().anyMatch(a -> a.primitive.linearity() != Linearity.NONE))
                .map(e -> dynamicTest(e.getKey(), () -> e.getValue().forEach(PrimitivesTest::isLinear)));
    }

    private static void isLinear(Applied a) {
        switch (a.primitive.linearity()) {
            case Linearity.None _ -> { }
            case Linearity.Jointly(Ints inputs) -> isLinear(a, inputs.toArray());
            case Linearity.Each(Ints inputs) -> inputs.stream().forEach(i -> isLinear(a, i));
            case Linearity.Affine(Ints inputs, Ints added) -> inputs.stream().forEach(i -> isLinear(a, added.prepend(i).toArray()));
        }
    }

    private static void isLinear(Applied a, int... inputs) {
        Primitive f = a.primitive instanceof Linear l ? l.homogeneous() : a.primitive;
        Tensor[] x = a.tensors();
        Tensor[] y = a.tensors();
        Tensor[] sum = a.tensors();
        Tangent[] dx = new Tangent[x.length];
        Arrays.fill(dx, Cotangent.ZERO);
        boolean any = false;
        for (int i : inputs) {
            if (i < x.length && x[i].dtype().isFloating()) {
                any = true;
                DType dtype = x[i].dtype();
                x[i] = random(x[i], 3 + i).to(dtype);
                y[i] = random(x[i], 30 + i).to(dtype);
                sum[i] = F.add(F.mul(x[i], 1.25), F.mul(y[i], -0.75));
                dx[i] = y[i];
            }
        }
        if (!any) {
            return; // of integers, or without a bias
        }
        Tensor[] fx = Apply.all(f, x);
        Tensor[] fy = Apply.all(f, y);
        Tensor[] fsum = Apply.all(f, sum);
        Jvp jvp = a.primitive.jvp(x, dx);
        if (Arrays.stream(fx).anyMatch(t -> t.dtype().isFloating())) {
            assertThat(jvp.tangents()).as(a.toString()).anyMatch(Tensor.class::isInstance);
        }
        for (int k = 0; k < fx.length; k++) {
            if (jvp.tangents()[k] instanceof Tensor) {
                isClose(a + " in " + Arrays.toString(inputs), fsum[k], F.add(F.mul(fx[k], 1.25), F.mul(fy[k], -0.75)));
            }
        }
    }

    private static void isClose(String what, Tensor got, Tensor want) {
        double[] a = got.array().toDoubleArray();
        double[] b = want.array().toDoubleArray();
        double largest = Math.max(Arrays.stream(a).map(Math::abs).filter(Double::isFinite).max().orElse(0), 1);
        for (int i = 0; i < a.length; i++) {
            assertThat(Double.compare(a[i], b[i]) == 0 || Math.abs(a[i] - b[i]) <= (got.dtype() == DType.FLOAT64 ? 1e-10 : 1e-5) * largest)
                    .as(what + ", element " + i + ": " + a[i] + " instead of " + b[i]).isTrue();
        }
    }

    /** Every class that declares something of its linearity is among those looked at. */
    @Test
    void everyDeclarationIsLookedAt() {
        Set<String> declared = primitives().stream().filter(c -> Linear.class.isAssignableFrom(c) || declaresLinearity(c))
                .map(PrimitivesTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> looked = MET.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(a -> a.primitive.linearity() != Linearity.NONE))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        assertThat(declared).hasSizeGreaterThan(50);
        assertThat(looked).isEqualTo(declared);
    }

    private static boolean declaresLinearity(Class<?> c) {
        return Arrays.stream(c.getDeclaredMethods()).anyMatch(m -> m.getName().equals("linearity"));
    }

    // ---- attributes

    /** Users' code: a function has no value but its identity. */
    private static final Set<String> OF_USERS = Set.of("Custom", "CustomJvp", "Checkpoint", "While");

    /** Records of the engine that hold arrays and compare them by content. */
    private static final Set<Class<?>> VALUES = Set.of(ConvWindow.class, PoolWindow.class);

    @Test
    void attributesAreNeitherArraysNorFunctions() {
        Set<String> found = new TreeSet<>();
        primitives().stream().filter(c -> c.isRecord() && !OF_USERS.contains(name(c))).forEach(c -> attributes(c, found));
        assertThat(found).isEmpty();
        assertThat(primitives().stream().filter(c -> !c.isRecord()).map(PrimitivesTest::name))
                .containsExactlyInAnyOrder("Pointwise", "Fused");
    }

    /** Components that are arrays or functions, down through records. */
    private static void attributes(Class<?> record, Set<String> found) {
        for (RecordComponent component : record.getRecordComponents()) {
            Class<?> type = component.getType();
            if (type.isArray() || type.isAnnotationPresent(FunctionalInterface.class) || type.getName().startsWith("io.vavr.Function")) {
                found.add(name(record) + "." + component.getName());
            } else if (type.isRecord() && !VALUES.contains(type)) {
                attributes(type, found);
            }
        }
    }

    /** The same operation made twice is one value, with a text that says which. */
    @TestFactory
    Stream<DynamicTest> operationsMadeTwiceAreEqual() {
        return Samples.all().stream().filter(op -> !op.is(OpInfo.Trait.READS_ELEMENTS)).map(op -> dynamicTest(op.name(), () -> {
            List<Primitive> once = drawn(op);
            List<Primitive> again = drawn(op);
            assertThat(again).isEqualTo(once).hasSameHashCodeAs(once);
            assertThat(again.toString()).isEqualTo(once.toString()).doesNotContainPattern("@[0-9a-f]{5,}");
        }));
    }

    private static List<Primitive> drawn(OpInfo op) {
        Sample s = op.sample(new Arguments(1, 1001, Arguments.Style.PLAIN));
        return Laws.functions(s).stream().flatMap(at -> at.steps().primitives().stream())
                .filter(p -> !OF_USERS.contains(name(p.getClass()))).toList();
    }

    // ---- examples side by side

    /** What runs under vmap does not become more operations with more examples. */
    @TestFactory
    Stream<DynamicTest> batchesAreAsManyOperationsAsExamples() {
        return Samples.all().stream().filter(op -> !op.is(OpInfo.Trait.READS_ELEMENTS)).map(op -> dynamicTest(op.name(), () -> {
            for (Sample s : op.samples(SEEDS)) {
                for (Laws.At at : Laws.functions(s)) {
                    assertThat(names(at.examples(5))).as(s.inputs().toString()).isEqualTo(names(at.examples(2)));
                }
            }
        }));
    }

    private static List<String> names(Laws.At at) {
        return at.steps().primitives().stream().map(Primitive::name).toList();
    }

    /**
     * Primitives that the catalogue does not apply: those of users and of keys, those that are refused with their reasons, inputs, and
     * checks whose results nothing depends on.
     */
    private static final Set<String> ELSEWHERE = Set.of("Custom", "CustomJvp", "UserPrimitive", "While", "Fused", "Draw", "Keys$Split",
            "Keys$Fold", "Node$Input",
            "Lookup$OneHotOfAll", "Masks$Nonzero", "Search$DistinctSlices", "Counting$Bincount", "ClassTarget$Checked");

    @Test
    void theCatalogueAppliesEveryPrimitiveButThose() {
        Set<String> all = primitives().stream().map(PrimitivesTest::name).collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(MET.keySet());
        assertThat(all).isEqualTo(new TreeSet<>(ELSEWHERE));
    }

    /** The two that docs/DESIGN.md lists run example by example; keys, random numbers and users' functions do not. */
    @Test
    void onlyTheListedRunExampleByExample() {
        Tensor x = Tensor.of(1.0, 2);
        Laws.At loop = new Laws.At(in -> new Tensor[] {Loops.whileLoop(t -> F.lt(F.sum(t), 9), t -> F.mul(t, 2), in[0])}, x);
        assertThat(names(loop.examples(5))).filteredOn("whileLoop"::equals).hasSize(5);
        Laws.At user = new Laws.At(in -> new Tensor[] {new LevelsTest.Undeclared().of(in[0])}, x);
        assertThat(names(user.examples(5))).filteredOn("undeclared"::equals).hasSize(5);
        Laws.At random = new Laws.At(in -> new Tensor[] {F.dropout(in[0], 0.5, true, Key.of(in[1]).fold(7).split(2).get(1))}, x,
                Key.of(3).words());
        assertThat(names(random.examples(5))).isEqualTo(names(random.examples(2))).contains("draw", "fold", "split");
        Laws.At custom = new Laws.At(in -> new Tensor[] {CustomVjp.customVjp("f",
                t -> CustomVjp.withPullback(F.exp(t), dy -> Tuple.of(() -> dy))).apply(in[0]),
                CustomJvp.customJvp("g", t -> CustomJvp.withTangent(F.exp(t), dt -> dt)).apply(in[0]),
                        Functions.fuse((Tensor t) -> F.exp(t)).apply(in[0])}, x);
        assertThat(names(custom.examples(5))).isEqualTo(names(custom.examples(2)));
    }
}
