package org.covector.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Results and scratch of operations and kernels come from {@link Storage}: nobody makes arrays of elements beside it. */
class OneDoorTest {
    private static final Set<TypeKind> ELEMENTS = Set.of(TypeKind.FLOAT, TypeKind.DOUBLE, TypeKind.LONG, TypeKind.BOOLEAN);

    /** Arrays of a few numbers known when the class was written, tables, flags and positions; twins by their last name. */
    private static final Set<String> SMALL = Set.of(
            "Attention", "AttentionLoops", "AttentionScalars", "Extremum", "GradientLanes", "Move", "PackedGemm", "Packing", "Sum", "Threes",
            "WeightGradient", "DoubleMaxPooling", "NormalQuantile", "Rows",
            "GridSample", "Exponential", "Indexing", "KeySort", "LinearAlgebra", "ResampleTable", "RootsOfUnity", "SymmetricEigen", "Assembly", "Pointwise", "PointwiseCall", "ReducedAxes");

    @Test
    void operationsAndKernelsMakeNoArraysOfElements() throws Exception {
        Path home = Path.of(Storage.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("org/covector/engine");
        Set<String> found = new TreeSet<>();
        for (String folder : new String[] {"op", "kernel"}) {
            try (Stream<Path> files = Files.walk(home.resolve(folder))) {
                files.filter(f -> f.toString().endsWith(".class") && makesArrays(f)).forEach(f -> found.add(name(f)));
            }
        }
        found.removeIf(n -> SMALL.contains(n) || SMALL.contains(n.replaceFirst("^(Float|Double|Long|Boolean)", "")));
        assertThat(found).as("take the array from Storage.zeros or Storage.uninitialised").isEmpty();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("[$.].*", "");
    }

    private static boolean makesArrays(Path file) {
        try {
            ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
            return model.methods().stream().flatMap(m -> m.code().stream()).flatMap(c -> c.elementStream())
                    .anyMatch(e -> e instanceof NewPrimitiveArrayInstruction n && ELEMENTS.contains(n.typeKind()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
