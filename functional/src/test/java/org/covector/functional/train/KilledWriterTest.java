package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves a whole state: the old one or the new one. */
class KilledWriterTest {
    private static final int KILLS = 3;

    /** The folder or archive that a class was loaded from. */
    private static String home(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        String url = Objects.requireNonNull(type.getResource("/" + name), name).toString();
        String root = url.substring(0, url.length() - name.length());
        return Path.of(URI.create(root.startsWith("jar:") ? root.substring("jar:".length(), root.length() - "!/".length()) : root))
                .toString();
    }

    @Test
    void aKilledProcessLeavesAWholeState(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("state.safetensors");
        String path = Stream.of(KilledWriter.class, Tensor.class, NdArray.class, Tuple.class).map(KilledWriterTest::home).distinct()
                .collect(Collectors.joining(File.pathSeparator));
        for (int kill = 0; kill < KILLS; kill++) {
            Files.deleteIfExists(file);
            Process writer = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElseThrow(), "--add-modules",
                    "jdk.incubator.vector", "-Xmx256m",
                    "-cp", path, KilledWriter.class.getName(), file.toString())).redirectErrorStream(true)
                            .redirectOutput(dir.resolve("log").toFile()).start();
            while (!Files.exists(file) && writer.isAlive()) {
                Thread.sleep(5);
            }
            assertThat(writer.isAlive()).as(() -> read(dir.resolve("log"))).isTrue();
            Thread.sleep(40 + 31L * kill); // somewhere in the tenth file or so
            writer.destroyForcibly().waitFor();
            TrainState<Tensor> found = TrainingFile.read(file, Tree.TENSOR, KilledWriter.state(-1));
            assertThat(found.model().toDoubleArray()).containsOnly(found.step());
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
