package org.covector.bench.measure;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine and the JVM, without any name of a host or a user.
 *
 * @param caches sizes of the first processor's caches, such as "L1d 48K, L2 2048K"
 * @param vectorBits the widest vector extension
 */
public record Machine(
        String processor, int processors, String caches, int vectorBits, long memoryGigabytes, String system, String jvm,
        String collector) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    public static Machine current() {
        var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                cpuInfo("model name").getOrElse("unknown processor"),
                system.getAvailableProcessors(),
                cacheSizes(),
                jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.vectorBitSize(),
                Math.round(system.getTotalMemorySize() / 1e9),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                List.ofAll(java.lang.management.ManagementFactory.getGarbageCollectorMXBeans())
                        .map(java.lang.management.MemoryManagerMXBean::getName)
                        .mkString(", "));
    }

    /** The processor's instruction set extensions; empty where they cannot be found out. */
    public static List<String> extensions() {
        return cpuInfo("flags").map(flags -> List.of(flags.split(" "))).getOrElse(List.empty());
    }

    private static Option<String> cpuInfo(String key) {
        return lines(CPU_INFO).find(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    private static String cacheSizes() {
        return List.range(0, 4)
                .map(i -> CACHES.resolve("index" + i))
                .filter(cache -> Files.isReadable(cache.resolve("size")) && !first(cache, "type").equals("Instruction"))
                .map(cache -> "L" + first(cache, "level") + " " + first(cache, "size"))
                .mkString(", ");
    }

    private static String first(Path directory, String file) {
        return lines(directory.resolve(file)).headOption().getOrElse("");
    }

    private static List<String> lines(Path file) {
        if (!Files.isReadable(file)) {
            return List.empty();
        }
        try {
            return List.ofAll(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
