package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.covector.engine.NdArray;
import org.junit.jupiter.api.Test;

/** Who may know whom, read from the class files. */
class ArchitectureTest {
    private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");
    private static final String VECTORS = "jdk/incubator/vector";
    private static final String ENGINE = "org/covector/engine";

    private static final String FRONT = "org/covector/functional";

    /** What the front is made of: Tensor is the word users write most, and what happens to tensors is the mechanism's. */
    private static final Set<String> MECHANISM = Stream.of("core", "primitive", "custom", "fusion", "transform").map(p -> FRONT + "/" + p)
            .collect(Collectors.toSet());

    private static final int MOST_FILES = 35;

    /** Larger packages, with their reasons in docs/decision/0012: what one import must bring, layers, optimisers, formats of files. */
    private static final Map<String, Integer> LARGER = Map.of(FRONT, 63, FRONT + "/nn", 54, FRONT + "/optim", 46, FRONT + "/io", 38);

    /** A class with every class that its code, fields and signatures mention; those that it permits to extend it do not count. */
    private record Known(String name, Set<String> mentions, boolean prints) {
        String home() {
            return homeOf(name);
        }

        static String homeOf(String name) {
            return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
        }

        boolean mentions(String prefix) {
            return mentions.stream().anyMatch(m -> m.startsWith(prefix));
        }
    }

    private static final List<Known> FUNCTIONAL = classes(Tensor.class, "org/covector/functional");
    private static final List<Known> OF_ENGINE = classes(NdArray.class, ENGINE);

    private static List<Known> classes(Class<?> member, String folder) {
        return models(member, folder).stream().map(ArchitectureTest::parse).toList();
    }

    /** The class files below a folder of the module that a class belongs to. */
    static List<ClassModel> models(Class<?> member, String folder) {
        try {
            CodeSource source = member.getProtectionDomain().getCodeSource();
            Path home = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(home)) {
                return read(home.resolve(folder));
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home.toUri()), Map.of())) {
                return read(jar.getPath(folder));
            }
        } catch (Exception e) {
            throw new AssertionError("no class files of " + member, e);
        }
    }

    private static List<ClassModel> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".class") && !f.toString().endsWith("-info.class")).map(ArchitectureTest::model)
                    .toList();
        }
    }

    private static ClassModel model(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Known parse(ClassModel model) {
        Set<String> mentions = new TreeSet<>();
        boolean prints = false;
        for (var entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry c -> mentions.add(c.asInternalName());
                case NameAndTypeEntry n -> addTypes(n.type().stringValue(), mentions);
                case Utf8Entry u -> addTypes(u.stringValue(), mentions);
                case FieldRefEntry f -> prints |= f.owner().asInternalName().equals("java/lang/System")
                        && f.type().stringValue().equals("Ljava/io/PrintStream;");
                default -> { }
            }
        }
        mentions.remove(model.thisClass().asInternalName());
        model.findAttribute(Attributes.permittedSubclasses()).ifPresent(
                p -> p.permittedSubclasses().forEach(c -> mentions.remove(c.asInternalName())));
        return new Known(model.thisClass().asInternalName(), mentions, prints);
    }

    private static void addTypes(String descriptor, Set<String> to) {
        Matcher m = TYPE.matcher(descriptor);
        while (m.find()) {
            to.add(m.group(1));
        }
    }

    /** The classes of functional. */
    static List<Class<?>> functional() {
        List<Class<?>> all = new ArrayList<>();
        for (Known c : FUNCTIONAL) {
            try {
                all.add(Class.forName(c.name().replace('/', '.'), false, Tensor.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }
        return all;
    }

    private static List<String> names(Stream<Known> classes) {
        return classes.map(Known::name).toList();
    }

    @Test
    void findsTheClasses() {
        assertThat(names(FUNCTIONAL.stream())).contains("org/covector/functional/F", "org/covector/functional/core/Apply");
        assertThat(names(OF_ENGINE.stream())).contains(ENGINE + "/op/Matmul");
    }

    @Test
    void functionsKnowNoVectorsAndNoKernels() {
        assertThat(names(FUNCTIONAL.stream().filter(c -> c.mentions(VECTORS) || c.mentions(ENGINE + "/kernel/")
                || c.mentions(ENGINE + "/codegen/")
                || c.mentions(ENGINE + "/storage/")))).isEmpty();
    }

    @Test
    void theEngineKnowsNoFunctions() {
        assertThat(names(OF_ENGINE.stream().filter(c -> c.mentions("org/covector/functional")))).isEmpty();
    }

    @Test
    void nothingPrints() {
        assertThat(names(Stream.concat(FUNCTIONAL.stream(), OF_ENGINE.stream()).filter(Known::prints))).isEmpty();
    }

    /** Families know the front and its mechanism; these know families by F alone, which inherits all of them. */
    @Test
    void familiesHaveNoCycles() {
        UnaryOperator<String> asOne = home -> MECHANISM.contains(home) ? FRONT : home;
        assertThat(cyclic(FUNCTIONAL.stream().filter(c -> !c.name().equals(FRONT + "/F")), asOne)).isEmpty();
        assertThat(cyclic(FUNCTIONAL.stream(), asOne)).as("what F inherits").isEqualTo(families(FRONT));
    }

    @Test
    void theMechanismIsLayered() {
        assertThat(cyclic(FUNCTIONAL.stream().filter(c -> !c.home().equals(FRONT)), home -> home)).as("broadcasting and its adjoint")
                .containsExactly(FRONT + "/core", FRONT + "/primitive");
    }

    @Test
    void packagesAreRooms() {
        Map<String, Integer> sizes = FUNCTIONAL.stream().filter(c -> !c.name().contains("$"))
                .collect(Collectors.groupingBy(Known::home, TreeMap::new, Collectors.summingInt(_ -> 1)));
        assertThat(sizes).hasSizeGreaterThan(20).containsKeys(LARGER.keySet().toArray(String[]::new))
                .allSatisfy((home, n) -> assertThat(n).isLessThanOrEqualTo(LARGER.getOrDefault(home, MOST_FILES)));
    }

    /** Facades are public, and nothing else of their packages; what the front hides is the derivation of trees alone. */
    @Test
    void implementationsAreHidden() {
        Set<String> facades = facades().map(c -> c.getName().replace('.', '/')).collect(Collectors.toSet());
        Set<String> families = families();
        List<Class<?>> all = functional().stream().filter(c -> c.getEnclosingClass() == null).toList();
        assertThat(all.stream().filter(c -> Modifier.isPublic(c.getModifiers())).map(c -> c.getName().replace('.', '/'))
                .filter(c -> families.contains(Known.homeOf(c)))).containsExactlyInAnyOrderElementsOf(facades);
        assertThat(all.stream().filter(c -> !Modifier.isPublic(c.getModifiers()) && c.getPackageName().equals(F.class.getPackageName()))
                .map(Class::getSimpleName)).containsExactly("Components");
    }

    private static Stream<Class<?>> facades() {
        return Stream.iterate(F.class.getSuperclass(), c -> c != Object.class, Class::getSuperclass);
    }

    /** The packages of the classes that F inherits, with some more. */
    private static Set<String> families(String... more) {
        return Stream.concat(Stream.of(more), facades().map(c -> c.getPackageName().replace('.', '/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyFunctionOfFIsAMemberOfAPublicClass() {
        assertThat(Arrays.stream(F.class.getMethods()).map(Method::getDeclaringClass).distinct())
                .hasSizeGreaterThan(10).allMatch(c -> Modifier.isPublic(c.getModifiers()));
    }

    @Test
    void theMechanismIsExportedToTheCheckerOnly() {
        assertThat(Tensor.class.getModule().getDescriptor().exports()).filteredOn(ModuleDescriptor.Exports::isQualified)
                .extracting(ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets).containsExactlyInAnyOrder(
                        Stream.of("core", "custom", "fusion", "sample", "transform")
                                .map(p -> tuple("org.covector.functional." + p, Set.of("org.covector.gradcheck"))).toArray(Tuple[]::new));
    }

    /** Packages that reach themselves by what some classes mention, several of them maybe taken {@code as} one. */
    private static Set<String> cyclic(Stream<Known> some, UnaryOperator<String> as) {
        List<Known> classes = some.toList();
        Set<String> homes = classes.stream().map(c -> as.apply(c.home())).collect(Collectors.toSet());
        Map<String, Set<String>> to = new TreeMap<>();
        for (Known c : classes) {
            String from = as.apply(c.home());
            for (String m : c.mentions()) {
                String home = as.apply(Known.homeOf(m));
                if (homes.contains(home) && !home.equals(from)) {
                    to.computeIfAbsent(from, _ -> new TreeSet<>()).add(home);
                }
            }
        }
        return to.keySet().stream().filter(p -> reaches(to, p)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean reaches(Map<String, Set<String>> to, String from) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(to.get(from));
        while (!open.isEmpty()) {
            String p = open.pop();
            if (p.equals(from)) {
                return true;
            }
            if (seen.add(p)) {
                open.addAll(to.getOrDefault(p, Set.of()));
            }
        }
        return false;
    }
}
