package org.covector.bench.jvms;

import java.util.List;

/**
 * What one JVM found of a family.
 *
 * @param plain bytes that a call allocates
 * @param scoped bytes that a call in a scope of memory allocates
 * @param time of a call in a scope, over that of a fixed loop in the same JVM
 */
record Finding(long plain, long scoped, double time) {
    private static final String MARK = "finding";

    @Override
    public String toString() {
        return MARK + " " + plain + " " + scoped + " " + time;
    }

    /** From what a JVM printed. */
    static Finding parse(List<String> lines) {
        String[] words = lines.stream().filter(l -> l.startsWith(MARK + " ")).findFirst()
                .orElseThrow(() -> new IllegalStateException("a measuring JVM found nothing: " + lines)).split(" ");
        return new Finding(Long.parseLong(words[1]), Long.parseLong(words[2]), Double.parseDouble(words[3]));
    }
}
