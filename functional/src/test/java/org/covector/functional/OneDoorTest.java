package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.junit.jupiter.api.Test;

/**
 * Results and scratch come from the engine's storage: beside it nobody makes an array of elements whose length is not known when the class
 * is written, by whatever word: new, of arrays too, clone, copyOf. What does is listed, each with its reason, and the list is exact.
 */
class OneDoorTest {
    private static final Set<TypeKind> ELEMENTS = Set.of(TypeKind.FLOAT, TypeKind.DOUBLE, TypeKind.LONG, TypeKind.BOOLEAN);
    private static final String PER_AXIS = "one for each axis or input";
    private static final String LANES = "one for each lane of a few vectors";
    private static final String NUMBERS = "numbers by a formula of their place, copied into the tensor that is made of them";
    private static final String ROWS = "rows for the user, as Java has them";
    private static final String FLAGS = "one for each tensor of a call";

    /** Operations and kernels; twins by their last name. */
    private static final Map<String, String> OF_ENGINE = Map.ofEntries(
            Map.entry("kernel/move/Move.tiles", "a tile of a transposition, 65 x 64 at most"),
            Map.entry("kernel/attention/AttentionScalars.online", "the maxima of a few rows"),
            Map.entry("kernel/pooling/MaxPooling.max", LANES),
            Map.entry("kernel/pooling/MaxPooling.tapPositions", "one for each tap of a window"),
            Map.entry("kernel/gemm/Packing.<clinit>", LANES),
            Map.entry("kernel/gemm/Transposition.interleaved", LANES),
            Map.entry("kernel/gemm/ThreeRowPacking.everyThird", LANES),
            Map.entry("kernel/fourier/Stockham.plan", "which table belongs to which pass; the tables come from storage"),
            Map.entry("kernel/resample/GridTaps.<init>", "the taps of one point"),
            Map.entry("op/Assembly.roll", PER_AXIS),
            Map.entry("op/PointwiseCall.tiles", PER_AXIS),
            Map.entry("op/ProductDerivatives$Run.new", "one for each input; the rows come from storage"),
            Map.entry("op/ReducedAxes.of", PER_AXIS),
            Map.entry("op/ReducedAxes.marked", PER_AXIS));

    /** Functions, layers, optimisers, files. */
    private static final Map<String, String> OF_FUNCTIONAL = Map.ofEntries(
            Map.entry("primitive/AxisReduction.reduced", PER_AXIS),
            Map.entry("spatial/ConvolutionArguments.joined", PER_AXIS),
            Map.entry("spatial/ConvolutionArguments.outputs", PER_AXIS),
            Map.entry("spatial/ConvolutionArguments.patches", PER_AXIS),
            Map.entry("spatial/ConvolutionArguments.transposedLengths", PER_AXIS),
            Map.entry("spatial/PoolArguments.outputSize", PER_AXIS),
            Map.entry("primitive/Shapes.squeeze", PER_AXIS),
            Map.entry("linalg/EqualValues$Rotation.block", "one small rotation of as many rows as eigenvalues are equal"),
            Map.entry("linalg/EqualValues$Rotation.compute", "one small rotation of as many rows as eigenvalues are equal"),
            Map.entry("spatial/GridSampling.points", NUMBERS),
            Map.entry("nn/Init.dirac", NUMBERS),
            Map.entry("nn/Init.orthogonal", NUMBERS),
            Map.entry("nn/Init.sparse", "a mask by shape, copied into the tensor that is made of it"),
            Map.entry("nn/Embedding.table", "a mask by shape, copied into the tensor that is made of it"),
            Map.entry("Tensor.toDoubleArray2d", ROWS),
            Map.entry("Tensor.toFloatArray2d", ROWS),
            Map.entry("Tensor.toLongArray2d", ROWS),
            Map.entry("Tensor.toBooleanArray2d", ROWS),
            Map.entry("linalg/Products.best", "the costs of products of a chain of matrices"),
            Map.entry("Autograd.vmap", FLAGS),
            Map.entry("transform/TreeFunction.parameters", FLAGS),
            Map.entry("core/Apply.batch", FLAGS),
            Map.entry("custom/Custom.jvp", FLAGS),
            Map.entry("fusion/Fused.jvp", FLAGS),
            Map.entry("core/Reverse.vjp", FLAGS),
            Map.entry("core/Wanted.of", FLAGS),
            Map.entry("fusion/Fused.split", "one for each place of a program"),
            Map.entry("fusion/Fusion.<init>", "one for each place of a program"),
            Map.entry("fusion/Slice.of", "one for each place of a program"),
            Map.entry("core/Pointwise.scalars", "the numbers a caller gave, a few"),
            Map.entry("optim/Accumulate.begin", "one for each parameter"),
            Map.entry("optim/Accumulate.step", "one for each parameter"),
            Map.entry("optim/Slots.begin", "one for each parameter"),
            Map.entry("optim/Slots.traverse", "one for each parameter"),
            Map.entry("optim/Stepping.<init>", "one for each parameter"),
            Map.entry("optim/LeafOptimizer$Stepped.with", "the numbers of one parameter's state, a few"),
            Map.entry("optim/LbfgsStep.direct", "one for each step that is remembered"));

    @Test
    void operationsAndKernelsTakeArraysFromStorage() {
        String engine = "org/covector/engine/";
        Set<String> found = new TreeSet<>();
        Stream.of("op", "dispatch", "kernel").flatMap(folder -> ArchitectureTest.models(NdArray.class, engine + folder).stream())
                .forEach(c -> makers(c, engine, found));
        assertThat(found).as("take the array from Storage.zeros, uninitialised or copyOfRange")
                .containsExactlyInAnyOrderElementsOf(OF_ENGINE.keySet());
    }

    @Test
    void functionsMakeNoArraysOfElements() {
        String functional = "org/covector/functional/";
        Set<String> found = new TreeSet<>();
        ArchitectureTest.models(Tensor.class, functional).stream()
                .filter(c -> !c.thisClass().asInternalName().startsWith(functional + "sample/"))
                .forEach(c -> makers(c, functional, found));
        assertThat(found).as("compute with tensors, or in the engine").containsExactlyInAnyOrderElementsOf(OF_FUNCTIONAL.keySet());
    }

    @Test
    void everyWordForAnArrayIsSeen() {
        Set<String> found = new TreeSet<>();
        ArchitectureTest.models(OneDoorTest.class, "org/covector/functional").stream()
                .filter(c -> c.thisClass().asInternalName().endsWith("OneDoorTest$Makers"))
                        .forEach(c -> makers(c, "org/covector/functional/", found));
        assertThat(found).containsExactly("OneDoorTest$Makers.clones", "OneDoorTest$Makers.copies", "OneDoorTest$Makers.makes",
                "OneDoorTest$Makers.nests",
                "OneDoorTest$Makers.tables");
    }

    /** One method for each word, and two that make what is allowed. */
    private static final class Makers {
        static double[] makes(int n) {
            return new double[n];
        }

        static float[][] tables(int n) {
            return new float[n][];
        }

        static double[][] nests(int n) {
            return new double[n][n];
        }

        static long[] copies(long[] x) {
            return java.util.Arrays.copyOfRange(x, 1, x.length);
        }

        static boolean[] clones(boolean[] x) {
            return x.clone();
        }

        static double[] few(double x) {
            return new double[] {x, 2 * x};
        }

        static int[] numbers(int n) {
            return new int[n];
        }
    }

    /** Class and method of whatever makes arrays of elements; lambdas by the method around them. */
    private static void makers(ClassModel c, String home, Set<String> found) {
        String name = c.thisClass().asInternalName().substring(home.length())
                .replaceFirst("(?<=^kernel/[a-z]{1,20}/)(Float|Double|Long|Boolean)(?=[A-Z])", "");
        for (MethodModel m : c.methods()) {
            if (m.code().isPresent() && makesArrays(m)) {
                found.add(name + "." + m.methodName().stringValue().replaceFirst("^lambda\\$(\\w+)\\$.*", "$1"));
            }
        }
    }

    private static boolean makesArrays(MethodModel m) {
        boolean constant = false;
        for (CodeElement e : m.code().orElseThrow()) {
            boolean makes = switch (e) {
                case NewPrimitiveArrayInstruction n -> !constant && ELEMENTS.contains(n.typeKind());
                case NewReferenceArrayInstruction n -> !constant && isElements(n.componentType().asInternalName());
                case NewMultiArrayInstruction n -> isElements(n.arrayType().asInternalName());
                case InvokeInstruction i -> i.name().equalsString("clone") && isElements(i.owner().asInternalName())
                        || i.owner().asInternalName().equals("java/util/Arrays") && i.name().stringValue().startsWith("copyOf")
                        && isElements(i.type().stringValue().substring(1, 3));
                default -> false;
            };
            if (makes) {
                return true;
            }
            constant = e instanceof PseudoInstruction ? constant : e instanceof ConstantInstruction;
        }
        return false;
    }

    private static boolean isElements(String type) {
        return type.matches("\\[+[FDJZ]");
    }
}
