package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile files are refused with a reason; unusual but legitimate ones are read. */
class HostileFilesTest {
    private static void refused(String name, byte[] bytes, String reason) {
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> {
            try (TensorFile file = TensorFile.of(name, bytes, Limits.DEFAULT)) {
                file.loadAll();
            }
        }).withMessageStartingWith(name + ": ").withMessageContaining(reason);
    }

    private static Tensor only(String name, byte[] bytes) throws IOException {
        try (TensorFile file = TensorFile.of(name, bytes, Limits.DEFAULT)) {
            assertThat(file.infos()).hasSize(1);
            return file.loadAll().head()._2();
        }
    }

    // ---- safetensors

    private static byte[] safetensors(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data)
                .array();
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "F32; [2.0]; [0,8]; without point", "F32; [2e0]; [0,8]; without point", "F32; [02]; [0,8]; begins with 0",
                "F32; [-2]; [0,8]; negative",
        "F32; [2]; [-0,8]; negative", "F32; [2]; [0,8,8]; begin and end", "F32; [2]; [8,0]; not within", "F32; [2]; [0,9]; not within",
        "F32; [1]; [0,8]; hold 8 bytes", "F32; [2]; [0,18446744073709551616]; more than 2^63", "F32; \"2\"; [0,8]; array is expected",
        "F32; [4294967296,4294967296]; [0,0]; longer than 2^31", "F32; [65536,65536,65536,65536]; [0,0]; 64 bits",
                "F32; [0,99999999999]; [0,0]; longer",
        "X32; [2]; [0,8]; unknown dtype", "f32; [2]; [0,8]; unknown dtype", "F8_E4M3; [8]; [0,8]; no exact place",
                "C64; [1]; [0,8]; no exact place",
        "F4; [16]; [0,8]; no exact place", "U64; [1]; [0,8]; 2^63 or more", "BOOL; [8]; [0,8]; neither 0 nor 1",
                "F64; [2]; [0,16]; not within",
        "F32; [1]; [0,4]; belong to no tensor", "F32; [1]; [4,8]; belong to no tensor", "F32; [1,]; [0,4]; a digit",
                "F32; [2]; [0,8]]; ',' or"})
    void badEntriesOfSafetensors(String dtype, String shape, String offsets, String reason) {
        byte[] data = {-1, -1, -1, -1, -1, -1, -1, -1};
        refused("x.safetensors", safetensors(entry(dtype, shape, offsets), data), reason);
    }

    @Test
    void badHeadersOfSafetensors() {
        String good = entry("F32", "[0]", "[0,0]");
        refused("x.safetensors", new byte[0], "beyond the end");
        refused("x.safetensors", new byte[7], "beyond the end");
        refused("x.safetensors", new byte[8], "does not begin with '{'");
        refused("x.safetensors", safetensors(" " + good, new byte[0]), "does not begin with '{'");
        refused("x.safetensors", safetensors(good + "\0", new byte[0]), "after the JSON text");
        refused("x.safetensors", safetensors("{\"a\":" + "[".repeat(1_000_000), new byte[0]), "object is expected");
        refused("x.safetensors", safetensors("{\"a\":{\"x\":" + "[".repeat(1_000_000), new byte[0]), "deeper than 64");
        refused("x.safetensors", safetensors(good.replace("\"a\"", "\"\\ud800\""), new byte[0]), "surrogate");
        refused("x.safetensors", safetensors(good.replace("\"a\"", "\"a\nb\""), new byte[0]), "control character");
        refused("x.safetensors", safetensors(good.replace("\"dtype\":\"F32\",", ""), new byte[0]), "found only");
        refused("x.safetensors", safetensors(good.replace("\"dtype\"", "\"dtype\":\"F32\",\"dtype\""), new byte[0]), "twice");
        refused("x.safetensors", safetensors("{\"__metadata__\":{\"a\":1}}", new byte[0]), "a string is expected");
        refused("x.safetensors", safetensors("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", new byte[0]), "twice");
        byte[] latin = safetensors(good.replace("\"a\"", "\"?\""), new byte[0]);
        latin[10] = (byte) 0xe9;
        refused("x.safetensors", latin, "not valid UTF-8");
        byte[] huge = safetensors(good, new byte[0]);
        huge[7] = (byte) 0x80;
        refused("x.safetensors", huge, "9223372036854775");
    }

    // ---- npy

    private static byte[] npy(int version, String header, byte[] data) {
        byte[] text = header.getBytes(version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        ByteBuffer b = ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        return (version == 1 ? b.putShort((short) text.length) : b.putInt(text.length)).put(text).put(data).array();
    }

    private static String dict(String descr, String order, String shape) {
        return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "'<f8'; False; (3,); takes 24 bytes", "'<f8'; 0; (2,); neither True nor False", "'<f8'; False; [2]; '(' is expected",
        "'<f8'; False; (2); a number in brackets", "'<f8'; False; (-2,); negative", "'<f8'; False; (2.0,); ',' or ')'",
                "'<f8'; False; (,); decimal digits",
        "'<f8'; False; (True,); decimal digits", "'<f8'; False; (02,); begins with 0", "'<f8'; False; (99999999999999999999,); length of",
        "'<f8'; False; (4294967296, 4294967296); longer than", "'<f8'; False; (0, 2147483647, 2147483647, 2147483647); 64 bits",
        "'|O'; False; (2,); Python objects", "'<c8'; False; (2,); complex", "'<U2'; False; (2,); text", "'<M8[ns]'; False; (2,); date",
                "'<V8'; False; (2,); raw",
        "'<f16'; False; (1,); unknown", "[('a', '<f8')]; False; (2,); structured", "('<f8', (2,)); False; (1,); structured",
        "__import__('os').system('id'); False; (2,); a string is expected", "'\\x3cf8'; False; (2,); escape",
                "'<f8'; False; (2,), 'x': 1; the key 'x'",
        "'<f8', 'descr': '<f8'; False; (2,); twice", "'<u8'; False; (2,); 2^63 or more", "'|b1'; False; (16,); neither 0 nor 1"})
    void badHeadersOfNpy(String descr, String order, String shape, String reason) {
        byte[] data = new byte[16];
        java.util.Arrays.fill(data, (byte) -1);
        refused("x.npy", npy(1, dict(descr, order, shape), data), reason);
    }

    @Test
    void brokenNpy() {
        refused("x.npy", npy(1, "{" + "'a': ".repeat(100), new byte[0]), "the key 'a'");
        refused("x.npy", npy(1, "(".repeat(9000), new byte[0]), "'{' is expected");
        refused("x.npy", npy(2, " ".repeat(20_000), new byte[0]), "at most 10000");
        refused("x.npy", npy(4, dict("'<f8'", "False", "()"), new byte[8]), "version is 4.0");
        refused("x.npy", npy(1, dict("'<f8'", "False", "()").replace("}", "} 1"), new byte[8]), "goes on");
        refused("x.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 100, 0}, "beyond the end");
        refused("x.npy", "hello".getBytes(StandardCharsets.US_ASCII), "not an npy file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'shape':(2,),'fortran_order':False,'descr':'<i2'}",
            " { \"descr\" : '<i2' , 'fortran_order' : True ,\n 'shape' : ( 2 , ) , } \n",
        "{'descr': '<i2', 'fortran_order': False, 'shape': (2L,)}", "{'descr': 'h', 'fortran_order': False, 'shape': (2, 1)}"})
    void unusualHeadersOfNpy(String header) throws IOException {
        for (int version = 1; version <= 3; version++) {
            assertThat(only("x.npy", npy(version, header, new byte[] {1, 0, -2, -1})).array().toLongArray()).containsExactly(1, -2);
        }
        assertThat(only("x", npy(1, header.replace("'<i2'", "'>i2'").replace("'h'", "'>i2'"), new byte[] {0, 1, -1, -2})).array()
                .toLongArray()).containsExactly(1, -2);
    }

    @Test
    void integersAndHalvesAreExact() throws IOException {
        byte[] ff = {-1, -1, -1, -1, -1, -1, -1, 127};
        assertThat(only("x.npy", npy(1, dict("'|u1'", "False", "(8,)"), ff)).array().toLongArray())
                .containsExactly(255, 255, 255, 255, 255, 255, 255, 127);
        assertThat(only("x.npy", npy(1, dict("'|i1'", "False", "(8,)"), ff)).array().toLongArray())
                .containsExactly(-1, -1, -1, -1, -1, -1, -1, 127);
        assertThat(only("x.npy", npy(1, dict("'<u2'", "False", "(4,)"), ff)).array().toLongArray())
                .containsExactly(65535, 65535, 65535, 32767);
        assertThat(only("x.npy", npy(1, dict("'<u4'", "False", "(2,)"), ff)).array().toLongArray())
                .containsExactly(4294967295L, 2147483647);
        assertThat(only("x.npy", npy(1, dict("'>i4'", "False", "(2,)"), ff)).array().toLongArray()).containsExactly(-1, -129);
        assertThat(only("x.npy", npy(1, dict("'<u8'", "False", "()"), ff)).array().toLongArray()).containsExactly(Long.MAX_VALUE);
        for (int bits = 0; bits < 1 << 16; bits++) {
            byte[] two = {(byte) bits, (byte) (bits >> 8)};
            float half = only("x.npy", npy(1, dict("'<f2'", "False", "()"), two)).array().toFloatArray()[0];
            float want = ((bits >> 15 == 0 ? 1 : -1) * ((bits & 0x7c00) == 0 ? Math.scalb(bits & 0x3ff, -24)
                    : Math.scalb(1024 + (bits & 0x3ff), (bits >> 10 & 31) - 25)));
            if ((bits & 0x7c00) == 0x7c00) {
                want = (bits & 0x3ff) != 0 ? Float.NaN : bits >> 15 == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
            }
            assertThat(Float.floatToIntBits(half)).isEqualTo(Float.floatToIntBits(want));
        }
        Tensor brain = only("x.safetensors", safetensors(entry("BF16", "[2]", "[0,4]"), new byte[] {1, 0, (byte) 0x80, (byte) 0xff}));
        assertThat(brain.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(brain.array().toFloatArray()).containsExactly(Float.intBitsToFloat(1 << 16), Float.NEGATIVE_INFINITY);
    }

    // ---- npz

    private static byte[] npz(Consumer<Zip> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            members.accept(new Zip(zip));
        }
        return bytes.toByteArray();
    }

    private record Zip(ZipOutputStream out) {
        void add(String name, boolean stored, byte[] bytes) {
            try {
                ZipEntry e = new ZipEntry(name);
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    e.setMethod(ZipEntry.STORED);
                    e.setSize(bytes.length);
                    e.setCrc(crc.getValue());
                }
                out.putNextEntry(e);
                out.write(bytes);
                out.closeEntry();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static final byte[] ONE = npy(1, dict("'<f8'", "False", "(2, 2)"), new byte[32]);

    @Test
    void unusualArchives() throws IOException {
        // names are only names; deflated with descriptor
        assertThat(only("x.npz", npz(z -> z.add("../a.npy", false, ONE))).shape().dims()).containsExactly(2, 2);
        assertThat(only("x.npz", npz(z -> z.add("a", true, ONE))).shape().dims()).containsExactly(2, 2);
        try (TensorFile file = TensorFile.of("x.npz", npz(z -> z.add("folder/", true, new byte[0])), Limits.DEFAULT)) {
            assertThat(file.infos()).isEmpty();
        }
        byte[] zeros = npy(1, dict("'|i1'", "False", "(1000000,)"), new byte[1_000_000]);
        assertThat(only("x.npz", npz(z -> z.add("a.npy", false, zeros))).size()).isEqualTo(1_000_000);
    }

    @Test
    void hostileArchives() throws IOException {
        byte[] good = npz(z -> z.add("a.npy", true, ONE));
        refused("x.npz", npz(z -> {
            z.add("a.npy", true, ONE);
            z.add("a", true, ONE);
        }), "two tensors have this name");
        byte[] twice = npz(z -> {
            z.add("a.npy", true, ONE);
            z.add("b.npy", true, ONE);
        });
        for (int i = 0; i < twice.length - 5; i++) {
            if (new String(twice, i, 5, StandardCharsets.ISO_8859_1).equals("b.npy")) {
                twice[i] = 'a';
            }
        }
        refused("x.npz", twice, "two members of this name");
        refused("x.npz", npz(z -> z.add("a.txt", true, "hello".getBytes(StandardCharsets.US_ASCII))), "not an npy file");
        refused("x.npz", npz(z -> z.add("a.npy", true, java.util.Arrays.copyOf(ONE, ONE.length + 1))), "bytes follow");
        refused("x.npz", npz(z -> z.add("a.npy", false, java.util.Arrays.copyOf(ONE, ONE.length - 1))), "takes 32 bytes");
        for (int cut = 0; cut < good.length; cut++) {
            refused("x.npz", java.util.Arrays.copyOf(good, cut), "");
        }
        byte[] damaged = good.clone();
        damaged[40 + ONE.length - 20] ^= 1;
        refused("x.npz", damaged, "CRC-32");
        byte[] before = new byte[good.length + 1];
        System.arraycopy(good, 0, before, 1, good.length);
        refused("x.npz", before, "central directory");
        byte[] bomb = npz(z -> z.add("a.npy", false, npy(1, dict("'|i1'", "False", "(80000000,)"), new byte[80_000_000])));
        refused("x.npz", bomb, "accepted: at most");
        byte[] deflated = npz(z -> z.add("a.npy", false, ONE));
        int directory = ByteBuffer.wrap(deflated).order(ByteOrder.LITTLE_ENDIAN).getInt(deflated.length - 6);
        byte[] lie = deflated.clone();
        ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, Integer.MAX_VALUE);
        refused("x.npz", lie, "cannot inflate");
        ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, ONE.length + 8);
        refused("x.npz", lie, "");
        ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, ONE.length - 8);
        refused("x.npz", lie, "");
    }

    // ---- checkpoints

    private static byte[] checkpoint(String program, byte[] storage) throws IOException {
        return npz(z -> {
            z.add("archive/data.pkl", true, program.getBytes(StandardCharsets.ISO_8859_1));
            z.add("archive/data/0", true, storage);
        });
    }

    /** A tensor of storage 0, which is said to have {@code count} elements; numbers are pickle programs. */
    private static String tensor(String type, String count, String offset, String size, String stride) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\n" + type + "\nU\0010U\3cpu" + count + "tQ" + offset + "(" + size
                + "t(" + stride
                + "t\u0089ccollections\nOrderedDict\n)RtR";
    }

    private static void refusedPickle(String program, String reason) throws IOException {
        refused("x.pt", checkpoint(program, new byte[32]), reason);
    }

    @Test
    void viewsOfStorages() throws IOException {
        byte[] storage = {0, 1, 2, 3, 4, 5, 6, 7};
        Tensor t = only("x.pt", checkpoint("\u0080\2}U\1a" + tensor("ByteStorage", "K\10", "K\1", "K\2K\3", "K\1K\2") + "s.", storage));
        assertThat(t.array().toLongArray()).containsExactly(1, 3, 5, 2, 4, 6);
        Tensor wide = only("x.pt", checkpoint("\u0080\2" + tensor("ByteStorage", "K\10", "K\7", "J\0\0\0\100", "K\0") + ".", storage));
        assertThat(wide.size()).isEqualTo(1 << 30);
        assertThat(wide.array().getLong((1 << 30) - 1)).isEqualTo(7);
    }

    @Test
    void hostilePickles() throws IOException {
        refusedPickle("\u0080\2cos\nsystem\nU\2id\u0085R.", "the global os.system is not allowed");
        refusedPickle("\u0080\2cbuiltins\neval\nU\2id\u0085R.", "not allowed");
        refusedPickle("\u0080\4U\2osU\6system\u0093.", "not allowed");
        refusedPickle("\u0080\2ctorch._utils\n_rebuild_qtensor\n.", "quantised");
        refusedPickle("\u0080\2i", "opcode 'i' is not allowed");
        refusedPickle("\u0080\2(K\1o.", "opcode 'o' is not allowed");
        refusedPickle("\u0080\2\u0081.", "opcode 0x81 is not allowed");
        refusedPickle("\u0080\1}.", "protocol is 1");
        refusedPickle("\u0080\2]q\0h\0a.", "hold themselves");
        refusedPickle("\u0080\2}q\0U\1ah\0s.", "hold themselves");
        refusedPickle("\u0080\2h\7.", "memo 7 is not set");
        refusedPickle("\u0080\2r\377\377\377\377.", "stack is empty");
        refusedPickle("\u0080\2X\377\377\377\377.", "beyond the end");
        refusedPickle("\u0080\4\u008d\377\377\377\377\377\377\377\377.", "beyond the end");
        refusedPickle("\u0080\2u.", "no mark");
        refusedPickle("\u0080\2}(U\1au.", "a key has no value");
        refusedPickle("\u0080\2}(U\1aK\1U\1aK\1u.", "twice");
        refusedPickle("\u0080\2}]K\1s.", "neither text nor a number");
        refusedPickle("\u0080\2}}.", "values left");
        refusedPickle("\u0080\2", "beyond the end");
        refusedPickle("\u0080\2" + "(".repeat(100_000) + ".", "stack is empty");
        refusedPickle("\u0080\2" + "]".repeat(100_000) + "a".repeat(99_999) + ".", "nested deeper");
        StringBuilder laughs = new StringBuilder("\u0080\2]q\0");
        for (int i = 1; i < 60; i++) {
            laughs.append("](h").append((char) (i - 1)).append('h').append((char) (i - 1)).append("eq").append((char) i);
        }
        refusedPickle(laughs + "\u0094" + "\u0087\u0085.", "");
        refusedPickle("\u0080\2(" + laughs.substring(2) + "l.", "unfold to more");
    }

    @Test
    void hostileTensors() throws IOException {
        String[][] cases = {{"K\10", "K\11", "K\1", "K\1", "begins at element 9"}, {"K\10", "K\0", "K\11", "K\1", "beyond the end"},
            {"K\10", "K\0", "K\2", "J\377\377\377\377", "no integer of 0 or more"},
            {"K\10", "K\0", "J\377\377\377\377", "K\1", "no integer of 0 or more"},
            {"K\10", "K\0", "K\2K\2", "K\1", "with 1 strides"}, {"K\11", "K\0", "K\2", "K\1", "is said to have"},
                    {"K\7", "K\0", "K\2", "K\1", "is said to have"},
            {"\u008a\10\377\377\377\377\377\377\377\177", "K\0", "K\2", "\u008a\10\377\377\377\377\377\377\377\77", "is said to have"},
            {"K\10", "K\0", "J\377\377\377\177J\377\377\377\177K\2", "K\0K\0K\0", "64 bits"},
                    {"K\10", "K\0", "J\377\377\377\177K\2", "K\0K\0", "at most"},
            {"K\10", "\u008a\10\377\377\377\377\377\377\377\177", "K\2", "K\1", "begins at element"},
                    {"K\10", "N", "K\2", "K\1", "no integer"}};
        for (String[] c : cases) {
            refusedPickle("\u0080\2" + tensor("FloatStorage", c[0], c[1], c[2], c[3]) + ".", c[4]);
        }
        refusedPickle("\u0080\2" + tensor("ComplexFloatStorage", "K\4", "K\0", "K\2", "K\1") + ".", "no exact place");
        refusedPickle("\u0080\2" + tensor("QInt8Storage", "K\4", "K\0", "K\2", "K\1") + ".", "quantised");
        refusedPickle("\u0080\2" + tensor("FloatStorage", "K\10", "K\0", "K\2", "K\1").replace("U\0010", "U\0011") + ".",
                "no member archive/data/1");
        refused("x.pt", "\u0080\2\u008a\nl\374\234F\371 j\250P\31.".getBytes(StandardCharsets.ISO_8859_1), "from before 1.6");
        refused("x.pt", npz(z -> z.add("a.npy", true, ONE)), "no checkpoint");
        refused("x.pt", npz(z -> {
            z.add("a/data.pkl", true, ONE);
            z.add("b/data.pkl", true, ONE);
        }), "two pickles");
    }
}
