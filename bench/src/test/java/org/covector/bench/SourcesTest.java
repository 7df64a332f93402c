package org.covector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that no compiler holds, read from the sources and the class files of all modules. */
class SourcesTest {
    private static final List<String> MODULES = List.of("engine", "functional", "gradcheck", "bench");
    private static final int COLUMNS = 140;
    private static final int PARAMETERS = 6;
    private static final int COMPONENTS = 8;

    /** Kernels, loops that are generated and what calls them, and what JMH writes: all pass arrays with their offsets and strides. */
    private static final Pattern LOOPS = Pattern.compile("org/covector/(engine/(kernel|codegen)|bench/jmh/jmh_generated)/.*");

    /** Overloads for a function of each number of tensors, and for a record of each number of components. */
    private static final Set<String> BY_ARITY = Set.of("org/covector/functional/CustomVjp.customVjp", "org/covector/functional/Tree.of");

    /** What one method makes and others read by name; a layer's parts have the names of its state. */
    private static final Set<String> RESULTS = Set.of("org/covector/engine/Closeness", "org/covector/engine/op/spatial/ConvGeometry",
            "org/covector/functional/nn/MultiheadAttention", "org/covector/gradcheck/Report", "org/covector/bench/report/Measurement",
            "org/covector/bench/report/Row", "org/covector/bench/accuracy/Audit$Worst");

    private static Stream<Path> files(String module, String folder, String suffix) {
        try (Stream<Path> files = Files.walk(Path.of("..", module).resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(suffix)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> tooLong(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream().filter(l -> l.length() > COLUMNS && !l.startsWith("import ")).map(l -> file + ": " + l.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parsed(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> withManyParameters(ClassModel type) {
        String name = type.thisClass().asInternalName();
        boolean isEnum = type.flags().has(AccessFlag.ENUM);
        boolean isRecord = type.findAttribute(Attributes.record()).isPresent();
        boolean named = RESULTS.contains(name) || type.methods().stream().anyMatch(m -> m.methodName().stringValue().startsWith("with"));
        return type.methods().stream().filter(m -> !m.flags().has(AccessFlag.SYNTHETIC)).filter(m -> {
            boolean made = m.methodName().equalsString("<init>");
            int given = m.methodTypeSymbol().parameterCount() - (made && isEnum ? 2 : 0); // javac adds name and number of a constant
            return made && isRecord ? given > COMPONENTS && !named : given > PARAMETERS;
        }).map(m -> name + "." + m.methodName()).filter(m -> !BY_ARITY.contains(m));
    }

    /** More become a record with parts or with-ers. */
    @Test
    void methodsHaveAtMostSixParameters() {
        List<ClassModel> types = MODULES.stream().flatMap(m -> files(m, "target/classes", ".class")).map(SourcesTest::parsed).toList();
        assertThat(types).hasSizeGreaterThan(1000);
        Map<Boolean, List<String>> found = types.stream().flatMap(SourcesTest::withManyParameters)
                .collect(Collectors.partitioningBy(m -> LOOPS.matcher(m).matches()));
        assertThat(found.get(true)).as("the rule sees what is exempt").isNotEmpty();
        assertThat(found.get(false)).isEmpty();
    }

    @Test
    void linesHaveAtMost140Columns() {
        List<Path> files = MODULES.stream().flatMap(m -> files(m, "src", ".java")).toList();
        assertThat(files).hasSizeGreaterThan(500);
        assertThat(files.stream().flatMap(SourcesTest::tooLong)).isEmpty();
    }
}
