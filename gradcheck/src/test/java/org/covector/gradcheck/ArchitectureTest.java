package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may know which, and how large one may be, read from the class files. */
class ArchitectureTest {
    private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");
    private static final String ROOT = "org/covector/gradcheck";
    private static final int LARGEST = 35;

    /** What all rooms speak of: they count as a package below all others, of which they know none. */
    private static final Set<String> WORDS = Stream.of("Breach", "Cause", "Conclusion", "Element", "Evidence", "InputDomain", "Options",
            "Verdict", "Variation").map(w -> ROOT + "/" + w).collect(Collectors.toSet());

    /** Words that render themselves: the one circle. */
    private static final Set<String> REPORTS = Set.of(ROOT + "/Report", ROOT + "/CatalogueReport");

    private record Known(String name, Set<String> mentions) {
        String home() {
            return homeOf(name);
        }
    }

    private static final List<Known> ALL = classes();

    private static List<Known> classes() {
        try {
            Path home = Path.of(Gradcheck.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(home.resolve(ROOT))) {
                return files.filter(f -> f.toString().endsWith(".class") && !f.toString().endsWith("-info.class"))
                        .map(ArchitectureTest::parse).toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError("no class files of gradcheck", e);
        }
    }

    private static Known parse(Path file) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> mentions = new TreeSet<>();
        for (var entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry c -> mentions.add(top(c.asInternalName()));
                case NameAndTypeEntry n -> addTypes(n.type().stringValue(), mentions);
                case Utf8Entry u -> addTypes(u.stringValue(), mentions);
                default -> { }
            }
        }
        String name = top(model.thisClass().asInternalName());
        mentions.remove(name);
        return new Known(name, mentions);
    }

    private static void addTypes(String descriptor, Set<String> to) {
        Matcher m = TYPE.matcher(descriptor);
        while (m.find()) {
            to.add(top(m.group(1)));
        }
    }

    private static String top(String name) {
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static String homeOf(String name) {
        if (WORDS.contains(name) || REPORTS.contains(name)) {
            return "words";
        }
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }

    private static boolean isRoom(String name) {
        return name.startsWith(ROOT + "/") && name.indexOf('/', ROOT.length() + 1) > 0;
    }

    @Test
    void theWordsKnowNoRoom() {
        assertThat(ALL.stream().filter(c -> WORDS.contains(c.name())).filter(c -> c.mentions().stream().anyMatch(ArchitectureTest::isRoom)))
                .isEmpty();
    }

    @Test
    void reportsKnowOnlyWhatRendersThem() {
        assertThat(ALL.stream().filter(c -> REPORTS.contains(c.name())).flatMap(c -> c.mentions().stream())
                .filter(ArchitectureTest::isRoom).map(ArchitectureTest::homeOf).distinct())
                .containsExactlyInAnyOrder(ROOT + "/render", ROOT + "/page");
    }

    @Test
    void packagesHaveNoCircles() {
        assertThat(ALL).extracting(Known::home).contains("words", ROOT + "/flat", ROOT + "/check", ROOT + "/render");
        Set<String> rendering = Set.of(ROOT + "/render", ROOT + "/page");
        assertThat(circular((from, to) -> !(REPORTS.contains(from) && rendering.contains(homeOf(to))))).isEmpty();
        assertThat(circular((_, _) -> true)).as("the reports are the only ones").contains("words", ROOT + "/render");
    }

    @Test
    void noPackageIsLarge() {
        Map<String, Long> sizes = ALL.stream().map(c -> c.name()).distinct()
                .collect(Collectors.groupingBy(n -> n.substring(0, n.lastIndexOf('/')), TreeMap::new, Collectors.counting()));
        assertThat(sizes).hasSizeGreaterThan(10).allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(LARGEST));
    }

    @Test
    void oneSimpleNameIsOneClass() {
        assertThat(ALL.stream().map(Known::name).distinct().map(n -> n.substring(n.lastIndexOf('/') + 1))).doesNotHaveDuplicates();
    }

    /** Packages that reach themselves by such mentions. */
    private static Set<String> circular(BiPredicate<String, String> counts) {
        Set<String> names = ALL.stream().map(Known::name).collect(Collectors.toSet());
        Map<String, Set<String>> to = new TreeMap<>();
        for (Known c : ALL) {
            for (String m : c.mentions()) {
                if (names.contains(m) && !homeOf(m).equals(c.home()) && counts.test(c.name(), m)) {
                    to.computeIfAbsent(c.home(), _ -> new TreeSet<>()).add(homeOf(m));
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
