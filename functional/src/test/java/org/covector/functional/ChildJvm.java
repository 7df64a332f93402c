package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of the tests in a JVM of its own. */
final class ChildJvm {
    private ChildJvm() {}

    /** The lines that it prints; it must end well. */
    static List<String> run(List<String> flags, Class<?> program, String... args) throws IOException, InterruptedException {
        String path = Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"),
                System.getProperty("surefire.test.class.path"),
                "target/test-classes", "target/classes").filter(p -> p != null && !p.isEmpty())
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules", "jdk.incubator.vector", "-Xshare:auto"));
        command.addAll(flags);
        command.addAll(List.of("-cp", path, program.getName()));
        command.addAll(Arrays.asList(args));
        Path out = Files.createTempFile("child", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(out);
        Files.delete(out);
        assertThat(status).as(() -> String.join("\n", lines)).isZero();
        return lines;
    }
}
