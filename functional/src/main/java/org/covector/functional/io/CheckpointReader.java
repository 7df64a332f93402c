package org.covector.functional.io;

import io.vavr.collection.LinkedHashMap;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.Encoding;
import org.covector.functional.io.PickleValue.Dict;
import org.covector.functional.io.PickleValue.Items;
import org.covector.functional.io.PickleValue.Scalar;
import org.covector.functional.io.PickleValue.StorageRef;
import org.covector.functional.io.PickleValue.TensorRef;
import org.covector.functional.io.PickleValue.Tuple;

/**
 * PyTorch's checkpoints since 1.6: a zip archive {@code NAME/data.pkl}, {@code NAME/data/KEY}, {@code NAME/version}. Containers are
 * flattened: the tensor {@code {"model": {"0.weight": t}, "more": [u]}} has the name {@code model.0.weight}, u the name {@code more.0}.
 */
final class CheckpointReader {
    private static final String PICKLE = "data.pkl";
    private static final byte[] LEGACY = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9, ' ', 'j',
            (byte) 0xa8, 'P', 0x19, '.'};
    private static final int MAX_DEPTH = 64;
    /** Containers may be shared; a container of containers of ... must not unfold to more than a multiple of the pickle. */
    private static final long UNFOLDING = 16;
    private static final long FREE_UNFOLDING = 1 << 16;

    private final Source pickle;
    private final Map<String, ZipMember> members;
    private final String folder;
    private final ByteOrder order;
    private final List<TensorRef> tensors = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private LinkedHashMap<String, String> scalars = LinkedHashMap.empty();
    private long unfolding;

    private CheckpointReader(Map<String, ZipMember> members, String folder, Limits limits) throws IOException {
        this.members = members;
        this.folder = folder;
        this.pickle = member(PICKLE).content(limits.header());
        this.order = order(limits);
        this.unfolding = FREE_UNFOLDING + UNFOLDING * pickle.size();
    }

    /** Whether the file is a pickle without an archive. */
    static boolean isLegacy(Source file) {
        return file.startsWith(LEGACY);
    }

    /** Whether the archive holds a pickle as checkpoints do. */
    static boolean matches(List<ZipMember> members) {
        return members.stream().anyMatch(m -> m.name().endsWith("/" + PICKLE));
    }

    static Contents read(Source file, Limits limits) throws IOException {
        if (isLegacy(file)) {
            throw file.error(0,
                    "this is torch.save's format from before 1.6 (pickles one after another); accepted: the zip format, which "
                    + "torch.save writes by "
                    + "default: load the file with torch and save it again");
        }
        return read(file, ZipDirectory.read(file, limits), limits);
    }

    static Contents read(Source file, List<ZipMember> list, Limits limits) throws IOException {
        Map<String, ZipMember> members = new HashMap<>();
        String folder = null;
        for (ZipMember m : list) {
            members.put(m.name(), m.zeroIsNoCrc());
            if (m.name().endsWith("/" + PICKLE)) {
                if (folder != null) {
                    throw file.error(0, "the archive has two pickles");
                }
                folder = m.name().substring(0, m.name().length() - PICKLE.length());
            }
        }
        if (folder == null) {
            throw file.error(0, "the archive is no checkpoint of PyTorch: it has no member " + PICKLE + " in a folder");
        }
        return new CheckpointReader(members, folder, limits).contents(file);
    }

    private ZipMember member(String name) throws FileFormatException {
        ZipMember member = members.get(folder + name);
        if (member == null) {
            throw pickle.error(0, "the archive has no member " + FileFormatException.printable(folder + name));
        }
        return member;
    }

    private ByteOrder order(Limits limits) throws IOException {
        ZipMember said = members.get(folder + "byteorder");
        if (said == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        Source source = said.content(limits.header());
        String text = source.text(0, source.size(), StandardCharsets.UTF_8, "byte order").strip();
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw source.error(0, "byte order is \"" + FileFormatException.printable(text) + "\"; accepted: little, big");
        };
    }

    private Contents contents(Source file) throws IOException {
        flatten("", Unpickler.read(pickle), 0);
        Map<String, Long> wanted = new HashMap<>();
        for (TensorRef t : tensors) {
            wanted.merge(t.storage().key(), StridedEntry.span(t), Long::sum);
        }
        Map<String, Payload> payloads = new HashMap<>();
        List<Contents.Entry> entries = new ArrayList<>(tensors.size());
        for (int i = 0; i < tensors.size(); i++) {
            TensorRef t = tensors.get(i);
            StorageRef storage = t.storage();
            Payload payload = payloads.get(storage.key());
            if (payload == null) {
                ZipMember data = member("data/" + storage.key());
                payload = data.payload();
                payloads.put(storage.key(), payload);
            }
            requireSize(payload, storage, file.of(names.get(i)), t.at());
            boolean shared = wanted.getOrDefault(storage.key(), 0L) > storage.count();
            TensorInfo info = new TensorInfo(names.get(i), t.shape(), storage.element().name(),
                    storage.element().encoding().map(Encoding::dtype));
            entries.add(new StridedEntry(info, t, payload, order, shared));
        }
        return new Contents(Format.CHECKPOINT, entries, scalars);
    }

    private void requireSize(Payload payload, StorageRef storage, Source named, long at) throws FileFormatException {
        int width = storage.element().bits() / 8;
        if (storage.count() > payload.size() / width || storage.count() * width != payload.size()) {
            throw new FileFormatException(named.file(), named.entry(), pickle.base() + at,
                    "its storage " + FileFormatException.printable(storage.key())
                    + " is said to have " + storage.count() + " elements of " + width + " bytes, but the member has " + payload.size()
                            + " bytes");
        }
    }

    private void flatten(String path, PickleValue value, int depth) throws FileFormatException {
        unfolding -= 1 + path.length() / 64;
        if (depth > MAX_DEPTH || unfolding < 0) {
            throw pickle.error(0, depth > MAX_DEPTH ? "containers are nested deeper than " + MAX_DEPTH + ", or hold themselves"
                    : "containers that hold each other unfold to more than " + UNFOLDING + " times the pickle");
        }
        switch (value) {
            case TensorRef t -> {
                if (!taken.add(path)) {
                    throw pickle.of(path).error(t.at(), "two tensors have this name");
                }
                names.add(path);
                tensors.add(t);
            }
            case Dict(Map<String, PickleValue> values) -> {
                for (Map.Entry<String, PickleValue> e : values.entrySet()) {
                    String name = path.isEmpty() ? e.getKey() : path + "." + e.getKey();
                    if (e.getValue() instanceof Scalar s) {
                        unfolding -= 1 + name.length() / 64;
                        if (scalars.containsKey(name)) {
                            throw pickle.of(name).error(0, "two values have this name");
                        }
                        scalars = scalars.put(name, s.shown());
                    } else {
                        flatten(name, e.getValue(), depth + 1);
                    }
                }
            }
            case Items(List<PickleValue> values) -> flatten(path, values, depth);
            case Tuple(List<PickleValue> values) -> flatten(path, values, depth);
            default -> { }
        }
    }

    private void flatten(String path, List<PickleValue> values, int depth) throws FileFormatException {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Scalar) {
                unfolding--; // numbers in lists are not listed
            } else {
                flatten(path.isEmpty() ? Integer.toString(i) : path + "." + i, values.get(i), depth + 1);
            }
        }
    }
}
