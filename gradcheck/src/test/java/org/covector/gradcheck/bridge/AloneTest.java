package org.covector.gradcheck.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.jqwik.api.Property;
import net.jqwik.engine.JqwikTestEngine;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.gradcheck.Gradcheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;

/** Each part of gradcheck in a JVM of its own, with the libraries that it needs and no others. */
class AloneTest {
    private static final List<Class<?>> CORE = List.of(Shape.class, F.class, Gradcheck.class, Tuple.class);
    private static final List<Class<?>> PLATFORM = List.of(Launcher.class, TestEngine.class, JUnitException.class, AssertionFailedError.class, API.class);

    private static List<Class<?>> platform(Class<?>... more) {
        return Stream.concat(PLATFORM.stream(), Stream.of(more)).toList();
    }

    /** A child's exit code and what it prints. */
    private record Child(int code, String text) {}

    private static String place(Class<?> c) {
        return Path.of(URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
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

    private static String path(Stream<Class<?>> classes) {
        return classes.map(AloneTest::place).distinct().collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static Child java(Class<?> main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add(main.getName());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(child.getInputStream().readAllBytes());
        return new Child(child.waitFor(), text);
    }

    private static Child onClassPath(Class<?> main, List<Class<?>> libraries) throws IOException, InterruptedException {
        String path = tests() + System.getProperty("path.separator") + path(Stream.concat(CORE.stream(), libraries.stream()));
        return java(main, List.of("--add-modules", "jdk.incubator.vector", "-cp", path));
    }

    private static Child onModulePath(Class<?> main, String modules, List<Class<?>> libraries) throws IOException, InterruptedException {
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
        assertFine(onClassPath(AssertJAlone.class, List.of(Assertions.class, ByteBuddy.class)));
        assertFine(onModulePath(AssertJAlone.class, "org.covector.gradcheck,org.assertj.core", List.of(Assertions.class, ByteBuddy.class)));
    }

    @Test
    void theTemplateNeedsJUnitOnly() throws IOException, InterruptedException {
        assertFine(onClassPath(JUnitAlone.class, platform(Test.class, JupiterTestEngine.class)));
    }

    @Test
    void thePropertiesNeedJqwikOnlyAndAreFoundAsAService() throws IOException, InterruptedException {
        assertFine(onClassPath(JqwikAlone.class, platform(Property.class, JqwikTestEngine.class)));
    }
}
