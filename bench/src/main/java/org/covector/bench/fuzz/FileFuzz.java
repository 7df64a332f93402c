package org.covector.bench.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.io.Checkpoint;
import org.covector.functional.io.FileFormatException;
import org.covector.functional.io.Limits;
import org.covector.functional.io.Npy;
import org.covector.functional.io.Npz;
import org.covector.functional.io.Safetensors;
import org.covector.functional.io.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * Damaged files by the thousand: each is read or refused by a {@link FileFormatException}, soon and within memory that is a stated
 * multiple of the file. {@code mvn -Pfile-fuzz -Dfuzz.cases=100000 -Dfuzz.seeds=DIR}: files of DIR are damaged too.
 */
public final class FileFuzz {
    /** Bytes allocated for one file, all in all: what documentation of the package promises. */
    private static final long FREE_BYTES = 64L << 20;
    private static final long BYTES_PER_BYTE = 100;
    /** What no case may take, a pause of the machine included. */
    private static final double MAX_SECONDS = 10;

    private FileFuzz() {}

    /** A good file. */
    private record Seed(String name, byte[] bytes) {}

    /**
     * What came out.
     *
     * @param cases how many files
     * @param read how many were read in spite of the damage: it hit elements, or was none
     * @param refused how many were refused
     * @param wrong descriptions of those that ended otherwise, or took too long or too much memory
     * @param maxBytes the most that one file had allocated
     * @param maxMillis the longest that one took
     */
    public record Outcome(int cases, int read, int refused, List<String> wrong, long maxBytes, double maxMillis) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "fuzz: %d files, %d read, %d refused, %d wrong; at most %.1f MB allocated and %.0f ms for one", cases, read, refused,
                    wrong.size(), maxBytes / 1e6, maxMillis);
        }
    }

    /** {@code FileFuzz CASES [DIR]}. */
    public static void main(String[] args) throws IOException {
        Outcome outcome = run(Integer.parseInt(args[0]), args.length > 1 && !args[1].isEmpty() ? Path.of(args[1]) : null, 1);
        outcome.wrong.stream().limit(20).forEach(System.out::println);
        System.out.println(outcome);
        if (!outcome.wrong.isEmpty()) {
            System.exit(1);
        }
    }

    /**
     * Damages files and reads them.
     *
     * @param cases how many
     * @param folder good files to be damaged beside those written here, or null
     * @param seed of the damage; case i is the same whatever the number of cases
     * @return the outcome
     */
    public static Outcome run(int cases, @Nullable Path folder, long seed) throws IOException {
        List<Seed> seeds = seeds();
        if (folder != null) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path f : files.sorted().filter(f -> f.toString().matches(".*\\.(safetensors|npy|npz|pt|pth)")).toList()) {
                    seeds.add(new Seed(f.getFileName().toString(), Files.readAllBytes(f)));
                }
            }
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<String> wrong = new ArrayList<>();
        int read = 0;
        long maxBytes = 0;
        long maxNanos = 0;
        for (int i = 0; i < cases; i++) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            Seed good = seeds.get(random.nextInt(seeds.size()));
            byte[] bytes = new Damage(random.nextLong()).of(good.bytes, seeds.get(random.nextInt(seeds.size())).bytes);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            String problem = "";
            try (TensorFile file = TensorFile.of(good.name, bytes, Limits.DEFAULT)) {
                file.loadAll();
                read++;
            } catch (FileFormatException e) {
                problem = e.offset() < 0 ? "offset " + e.offset() : "";
            } catch (Exception | Error e) {
                problem = e + " at " + Stream.of(e.getStackTrace()).limit(3).toList();
            }
            long nanos = System.nanoTime() - start;
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            maxBytes = Math.max(maxBytes, allocated);
            maxNanos = Math.max(maxNanos, nanos);
            problem = !problem.isEmpty() ? problem : nanos > MAX_SECONDS * 1e9 ? nanos / 1e9 + " s"
                    : allocated > FREE_BYTES + BYTES_PER_BYTE * bytes.length ? allocated + " bytes for a file of " + bytes.length : "";
            if (!problem.isEmpty()) {
                wrong.add("case " + i + " (" + good.name + "): " + problem);
            }
        }
        return new Outcome(cases, read, cases - read - wrong.size(), wrong, maxBytes, maxNanos / 1e6);
    }

    private static List<Seed> seeds() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Tensor.of(NdArray.of(1, -2, 0.5f, 3, 4, 5).reshape(Shape.of(2, 3))));
        tensors.put("0.bias", Tensor.of(new double[] {1e300, -0.0}));
        tensors.put("steps", Tensor.of(NdArray.scalar(DType.INT64, 7)));
        tensors.put("mask", Tensor.of(true, false, true));
        tensors.put("zeros", Tensor.of(NdArray.zeros(DType.FLOAT32, Shape.of(64, 64))));
        tensors.put("none", Tensor.of(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3))));
        List<Seed> seeds = new ArrayList<>();
        Path folder = Files.createTempDirectory("fuzz");
        try {
            Safetensors.write(folder.resolve("a.safetensors"), tensors, Map.of("format", "pt"));
            Npz.write(folder.resolve("b.npz"), tensors);
            Npz.writeCompressed(folder.resolve("c.npz"), tensors);
            Checkpoint.write(folder.resolve("d.pt"), tensors);
            Npy.write(folder.resolve("e.npy"), tensors.getOrDefault("0.weight", Tensor.of(1f)));
            byte[] idx = {0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 0, 2, 0, 3, -1, -1, -1, -2, -1, -3};
            Files.write(folder.resolve("f.idx"), idx);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("g.idx")))) {
                out.write(idx);
            }
            for (String name : List.of("a.safetensors", "b.npz", "c.npz", "d.pt", "e.npy", "f.idx", "g.idx")) {
                seeds.add(new Seed(name, Files.readAllBytes(folder.resolve(name))));
                Files.delete(folder.resolve(name));
            }
        } finally {
            Files.delete(folder);
        }
        return seeds;
    }
}
