package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.covector.functional.ChildJvm;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes leaves a whole state: the old one or the new one. */
class KilledWriterTest {
    private static final int KILLS = 3;

    @Test
    void aKilledProcessLeavesAWholeState(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("state.safetensors");
        List<String> flags = Stream.concat(ChildJvm.vectors().stream(), Stream.of("-Xmx256m")).toList();
        for (int kill = 0; kill < KILLS; kill++) {
            Files.deleteIfExists(file);
            Process writer = ChildJvm.of(flags, KilledWriter.class, file.toString()).redirectOutput(dir.resolve("log").toFile()).start();
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
