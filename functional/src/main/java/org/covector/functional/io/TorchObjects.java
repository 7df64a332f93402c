package org.covector.functional.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.Encoding;
import org.covector.engine.Shape;
import org.covector.functional.io.PickleValue.Dict;
import org.covector.functional.io.PickleValue.Global;
import org.covector.functional.io.PickleValue.Items;
import org.covector.functional.io.PickleValue.Kind;
import org.covector.functional.io.PickleValue.Scalar;
import org.covector.functional.io.PickleValue.StorageRef;
import org.covector.functional.io.PickleValue.TensorRef;
import org.covector.functional.io.PickleValue.Tuple;

/**
 * What PyTorch's functions would give that a checkpoint mentions: tensors as views of storages, containers.
 *
 * <p>Source: PyTorch, {@code torch/_utils.py}, {@code torch/serialization.py}.
 */
final class TorchObjects {
    private final Source source;
    private final Map<String, StorageRef> storages = new HashMap<>();

    TorchObjects(Source source) {
        this.source = source;
    }

    /** A storage: {@code ("storage", class, key, location, count)}. */
    StorageRef persistent(PickleValue id, long at) throws FileFormatException {
        List<PickleValue> parts = id instanceof Tuple(List<PickleValue> v) ? v : List.of();
        if (parts.size() != 5 || !(parts.get(0) instanceof Scalar word) || !word.text().equals("storage")
                || !(parts.get(1) instanceof Global type)
                || !(parts.get(2) instanceof Scalar key) || key.kind() != Kind.TEXT) {
            throw source.error(at, "a persistent id is not (\"storage\", class, key, location, count)");
        }
        Element element = TorchTypes.storage(type.name());
        if (element == null) {
            throw source.error(at, type.name() + " is no class of storages");
        }
        StorageRef storage = new StorageRef(element, key.text(), natural(parts.get(4), at, "count of a storage"));
        StorageRef before = storages.putIfAbsent(key.text(), storage);
        if (before != null && !before.equals(storage)) {
            throw source.error(at, "the storage " + FileFormatException.printable(key.text()) + " is described twice, differently");
        }
        return storage;
    }

    /** What a call gives. */
    PickleValue reduce(PickleValue callable, PickleValue arguments, long at) throws FileFormatException {
        if (!(callable instanceof Global(String name)) || !(arguments instanceof Tuple(List<PickleValue> args))) {
            throw source.error(at, "REDUCE of something else than a known function and a tuple");
        }
        switch (name) {
            case TorchTypes.ORDERED_DICT -> {
                require(args.isEmpty(), at, "OrderedDict with arguments");
                return new Dict();
            }
            case TorchTypes.TENSOR_V2 -> {
                return tensor(args, at, args.size() == 6 ? 6 : 7);
            }
            case TorchTypes.TENSOR_V3 -> {
                return tensor(args, at, args.size() == 7 ? 7 : 8);
            }
            case TorchTypes.PARAMETER, TorchTypes.PARAMETER_WITH_STATE -> {
                require(!args.isEmpty() && args.get(0) instanceof TensorRef, at, "a parameter without a tensor");
                return args.get(0);
            }
            case TorchTypes.FROM_TYPE -> {
                require(args.size() == 4 && args.get(0) instanceof Global(String made) && made.startsWith("torch._utils._rebuild_tensor_v"),
                        at,
                        "a subclass of Tensor that is not made of a plain one");
                return reduce(args.get(0), args.get(2), at);
            }
            case TorchTypes.SIZE -> {
                require(args.size() == 1 && args.get(0) instanceof Tuple, at, "torch.Size of something else than a tuple");
                return args.get(0);
            }
            case TorchTypes.DEVICE -> {
                require(!args.isEmpty() && args.get(0) instanceof Scalar, at, "torch.device without a name");
                return new Scalar(Kind.TYPE, ((Scalar) args.get(0)).shown(), 0);
            }
            default -> throw source.error(at, name + " is not called in files of tensors");
        }
    }

    /** {@code (storage, offset, size, stride, requires_grad, hooks[, dtype][, metadata])}. */
    private TensorRef tensor(List<PickleValue> args, long at, int count) throws FileFormatException {
        require(args.size() == count && args.get(0) instanceof StorageRef, at,
                "a tensor that is not made of a storage, its offset, size and stride");
        StorageRef storage = (StorageRef) args.get(0);
        int extra = 6;
        if (count == 8 || count == 7 && args.get(6) instanceof Global) {
            Element element = args.get(6) instanceof Global(String name) ? TorchTypes.dtype(name) : null;
            if (element == null || storage.element().encoding().getOrNull() != Encoding.UINT8) {
                throw source.error(at, "a tensor with a dtype of its own that has no storage of bytes");
            }
            require(storage.count() % (element.bits() / 8) == 0, at, "a storage that is not made of whole elements");
            storage = new StorageRef(element, storage.key(), storage.count() / (element.bits() / 8));
            extra = 7;
        }
        // conjugate and negative bits say that the values differ from the stored ones
        require(args.size() <= extra || args.get(extra) instanceof Dict(Map<String, PickleValue> bits) && bits.isEmpty()
                || args.get(extra) instanceof Scalar none && none.kind() == Kind.NONE, at, "a tensor with conjugate or negative bits");
        List<Long> lengths = naturals(args.get(2), at, "size of a tensor");
        List<Long> strides = naturals(args.get(3), at, "stride of a tensor");
        require(lengths.size() == strides.size(), at, "a tensor of " + lengths.size() + " axes with " + strides.size() + " strides");
        Shape shape = Extent.shape(lengths, source, at);
        return view(new TensorRef(storage, natural(args.get(1), at, "offset of a tensor"), shape, strides, at));
    }

    /** Checks that the view lies within its storage. */
    private TensorRef view(TensorRef t) throws FileFormatException {
        long last = t.offset();
        long count = t.storage().count();
        require(t.shape().size() == 0 || last < count, t.at(), "a tensor that begins at element " + last + " of a storage of " + count);
        for (int i = 0; i < t.strides().size() && t.shape().size() > 0; i++) {
            long steps = t.shape().dim(i) - 1L;
            long stride = t.strides().get(i);
            require(steps == 0 || stride <= (count - 1 - last) / steps, t.at(),
                    "a tensor beyond the end of its storage of " + count + " elements");
            last += steps == 0 ? 0 : steps * stride;
        }
        return t;
    }

    private List<Long> naturals(PickleValue value, long at, String what) throws FileFormatException {
        List<PickleValue> values = value instanceof Tuple(List<PickleValue> v) ? v : value instanceof Items(List<PickleValue> v) ? v
                : List.of();
        require(value instanceof Tuple || value instanceof Items, at, what + " that is no tuple");
        require(values.size() <= Extent.MAX_RANK, at, what + " with " + values.size() + " axes");
        List<Long> numbers = new ArrayList<>(values.size());
        for (PickleValue v : values) {
            numbers.add(natural(v, at, what));
        }
        return numbers;
    }

    private long natural(PickleValue value, long at, String what) throws FileFormatException {
        require(value instanceof Scalar s && s.kind() == Kind.INTEGER && s.number() >= 0, at, what + " that is no integer of 0 or more");
        return ((Scalar) value).number();
    }

    private void require(boolean ok, long at, String problem) throws FileFormatException {
        if (!ok) {
            throw source.error(at, problem);
        }
    }
}
