package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.covector.engine.NdArray;

/** What a reader found: entries in the file's order, and text beside them. */
record Contents(Format format, List<Entry> entries, LinkedHashMap<String, String> metadata) {
    /** A tensor that has not been loaded. */
    interface Entry {
        TensorInfo info();

        /** Elements that loading decodes: those in the file, not those of repeated views. */
        long stored();

        /** Loads it; storages that several entries share are kept in {@code shared} by their name. */
        NdArray load(Map<String, NdArray> shared) throws IOException;
    }
}
