package org.covector.functional.io;

import io.vavr.collection.Seq;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.core.Present;

/**
 * How the tensors of a file met those of a model.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(path, Map.of("w", Tensor.of(1f), "old", Tensor.of(2f)));
 * TensorFile file = TensorFile.open(path);
 * LoadReport report = Loading.intoNamed(Map.of("w", Tensor.of(0f)), file, false, name -> name).report();
 * file.close();
 * Seq<String> unexpected = report.unexpected(); // [old]
 * }
 *
 * @param loaded names of the model that the file gave
 * @param missing names of the model that the file does not have
 * @param unexpected names of the file that the model does not have
 * @param mismatched tensors of another shape or dtype
 */
public record LoadReport(Seq<String> loaded, Seq<String> missing, Seq<String> unexpected, Seq<Mismatch> mismatched) {
    /** Entries that a message names of each kind. */
    private static final int MAX_NAMED = 20;

    /** Refuses null. */
    public LoadReport {
        Present.require(LoadReport.class, loaded, missing, unexpected, mismatched);
    }

    /**
     * A tensor that does not fit.
     *
     * @param name its name in the model
     * @param shape the model's shape
     * @param dtype the model's dtype
     * @param found what the file has
     */
    public record Mismatch(String name, Shape shape, DType dtype, TensorInfo found) {
        /** Refuses null. */
        public Mismatch {
            Present.require(Mismatch.class, name, shape, dtype, found);
        }

        /** {@code "0.weight": FLOAT32 [3, 2] in the model, F32 [2, 3] in the file}. */
        @Override
        public String toString() {
            return quoted(name) + ": " + dtype + " " + shape + " in the model, " + found.stored() + " " + found.shape() + " in the file";
        }
    }

    /** Whether every tensor of the model was loaded and every one of the file used. */
    public boolean isComplete() {
        return missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty();
    }

    private static String quoted(String name) {
        return "\"" + FileFormatException.printable(name) + "\"";
    }

    private static void describe(StringBuilder s, String what, Seq<String> entries) {
        if (!entries.isEmpty()) {
            s.append("; ").append(entries.size()).append(' ').append(what).append(": ").append(entries.take(MAX_NAMED).mkString(", "))
                    .append(entries.size() > MAX_NAMED ? ", ..." : "");
        }
    }

    /** Counts and the first names of each kind. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder().append(loaded.size()).append(" loaded");
        describe(s, "missing in the file", missing.map(LoadReport::quoted));
        describe(s, "unexpected in the file", unexpected.map(LoadReport::quoted));
        describe(s, "of another shape or dtype", mismatched.map(Mismatch::toString));
        return s.toString();
    }
}
