package org.covector.gradcheck.alone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each part of gradcheck in a JVM of its own, with the libraries that it needs and no others. */
class AloneTest {
    private static final List<String> CORE = List.of("org.covector.engine.Shape", "org.covector.functional.F",
            "org.covector.gradcheck.Gradcheck", "io.vavr.Tuple",
            "io.vavr.match.annotation.Patterns");
    private static final List<String> ASSERTJ = List.of("org.assertj.core.api.Assertions", "net.bytebuddy.ByteBuddy");
    private static final List<String> PLATFORM = List.of("org.junit.platform.launcher.Launcher", "org.junit.platform.engine.TestEngine",
            "org.junit.platform.commons.JUnitException", "org.opentest4j.AssertionFailedError", "org.apiguardian.api.API");

    private static List<String> platform(String... more) {
        return Stream.concat(PLATFORM.stream(), Stream.of(more)).toList();
    }

    /** A child's exit code and what it prints. */
    private record Child(int code, String text) {}

    /** Where a class comes from; by name, as some are in packages that their modules do not export. */
    private static String place(String name) {
        try {
            return Path.of(URI.create(Class.forName(name).getProtectionDomain().getCodeSource().getLocation().toString())).toString();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the test classes are; the code source names the main classes when tests are patched into their module. */
    private static String tests() {
        try {
            Path file = Path.of(Objects.requireNonNull(CoreAlone.class.getResource("CoreAlone.class")).toURI());
            return file.resolve(Path.of("..", "..", "..", "..", "..")).normalize().toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(Stream<String> classes) {
        return classes.map(AloneTest::place).distinct().collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static Child java(Class<?> main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add(main.getName());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(child.getInputStream().readAllBytes());
        return new Child(child.waitFor(), text);
    }

    private static Child onClassPath(Class<?> main, List<String> libraries) throws IOException, InterruptedException {
        String path = tests() + System.getProperty("path.separator") + path(Stream.concat(CORE.stream(), libraries.stream()));
        return java(main, List.of("--add-modules", "jdk.incubator.vector", "-cp", path));
    }

    private static Child onModulePath(Class<?> main, String modules, List<String> libraries) throws IOException, InterruptedException {
        return java(main, List.of("--add-modules", modules, "-p", path(Stream.concat(CORE.stream(), libraries.stream())), "-cp", tests()));
    }

    private static void assertFine(Child child) {
        assertThat(child.code).as(child.text).isZero();
        assertThat(child.text).contains("fine");
    }

    @Test
    void theCoreNeedsNoTestLibrary() throws IOException, InterruptedException {
        assertFine(onClassPath(CoreAlone.class, List.of()));
        assertFine(onModulePath(CoreAlone.class, "org.covector.gradcheck", List.of()));
    }

    @Test
    void theAssertionsNeedAssertJOnly() throws IOException, InterruptedException {
        assertFine(onClassPath(AssertJAlone.class, ASSERTJ));
        assertFine(onModulePath(AssertJAlone.class, "org.covector.gradcheck,org.assertj.core,net.bytebuddy", ASSERTJ));
    }

    @Test
    void theTemplateNeedsJUnitOnly() throws IOException, InterruptedException {
        assertFine(onClassPath(JUnitAlone.class, platform("org.junit.jupiter.api.Test", "org.junit.jupiter.engine.JupiterTestEngine")));
    }

    @Test
    void thePropertiesNeedJqwikOnlyAndAreFoundAsAService() throws IOException, InterruptedException {
        assertFine(onClassPath(JqwikAlone.class, platform("net.jqwik.api.Property", "net.jqwik.engine.JqwikTestEngine")));
    }
}
