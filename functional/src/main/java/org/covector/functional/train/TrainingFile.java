package org.covector.functional.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.covector.functional.Tree;
import org.covector.functional.io.FileFormatException;
import org.covector.functional.io.Format;
import org.covector.functional.io.Limits;
import org.covector.functional.io.Loading;
import org.covector.functional.io.Safetensors;
import org.covector.functional.io.TensorFile;

/**
 * Training states in files, one state each: safetensors with the tensors of {@link TrainState#tree} by path ({@code model.fc1.weight},
 * {@code optimizer.fc1.weight.expAvg}, {@code key}, {@code step}, {@code epoch}, {@code position}) and the format's version in the
 * metadata. Training that is resumed continues bit for bit.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * TrainState<Linear> begun = trainer.begin(model, Key.of(1));
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * TrainingFile.write(path, Linear.TREE, trainer.step(begun, data).state());
 * TrainState<Linear> resumed = TrainingFile.read(path, Linear.TREE, begun);
 * Tensor weight = resumed.model().weight(); // [[0.2]]
 * }
 */
public final class TrainingFile {
    private static final String FORMAT = "covector.training";
    private static final String VERSION = "1";

    private TrainingFile() {}

    /**
     * Writes a state.
     *
     * @param path the file, replaced atomically: a crash leaves the old file or the new one
     * @param tree where the model's tensors are
     * @param state the state
     * @throws org.covector.engine.ArgumentException if two tensors have the same path
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static <M> void write(Path path, Tree<M> tree, TrainState<M> state) throws IOException {
        Safetensors.write(path, TrainState.tree(tree).toMap(state).toJavaMap(), Map.of("format", FORMAT, "version", VERSION));
    }

    /**
     * Reads a state. A FLOAT32 of the file is widened for a FLOAT64 of {@code like}; no other dtype is converted.
     *
     * @param path the file
     * @param tree where the model's tensors are
     * @param like a state of the same model and optimiser, such as {@code trainer.begin} gives: its values are replaced
     * @return the state that was written
     * @throws org.covector.functional.io.LoadMismatchException if it is that of another model or optimiser: every difference is named
     * @throws FileFormatException if it is no training state, of another version, or broken
     * @throws IOException if it cannot be read
     */
    public static <M> TrainState<M> read(Path path, Tree<M> tree, TrainState<M> like) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.SAFETENSORS, Limits.DEFAULT)) {
            require(file, "format", FORMAT);
            require(file, "version", VERSION);
            return Loading.intoTree(TrainState.tree(tree), like, file).value();
        }
    }

    private static void require(TensorFile file, String name, String wanted) throws FileFormatException {
        String found = file.metadata().getOrElse(name, "");
        if (!found.equals(wanted)) {
            throw new FileFormatException(file.name(), "__metadata__", 0, name + " is \"" + FileFormatException.printable(found)
                    + "\"; accepted: \"" + wanted + "\"");
        }
    }
}
