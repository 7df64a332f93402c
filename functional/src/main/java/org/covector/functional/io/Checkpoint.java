package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * PyTorch's checkpoints (.pt, .pth), as torch.save writes them since 1.6. The pickle inside is read by a parser that knows tensors and
 * containers only and runs nothing; models pickled as objects are refused.
 *
 * {@snippet :
 * java.nio.file.Path file = java.nio.file.Files.createTempFile("example", ".pt");
 * Checkpoint.write(file, Map.of("x", Tensor.of(1f, 2f)));
 * Tensor x = Checkpoint.read(file).get("x").get(); // [1, 2]
 * }
 */
public final class Checkpoint {
    private static final String FOLDER = "archive/";
    private static final int ALIGNMENT = 64;
    /** Items that Python's pickler writes between MARK and SETITEMS. */
    private static final int BATCH = 1000;

    private Checkpoint() {}

    /**
     * Reads all tensors of a checkpoint.
     *
     * @param path the file; its name need not end with pt
     * @return the tensors by path: a state_dict's own names; in nested containers keys and indices joined by dots. Views stay views, and
     *         what shares a storage shares it. float16 and bfloat16 as FLOAT32, integers as INT64
     * @throws FileFormatException if the file is broken, is of the format from before 1.6, mentions anything but tensors and containers,
     *         or holds what has no exact place in a tensor
     * @throws IOException if it cannot be read
     */
    public static LinkedHashMap<String, Tensor> read(Path path) throws IOException {
        try (TensorFile file = TensorFile.open(path, Format.CHECKPOINT, Limits.DEFAULT)) {
            return file.loadAll();
        }
    }

    /**
     * Writes a state_dict: torch.load gives a dictionary of tensors with these names. A tensor given under two names is written once and
     * shared in the file.
     *
     * @param path the file, replaced atomically
     * @param tensors by name
     * @throws ArgumentException if a name is no Unicode
     * @throws IOException if the file cannot be written; an older one is then untouched
     */
    public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
        Names.require("write", tensors);
        Map<NdArray, Integer> keys = new IdentityHashMap<>();
        List<NdArray> storages = new ArrayList<>();
        Pickler pickle = new Pickler();
        tensors.forEach((name, x) -> {
            Integer key = keys.get(x.array());
            if (key == null) {
                key = storages.size();
                keys.put(x.array(), key);
                storages.add(x.array());
            }
            pickle.item(name, x.array(), key);
        });
        byte[] program = pickle.end();
        NdArray nothing = NdArray.of(new boolean[0]);
        Output.replace(path, out -> {
            ZipOutput zip = new ZipOutput(out);
            zip.store(FOLDER + "data.pkl", program, nothing, 1);
            zip.store(FOLDER + "byteorder", "little".getBytes(StandardCharsets.US_ASCII), nothing, 1);
            for (int i = 0; i < storages.size(); i++) {
                zip.store(FOLDER + "data/" + i, new byte[0], storages.get(i), ALIGNMENT);
            }
            zip.store(FOLDER + "version", "3\n".getBytes(StandardCharsets.US_ASCII), nothing, 1);
            zip.end();
        });
    }

    /** The program, in protocol 2, that gives an OrderedDict of tensors. */
    private static final class Pickler {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int items;

        Pickler() {
            ascii("\u0002ccollections\nOrderedDict\n)R", 0x80);
        }

        private void ascii(String text, int... before) {
            for (int b : before) {
                out.write(b);
            }
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        private void number(char opcode, int value) {
            out.write(opcode);
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        private void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number('X', utf8.length);
            out.writeBytes(utf8);
        }

        private void tuple(int... values) {
            out.write('(');
            for (int v : values) {
                number('J', v);
            }
            out.write('t');
        }

        void item(String name, NdArray x, int key) {
            if (items % BATCH == 0) {
                ascii(items == 0 ? "(" : "u(");
            }
            items++;
            text(name);
            ascii("ctorch._utils\n_rebuild_tensor_v2\n((");
            text("storage");
            ascii("ctorch\n" + storage(x.dtype()) + "\n");
            text(Integer.toString(key));
            text("cpu");
            number('J', (int) x.size());
            ascii("tQ");
            number('J', 0);
            tuple(x.shape().dims());
            tuple(x.shape().strides());
            ascii("ccollections\nOrderedDict\n)RtR", 0x89);
        }

        byte[] end() {
            ascii(items == 0 ? "." : "u.");
            return out.toByteArray();
        }

        private static String storage(DType dtype) {
            return switch (dtype) {
                case BOOL -> "BoolStorage";
                case INT64 -> "LongStorage";
                case FLOAT32 -> "FloatStorage";
                case FLOAT64 -> "DoubleStorage";
            };
        }
    }
}
