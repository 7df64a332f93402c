package org.covector.functional.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The system's Python (Debian: python3-numpy, python3-torch), where it is present. */
final class Python {
    private static final String COMMAND = System.getProperty("python", Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3"
            : "python3");

    private Python() {}

    static boolean hasNumpy() {
        return succeeds("import numpy");
    }

    static boolean hasTorch() {
        return succeeds("import torch, numpy");
    }

    private static boolean succeeds(String program) {
        try {
            run(program);
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /** What the program prints. */
    static String run(String program) throws IOException {
        Process process = new ProcessBuilder(List.of(COMMAND, "-c", program)).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(printed);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return printed;
    }
}
