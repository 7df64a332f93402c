package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by us, NumPy and PyTorch with the same bits; older files are replaced whole or not at all. */
class WritingTest {
    @TempDir
    private Path dir;

    private interface Writer {
        void write(Path path, Map<String, Tensor> tensors) throws IOException;
    }

    private static final Map<String, Writer> WRITERS = Map.of("x.safetensors", Safetensors::write, "x.npz", Npz::write, "y.npz",
            Npz::writeCompressed, "x.pt", Checkpoint::write);

    private static Map<String, Tensor> samples() {
        Map<String, Tensor> t = new LinkedHashMap<>();
        NdArray f = NdArray.of(1.5f, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7f800001));
        t.put("layer.0.weight", Tensor.of(f.reshape(Shape.of(2, 3))));
        t.put("flag", Tensor.of(true, false, true));
        t.put("", Tensor.of(NdArray.scalar(DType.FLOAT64, -2.5)));
        t.put("größe \"\\\n/ü", Tensor.of(new double[] {5e-324, -0.0, 1e300, Double.longBitsToDouble(0x7ff0000000000001L)}));
        t.put("view", Tensor.of(f.reshape(Shape.of(2, 3)).transpose(0, 1).flip(0)));
        t.put("repeated", Tensor.of(NdArray.full(DType.FLOAT32, Shape.of(2, 0, 3), 1)));
        t.put("constant", Tensor.of(NdArray.full(DType.INT64, Shape.of(700, 300), 7)));
        t.put("long", Tensor.of(Long.MIN_VALUE, (1L << 53) + 1, Long.MAX_VALUE));
        t.put("large", Tensor.of(NdArray.of(ramp(300_001))));
        return t;
    }

    private static float[] ramp(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i * 0.1f;
        }
        return x;
    }

    private static long[] bits(Tensor x) {
        return switch (x.dtype()) {
            case FLOAT32 -> {
                float[] a = x.array().toFloatArray();
                long[] b = new long[a.length];
                java.util.Arrays.setAll(b, i -> Float.floatToRawIntBits(a[i]));
                yield b;
            }
            case FLOAT64 -> java.util.Arrays.stream(x.array().toDoubleArray()).mapToLong(Double::doubleToRawLongBits).toArray();
            default -> x.array().toLongArray();
        };
    }

    private static void assertSame(Map<String, Tensor> found, Map<String, Tensor> want) {
        assertThat(found.keySet()).containsExactlyElementsOf(want.keySet());
        want.forEach((name, x) -> {
            assertThat(found.get(name).shape()).as(name).isEqualTo(x.shape());
            assertThat(found.get(name).dtype()).as(name).isEqualTo(x.dtype());
            assertThat(bits(found.get(name))).as(name).isEqualTo(bits(x));
        });
    }

    @Test
    void comesBackInEveryFormat() throws IOException {
        for (Map.Entry<String, Writer> w : WRITERS.entrySet()) {
            Path path = dir.resolve(w.getKey());
            for (Map<String, Tensor> tensors : List.of(samples(), Map.<String, Tensor>of())) {
                w.getValue().write(path, tensors);
                try (TensorFile file = TensorFile.open(path)) {
                    assertSame(file.loadAll().toJavaMap(), tensors);
                    for (String name : tensors.keySet()) {
                        assertThat(bits(file.load(name))).isEqualTo(bits(tensors.get(name)));
                    }
                }
                byte[] first = Files.readAllBytes(path);
                w.getValue().write(path, tensors);
                assertThat(Files.readAllBytes(path)).as("the same tensors give the same bytes").isEqualTo(first);
            }
        }
        for (Tensor x : samples().values()) {
            Npy.write(dir.resolve("x.npy"), x);
            assertSame(Map.of("", Npy.read(dir.resolve("x.npy"))), Map.of("", x));
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("x.safetensors", "x.npz", "y.npz", "x.pt", "x.npy");
        }
    }

    @Test
    void formatsAreKnownByTheirContent() throws IOException {
        for (Map.Entry<String, Writer> w : WRITERS.entrySet()) {
            w.getValue().write(dir.resolve("anything"), samples());
            try (TensorFile file = TensorFile.open(dir.resolve("anything"))) {
                assertThat(file.format()).isEqualTo(w.getKey().endsWith("npz") ? Format.NPZ : w.getKey().equals("x.pt") ? Format.CHECKPOINT
                        : Format.SAFETENSORS);
                assertThat(file.infos().get("layer.0.weight").get().shape()).isEqualTo(Shape.of(2, 3));
            }
        }
    }

    @Test
    void metadataStay() throws IOException {
        Map<String, String> metadata = Map.of("format", "pt", "a \"b\"\u0001", "ü\n");
        Safetensors.write(dir.resolve("x.safetensors"), samples(), metadata);
        try (TensorFile file = TensorFile.open(dir.resolve("x.safetensors"))) {
            assertThat(file.metadata().toJavaMap()).isEqualTo(metadata);
        }
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFile() throws IOException {
        Path path = dir.resolve("x.safetensors");
        Safetensors.write(path, samples());
        byte[] before = Files.readAllBytes(path);
        assertThatThrownBy(() -> Safetensors.write(path, Map.of("__metadata__", Tensor.of(1f)))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Safetensors.write(path, Map.of("\ud800", Tensor.of(1f)))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Npz.write(path, Map.of("a\0b", Tensor.of(1f)))).isInstanceOf(ArgumentException.class);
        assertThatIOException().isThrownBy(() -> Output.replace(path, out -> {
            out.elements(NdArray.of(ramp(1_000_000)));
            throw new IOException("the disk is full");
        })).withMessage("the disk is full");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactly(path);
        }
        assertThatIOException().isThrownBy(() -> Safetensors.write(dir.resolve("no/such/folder"), samples()));
    }

    @Test
    void tiedTensorsAreWrittenOnceInCheckpoints() throws IOException {
        Tensor large = Tensor.of(NdArray.of(ramp(100_000)));
        Checkpoint.write(dir.resolve("x.pt"), Map.of("a", large, "b", large));
        assertThat(Files.size(dir.resolve("x.pt"))).isLessThan(410_000);
        assertThat(bits(Checkpoint.read(dir.resolve("x.pt")).get("b").get())).isEqualTo(bits(large));
    }

    static boolean numpy() {
        return Python.hasNumpy();
    }

    static boolean torch() {
        return Python.hasTorch();
    }

    /** Raw bytes of every array, so that NaN payloads count. */
    private static final String DESCRIBE =
            "def show(d):\n    return sorted((repr(k), str(v.dtype), list(v.shape), numpy.ascontiguousarray(v).tobytes().hex()[:400]) "
            + "for k, v in d.items())\n";

    @Test
    @EnabledIf("numpy")
    void numpyReadsAndWritesTheSameBits() throws IOException {
        Map<String, Tensor> tensors = samples();
        Npz.write(dir.resolve("x.npz"), tensors);
        Npz.writeCompressed(dir.resolve("y.npz"), tensors);
        Npy.write(dir.resolve("x.npy"), tensors.get("layer.0.weight"));
        String printed = Python.run("import numpy, zipfile\n" + DESCRIBE + "d = '" + dir
                + "/'\nx = dict(numpy.load(d + 'x.npz'))\ny = dict(numpy.load(d + 'y.npz'))\n"
                + "assert show(x) == show(y)\nassert zipfile.ZipFile(d + 'x.npz').testzip() is None and zipfile.ZipFile(d + "
                        + "'y.npz').testzip() is None\n"
                + "numpy.savez(d + 'x2.npz', **x)\nnumpy.savez_compressed(d + 'y2.npz', **y)\nnumpy.save(d + 'x2.npy', "
                        + "numpy.asfortranarray(numpy.load(d + 'x.npy')))\n"
                + "numpy.save(d + 'big.npy', x['layer.0.weight'].astype('>f4'))\nprint(len(x))");
        assertThat(printed.strip()).isEqualTo(Integer.toString(tensors.size()));
        assertSame(Npz.read(dir.resolve("x2.npz")).toJavaMap(), tensors);
        assertSame(Npz.read(dir.resolve("y2.npz")).toJavaMap(), tensors);
        assertThat(bits(Npy.read(dir.resolve("x2.npy")))).isEqualTo(bits(tensors.get("layer.0.weight")));
        assertThat(Npy.read(dir.resolve("big.npy")).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    @EnabledIf("torch")
    void torchReadsAndWritesTheSameBits() throws IOException {
        Map<String, Tensor> tensors = samples();
        Checkpoint.write(dir.resolve("x.pt"), tensors);
        Npz.write(dir.resolve("x.npz"), tensors);
        Python.run("import torch, numpy\n" + DESCRIBE + "d = '" + dir + "/'\nx = torch.load(d + 'x.pt')\n"
                + "assert show({k: v.numpy() for k, v in x.items()}) == show(dict(numpy.load(d + 'x.npz')))\ntorch.save(x, d + 'y.pt')\n");
        assertSame(Checkpoint.read(dir.resolve("y.pt")).toJavaMap(), tensors);
    }

    @Test
    @EnabledIf("torch")
    void torchCheckpointsOfAllKindsAreRead() throws IOException {
        String build = "import torch, numpy, collections\nd = '" + dir
                + "/'\nm = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))\n"
                + "x = torch.arange(12.).reshape(3, 4)\n";
        Python.run(build + "o = torch.optim.Adam(m.parameters())\nm(torch.ones(5, 2)).sum().backward()\no.step()\n"
                + "c = {'model': m.state_dict(), 'epoch': 3, 'lr': 0.1, 'list': [x, x.t(), x[1:, ::2], {'deep': x[0, 0]}], 'e': "
                + "torch.ones(1).expand(5, 4),"
                + " 'optimizer': o.state_dict(), 'p': torch.nn.Parameter(x), 'device': torch.device('cpu'), 'dtype': torch.float32, "
                        + "'size': x.shape, 'none': None,"
                + " 'halves': {t: torch.tensor([1, -2, 3]).to(getattr(torch, t)) for t in ['float16', 'bfloat16', 'int8', 'int16', "
                        + "'int32', 'uint8', 'bool', 'float64']}}\n"
                + "torch.save(c, d + 'c.pt')\ntorch.save(c, d + 'p4.pt', pickle_protocol=4)\ntorch.save(c, d + 'p5.pth', "
                        + "pickle_protocol=5)\ntorch.save(x.t(), d + 'one.pt')\n"
                + "torch.save(m, d + 'module.pt')\ntorch.save(c, d + 'legacy.pt', _use_new_zipfile_serialization=False)\n"
                + "torch.save({'q': torch.quantize_per_tensor(x, 0.1, 0, torch.qint8)}, d + 'q.pt')\ntorch.save({'z': torch.ones(2, "
                        + "dtype=torch.complex64), 'x': x}, d + 'z.pt')\n"
                + "torch.save({'s': x.to_sparse()}, d + 's.pt')\n"
                + "numpy.savez(d + 'model.npz', **{k: v.numpy() for k, v in m.state_dict().items()})\n");
        for (String name : List.of("c.pt", "p4.pt", "p5.pth")) {
            try (TensorFile file = TensorFile.open(dir.resolve(name))) {
                Map<String, Tensor> all = file.loadAll().toJavaMap();
                Npz.read(dir.resolve("model.npz")).forEach((key, want) -> assertThat(bits(all.get("model." + key))).as(key)
                        .isEqualTo(bits(want)));
                assertThat(all.get("list.1").array().toFloatArray()).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
                assertThat(all.get("list.2").array().toFloatArray()).containsExactly(4, 6, 8, 10);
                assertThat(file.load("list.2").array().toFloatArray()).containsExactly(4, 6, 8, 10);
                assertThat(all.get("list.3.deep").shape()).isEqualTo(Shape.SCALAR);
                assertThat(all.get("e").array().isUniform()).isTrue();
                assertThat(all.get("optimizer.state.0.exp_avg").shape()).isEqualTo(Shape.of(3, 2));
                assertThat(all.get("halves.bfloat16").array().toFloatArray()).containsExactly(1, -2, 3);
                assertThat(all.get("halves.uint8").array().toLongArray()).containsExactly(1, 254, 3);
                assertThat(all.get("halves.int8").array().toLongArray()).containsExactly(1, -2, 3);
                assertThat(file.metadata().toJavaMap()).containsEntry("epoch", "3").containsEntry("lr", "0.1")
                        .containsEntry("none", "None");
            }
        }
        assertThat(Checkpoint.read(dir.resolve("one.pt")).get("").get().shape()).isEqualTo(Shape.of(4, 3));
        for (Map.Entry<String, String> bad : Map.of("module.pt", "not allowed", "legacy.pt", "from before 1.6", "q.pt", "quantised", "z.pt",
                "no exact place", "s.pt", "sparse").entrySet()) {
            assertThatThrownBy(() -> Checkpoint.read(dir.resolve(bad.getKey()))).as(bad.getKey()).isInstanceOf(FileFormatException.class)
                    .hasMessageContaining(bad.getValue());
        }
        try (TensorFile file = TensorFile.open(dir.resolve("z.pt"))) {
            assertThat(file.load("x").shape()).isEqualTo(Shape.of(3, 4));
            assertThat(file.infos().get("z").get().dtype()).isEmpty();
        }
    }
}
