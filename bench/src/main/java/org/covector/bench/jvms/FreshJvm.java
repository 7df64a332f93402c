package org.covector.bench.jvms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts the JVM that measures a family. */
final class FreshJvm {
    private FreshJvm() {}

    /** What it found. */
    static Finding run(KernelFamily family, double seconds) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("jvm", ".txt");
        try {
            List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules", "jdk.incubator.vector", "-Xmx1g",
                    "-cp", System.getProperty("java.class.path"), InOneJvm.class.getName(),
                    family.name(), Double.toString(seconds));
            Process jvm = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
            try {
                int status = jvm.waitFor();
                List<String> lines = Files.readAllLines(printed);
                if (status != 0) {
                    throw new IllegalStateException(family + ": " + String.join("\n", lines));
                }
                return Finding.parse(lines);
            } finally {
                jvm.destroyForcibly();
            }
        } finally {
            Files.delete(printed);
        }
    }
}
