package org.covector.bench.proof;

import java.nio.file.Path;

/** Where tables of proofs go. */
final class ProofTable {
    private ProofTable() {}

    /** Where a table goes: to the documents if it is of all operations, else beside what is built. */
    static Path output(String names) {
        Path all = Path.of(System.getProperty("proof.output", "target/proof.md"));
        return names.isEmpty() ? all : Path.of("target").resolve(all.getFileName());
    }
}
