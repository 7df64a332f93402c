package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.NdArray;

/** A program of the tests in a JVM of its own, on a plain class path. */
public final class ChildJvm {
    private static final long MINUTES = 10;

    private ChildJvm() {}

    /** Vectors, as every user has them. */
    public static List<String> vectors() {
        return List.of("--add-modules", "jdk.incubator.vector");
    }

    /** A JVM to start, with these flags alone. */
    public static ProcessBuilder of(List<String> flags, Class<?> program, String... args) {
        String path = Stream.of(program, Tensor.class, NdArray.class, Tuple.class).map(ChildJvm::home).distinct()
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", path, program.getName()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** The folder or archive that a class was loaded from: that of its resource, as tests are patched into their module. */
    private static String home(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        String url = Objects.requireNonNull(type.getResource("/" + name), name).toString();
        String root = url.substring(0, url.length() - name.length());
        return Path.of(URI.create(root.startsWith("jar:") ? root.substring("jar:".length(), root.length() - "!/".length()) : root))
                .toString();
    }

    /** The lines that a JVM with vectors prints; it must end well. */
    static List<String> run(List<String> flags, Class<?> program, String... args) throws IOException, InterruptedException {
        return lines(of(Stream.of(vectors(), List.of("-Xshare:auto"), flags).flatMap(List::stream).toList(), program, args));
    }

    /** The lines that it prints; it must end well, and in time. */
    static List<String> lines(ProcessBuilder jvm) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("child", ".txt");
        Process process = jvm.redirectOutput(printed.toFile()).start();
        try {
            boolean isOver = process.waitFor(MINUTES, TimeUnit.MINUTES);
            List<String> lines = Files.readAllLines(printed);
            assertThat(isOver).as(() -> String.join("\n", lines)).isTrue();
            assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
            Files.delete(printed);
        }
    }
}
