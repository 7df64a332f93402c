package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** NumPy's files: one array, or a zip archive of them. */
final class NpyReader {
    private static final String SUFFIX = ".npy";

    private NpyReader() {}

    /** The array at the beginning of the file; more may follow, as numpy.save appends. Its name is empty. */
    static Contents one(Source file) throws FileFormatException {
        Payload payload = new Payload.InPlace(file, -1);
        return new Contents(Format.NPY, List.of(NpyHeader.read(file).entry("", payload, file)), LinkedHashMap.empty());
    }

    /** The arrays of an archive, named as their members without {@code .npy}. */
    static Contents archive(List<ZipMember> members) throws IOException {
        List<Contents.Entry> entries = new ArrayList<>();
        for (ZipMember m : members) {
            Payload payload = m.payload();
            Source head = payload.head(NpyHeader.MAX_PREFIX);
            NpyHeader header = NpyHeader.read(head);
            String name = m.name().endsWith(SUFFIX) ? m.name().substring(0, m.name().length() - SUFFIX.length()) : m.name();
            FlatEntry entry = header.entry(name, payload, head);
            if (payload.size() != header.length() + entry.part().bytes()) {
                throw head.error(header.length(), "bytes follow the " + entry.part().bytes() + " of the array");
            }
            entries.add(entry);
        }
        return new Contents(Format.NPZ, entries, LinkedHashMap.empty());
    }
}
