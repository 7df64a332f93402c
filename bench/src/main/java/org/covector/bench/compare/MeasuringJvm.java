package org.covector.bench.compare;

import io.vavr.collection.List;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Starts JVMs that measure: clean environment, on as many processors as threads.
 *
 * @param directory for native libraries, logs and results on their way
 * @param options of the user for the JVM
 */
record MeasuringJvm(Setup setup, int threads, Path directory, List<String> options) {
    private static final int LOADING_ATTEMPTS = 4;

    /**
     * Loads the peers' native libraries until it works: while JavaCPP fills its cache, the first one or two attempts may crash.
     */
    void prepare() throws IOException, InterruptedException {
        for (int i = 0; i < LOADING_ATTEMPTS; i++) {
            if (run(List.of(), line -> {}).isDefined()) {
                return;
            }
        }
        throw new IOException("the peers' native libraries do not load; see " + log());
    }

    /** Runs {@link Measure} and gives its result file; none if it crashed. */
    io.vavr.control.Option<Path> run(List<String> arguments, Consumer<String> line) throws IOException, InterruptedException {
        Path result = Files.createTempFile(directory, "result", ".json");
        List<String> command = processors()
                .append(ProcessHandle.current().info().command().orElse("java"))
                .appendAll(setup.jvmOptions(directory.resolve("native")))
                .appendAll(options)
                .appendAll(List.of("-cp", setup.classPath(System.getProperty("java.class.path")), Measure.class.getName()))
                .appendAll(List.of("--threads", Integer.toString(threads), "--out", result.toString()))
                .appendAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command.asJava()).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.directory(directory.toFile());
        setup.clean(builder.environment(), threads);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(line);
        }
        return io.vavr.control.Option.when(process.waitFor() == 0, result);
    }

    private Path log() {
        return directory.resolve("log.txt");
    }

    /** taskset pins the JVM, its compiler and collector included, to the last processors; the first one serves the system. */
    private List<String> processors() {
        int all = Runtime.getRuntime().availableProcessors();
        return threads < all && Files.isExecutable(Path.of("/usr/bin/taskset"))
                ? List.of("taskset", "-c", (all - threads) + "-" + (all - 1))
                : List.empty();
    }
}
