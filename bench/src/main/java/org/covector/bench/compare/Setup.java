package org.covector.bench.compare;

import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import java.io.File;
import java.nio.file.Path;
import org.covector.bench.measure.Machine;

/**
 * Which BLAS a measuring JVM loads, under libtorch too: both in one process would share symbols. Every setup measures Covector
 * beside its peers, so that a ratio always comes from one process.
 */
public enum Setup {
    OPENBLAS, MKL;

    private static final String PROPERTY = "covector.bench.setup";
    private static final List<String> FOREIGN = List.of("OPENBLAS_", "OMP_", "MKL_", "KMP_", "GOMP_", "DNNL_", "ONEDNN_", "MALLOC_",
            "LD_PRELOAD");

    /** The setup of this process. */
    public static Setup current() {
        return valueOf(System.getProperty(PROPERTY, OPENBLAS.name()));
    }

    /** Options of the measuring JVM. */
    List<String> jvmOptions(Path nativeCache) {
        List<String> options = List.of(
                "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + PROPERTY + "=" + name(),
                // without its garbage-collection hooks a peer's tiny operation takes 0.8 us instead of 2.3
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + nativeCache.resolve(name()));
        return this == MKL ? options.append("-Dorg.bytedeco.openblas.load=mkl_rt") : options;
    }

    /** The class path, absolute, without the BLAS of the other setup: the MKL archives bring a libopenblas of their own. */
    String classPath(String all) {
        return List.of(all.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> this == MKL || !entry.getFileName().toString().startsWith("mkl-"))
                .mkString(File.pathSeparator);
    }

    /** Changes the environment to the one where the peers are fastest. */
    void clean(java.util.Map<String, String> environment, int threads) {
        environment.keySet().removeIf(name -> FOREIGN.exists(name::startsWith));
        variables(threads, Machine.extensions()).forEach(environment::put);
    }

    static Map<String, String> variables(int threads, List<String> extensions) {
        String count = Integer.toString(threads);
        Map<String, String> common = HashMap.of(
                "OMP_NUM_THREADS", count,
                "OPENBLAS_NUM_THREADS", count,
                "MKL_NUM_THREADS", count,
                "MKL_DYNAMIC", "FALSE",
                "OMP_WAIT_POLICY", "PASSIVE",
                // results over 32 MB would pay for fresh pages with every call
                "MALLOC_MMAP_THRESHOLD_", "4294967296",
                "MALLOC_TRIM_THRESHOLD_", "17179869184",
                "MALLOC_ARENA_MAX", "1");
        // OpenBLAS takes its AVX2 kernels on processors that it does not know
        return extensions.contains("avx512_bf16") ? common.put("OPENBLAS_CORETYPE", "COOPERLAKE")
                : extensions.contains("avx512f") ? common.put("OPENBLAS_CORETYPE", "SKYLAKEX")
                : common;
    }
}
