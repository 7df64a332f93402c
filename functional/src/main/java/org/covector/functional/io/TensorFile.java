package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * A file of tensors that has been opened: names, shapes and dtypes are known, elements are loaded when asked for, from the mapped file
 * with one copy. May be used by several threads. Opening checks all that the format asks for but the elements themselves.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Safetensors.write(path, Map.of("w", Tensor.ones(2, 3), "b", Tensor.of(1f)));
 * TensorFile file = TensorFile.open(path);
 * Shape shape = file.infos().get("w").get().shape(); // [2, 3]
 * Tensor b = file.load("b"); // [1]
 * file.close();
 * }
 */
public final class TensorFile implements AutoCloseable {
    private final Source source;
    private final Contents contents;
    private final Arena arena;
    private final Map<String, Contents.Entry> byName = new HashMap<>();

    private TensorFile(Source source, Contents contents, Arena arena) throws FileFormatException {
        this.source = source;
        this.contents = contents;
        this.arena = arena;
        for (Contents.Entry e : contents.entries()) {
            if (byName.put(e.info().name(), e) != null) {
                throw source.of(e.info().name()).error(0, "two tensors have this name");
            }
        }
    }

    /**
     * Opens a file of any of the formats: the one its name ends with (safetensors, npy, npz, pt, pth, idx), else the one it begins as.
     *
     * @param path the file
     * @return the file, to be closed
     * @throws FileFormatException if it breaks its format's rules
     * @throws IOException if it cannot be read
     */
    public static TensorFile open(Path path) throws IOException {
        return open(path, Limits.DEFAULT);
    }

    /**
     * Opens a file of any of the formats.
     *
     * @param path the file
     * @param limits what to go along with, {@link Limits#DEFAULT} if not given
     * @return the file, to be closed
     * @throws FileFormatException if it breaks its format's rules or the limits
     * @throws IOException if it cannot be read
     */
    public static TensorFile open(Path path, Limits limits) throws IOException {
        return open(path, source -> read(source, limits));
    }

    /**
     * Opens a file of a known format, whatever its name ends with.
     *
     * @param path the file
     * @param format what it is
     * @param limits what to go along with
     * @return the file, to be closed
     * @throws FileFormatException if it breaks its format's rules or the limits
     * @throws IOException if it cannot be read
     */
    public static TensorFile open(Path path, Format format, Limits limits) throws IOException {
        return open(path, source -> read(source, format, limits));
    }

    private interface Reader {
        Contents read(Source source) throws IOException;
    }

    private static TensorFile open(Path path, Reader reader) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment bytes = size == 0 ? MemorySegment.ofArray(new byte[0])
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return open(new Source(path.toString(), "", 0, bytes), reader, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * A file that is in memory already, as it comes from the class path or the network.
     *
     * @param name what to call it in messages, and how its name ends (see {@link #open(Path)})
     * @param bytes its bytes, copied
     * @param limits what to go along with
     * @return the file
     * @throws FileFormatException if it breaks its format's rules or the limits
     * @throws IOException never otherwise
     */
    public static TensorFile of(String name, byte[] bytes, Limits limits) throws IOException {
        return open(new Source(name, "", 0, MemorySegment.ofArray(bytes.clone())), source -> read(source, limits), Arena.ofShared());
    }

    private static TensorFile open(Source source, Reader reader, Arena arena) throws IOException {
        try {
            return new TensorFile(source, reader.read(source), arena);
        } catch (OutOfMemoryError e) {
            throw source.error(0, "what the file says of its tensors does not fit into the memory of this JVM");
        } catch (InternalError e) {
            throw source.error(0, "the file became shorter while it was read");
        }
    }

    private static Contents read(Source source, Limits limits) throws IOException {
        String name = source.file().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "safetensors" -> read(source, Format.SAFETENSORS, limits);
            case "npy" -> read(source, Format.NPY, limits);
            case "npz" -> read(source, Format.NPZ, limits);
            case "pt", "pth" -> read(source, Format.CHECKPOINT, limits);
            case "idx" -> read(source, Format.IDX, limits);
            default -> byContent(source, limits);
        };
    }

    private static Contents read(Source source, Format format, Limits limits) throws IOException {
        return switch (format) {
            case SAFETENSORS -> SafetensorsReader.read(source, limits);
            case NPY -> NpyReader.one(source);
            case NPZ -> NpyReader.archive(ZipDirectory.read(source, limits));
            case CHECKPOINT -> CheckpointReader.read(source, limits);
            case IDX -> IdxReader.read(source, limits);
        };
    }

    private static Contents byContent(Source source, Limits limits) throws IOException {
        if (NpyHeader.matches(source)) {
            return read(source, Format.NPY, limits);
        }
        if (CheckpointReader.isLegacy(source)) {
            return read(source, Format.CHECKPOINT, limits);
        }
        if (ZipDirectory.matches(source)) {
            List<ZipMember> members = ZipDirectory.read(source, limits);
            return CheckpointReader.matches(members) ? CheckpointReader.read(source, members, limits) : NpyReader.archive(members);
        }
        return read(source, IdxReader.matches(source) ? Format.IDX : Format.SAFETENSORS, limits);
    }

    /** The file's name, as it was given. */
    public String name() {
        return source.file();
    }

    /** What the file is. */
    public Format format() {
        return contents.format();
    }

    /** What it says of its tensors, by name, in the file's order. */
    public LinkedHashMap<String, TensorInfo> infos() {
        LinkedHashMap<String, TensorInfo> infos = LinkedHashMap.empty();
        for (Contents.Entry e : contents.entries()) {
            infos = infos.put(e.info().name(), e.info());
        }
        return infos;
    }

    /** Text beside the tensors: the metadata of safetensors; of a checkpoint, texts and numbers in its dictionaries, by path. */
    public LinkedHashMap<String, String> metadata() {
        return contents.metadata();
    }

    /**
     * Loads one tensor.
     *
     * @param name one of {@link #infos()}
     * @return the tensor, of the shape and dtype that its info says
     * @throws ArgumentException if there is no such tensor
     * @throws FileFormatException if its elements are broken or have no exact place in a tensor
     * @throws IOException if the file cannot be read
     */
    public Tensor load(String name) throws IOException {
        return load(List.of(name)).get(name).get();
    }

    /**
     * Loads some tensors. Those that share a storage in the file share it again.
     *
     * @param names names of {@link #infos()}
     * @return the tensors by name, in the given order
     * @throws ArgumentException if there is no such tensor
     * @throws FileFormatException if elements are broken or have no exact place in a tensor
     * @throws IOException if the file cannot be read
     */
    public LinkedHashMap<String, Tensor> load(Iterable<String> names) throws IOException {
        List<Contents.Entry> entries = new ArrayList<>();
        for (String name : names) {
            Contents.Entry entry = byName.get(name);
            if (entry == null) {
                throw new ArgumentException("load", "name", "\"" + FileFormatException.printable(name) + "\"",
                        "one of the " + byName.size() + " tensors of " + source.file());
            }
            entries.add(entry);
        }
        Map<String, NdArray> shared = new HashMap<>();
        LinkedHashMap<String, Tensor> tensors = LinkedHashMap.empty();
        for (Contents.Entry e : entries) {
            tensors = tensors.put(e.info().name(), Tensor.of(load(e, shared)));
        }
        return tensors;
    }

    private NdArray load(Contents.Entry e, Map<String, NdArray> shared) throws IOException {
        Source here = source.of(e.info().name());
        long bytes = e.stored() * e.info().dtype().map(DType::bytes).getOrElse(1);
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw here.error(0, "the tensor takes " + bytes + " bytes, more than the memory of this JVM");
        }
        try {
            return e.load(shared);
        } catch (OutOfMemoryError error) {
            throw here.error(0, "the tensor takes " + bytes + " bytes, more than is left of the memory of this JVM");
        } catch (InternalError error) {
            throw here.error(0, "the file became shorter while it was read");
        }
    }

    /** Loads all tensors, by name, in the file's order. */
    public LinkedHashMap<String, Tensor> loadAll() throws IOException {
        return load(infos().keySet());
    }

    /** Lets go of the file, from which nothing can be loaded any more. Tensors that were loaded stay. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
