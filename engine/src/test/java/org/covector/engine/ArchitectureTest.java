package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package of the engine may know which, read from the class files, and how large a package may be. */
class ArchitectureTest {
    private static final Pattern TYPE = Pattern.compile("(?<=L)[\\w/$]+(?=[;<])");
    private static final String VECTORS = "jdk/incubator/vector";
    private static final String ENGINE = "org/covector/engine";
    private static final String KERNEL = ENGINE + "/kernel";
    private static final int MOST_FILES = 35;

    /** Public words of the front package that every package uses; they count as a package below all others. */
    private static final Set<String> VOCABULARY = Set.of(ENGINE + "/ArgumentException", ENGINE + "/DType", ENGINE + "/Vocabulary");

    /** A class, and every class that its code, fields and signatures mention. */
    private record Known(String name, String source, Set<String> mentions) {
        String home() {
            return VOCABULARY.contains(name) ? "vocabulary" : homeOf(name);
        }

        boolean mentions(String... prefixes) {
            return mentions.stream().anyMatch(m -> Stream.of(prefixes).anyMatch(m::startsWith));
        }
    }

    private static final List<Known> CLASSES = classes();

    private static String homeOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    private static List<Known> classes() {
        try {
            Path home = Path.of(NdArray.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(home)) {
                return read(home.resolve(ENGINE));
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home.toUri()), Map.of())) {
                return read(jar.getPath(ENGINE));
            }
        } catch (Exception e) {
            throw new AssertionError("no class files of the engine", e);
        }
    }

    private static List<Known> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".class") && !f.endsWith("package-info.class")).map(ArchitectureTest::known)
                    .toList();
        }
    }

    private static Known known(Path file) {
        try {
            ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
            Set<String> mentions = new TreeSet<>();
            for (PoolEntry entry : model.constantPool()) {
                switch (entry) {
                    case ClassEntry c -> mentions.add(c.asInternalName());
                    case NameAndTypeEntry n -> addTypes(n.type().stringValue(), mentions);
                    case Utf8Entry u -> addTypes(u.stringValue(), mentions);
                    default -> { }
                }
            }
            String name = model.thisClass().asInternalName();
            return new Known(name, name.replaceFirst("\\$.*", ""), mentions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addTypes(String descriptor, Set<String> to) {
        TYPE.matcher(descriptor).results().map(MatchResult::group).forEach(to::add);
    }

    private static List<String> names(Stream<Known> classes) {
        return classes.map(Known::name).toList();
    }

    private static Stream<Known> kernels() {
        return CLASSES.stream().filter(c -> c.home().startsWith(KERNEL));
    }

    @Test
    void findsTheClasses() {
        assertThat(names(kernels())).contains(KERNEL + "/reduction/FloatSum", KERNEL + "/reduction/DoubleSum");
        assertThat(names(CLASSES.stream())).contains(ENGINE + "/op/Matmul", ENGINE + "/NdArray");
        assertThat(names(kernels().filter(c -> c.mentions(VECTORS)))).contains(KERNEL + "/reduction/FloatSum");
        assertThat(edges().get(KERNEL + "/linalg")).contains(KERNEL + "/gemm");
    }

    @Test
    void kernelsSeeArraysAndNumbersOnly() {
        assertThat(names(kernels().filter(c -> c.mentions("io/vavr/", ENGINE + "/Shape", ENGINE + "/NdArray", ENGINE + "/op/",
                ENGINE + "/expr/")))).isEmpty();
    }

    @Test
    void onlyKernelsTheCompilerAndTheRuntimeTouchVectors() {
        assertThat(names(CLASSES.stream().filter(c -> c.mentions(VECTORS) && !c.home().startsWith(KERNEL)
                && !Set.of(ENGINE + "/codegen", ENGINE + "/runtime").contains(c.home())))).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        Map<String, Set<String>> to = edges();
        Set<String> left = new TreeSet<>(to.keySet());
        while (left.removeIf(p -> to.get(p).stream().noneMatch(left::contains))) { // what knows nothing that is left is no part of a cycle
        }
        assertThat(left).isEmpty();
    }

    @Test
    void packagesAreRooms() {
        Map<String, Long> files = CLASSES.stream().filter(c -> !isTwin(c.source())).collect(
                Collectors.groupingBy(c -> homeOf(c.name()), TreeMap::new, Collectors.mapping(Known::source,
                        Collectors.collectingAndThen(Collectors.toSet(), s -> (long) s.size()))));
        assertThat(files).allSatisfy((_, n) -> assertThat(n).isLessThanOrEqualTo(MOST_FILES));
        assertThat(files).hasSizeGreaterThan(15);
    }

    /** Whether the build derives a class from its float twin. */
    private static boolean isTwin(String source) {
        String twin = source.replaceFirst("/(Double|Long|Boolean)(?=\\w+$)", "/Float");
        return !twin.equals(source) && !source.endsWith("Data") && CLASSES.stream().anyMatch(c -> c.name().equals(twin));
    }

    /** What each package knows of the others. */
    private static Map<String, Set<String>> edges() {
        Map<String, Known> byName = CLASSES.stream().collect(Collectors.toMap(Known::name, Function.identity()));
        Map<String, Set<String>> to = new TreeMap<>();
        for (Known c : CLASSES) {
            Set<String> of = to.computeIfAbsent(c.home(), _ -> new TreeSet<>());
            c.mentions().stream().filter(byName::containsKey).map(m -> byName.get(m).home()).forEach(of::add);
            of.remove(c.home());
        }
        return to;
    }
}
