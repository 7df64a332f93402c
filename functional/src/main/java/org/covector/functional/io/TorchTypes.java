package org.covector.functional.io;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.Encoding;
import org.jspecify.annotations.Nullable;

/** PyTorch's names: what a checkpoint may mention, and nothing else. */
final class TorchTypes {
    static final String ORDERED_DICT = "collections.OrderedDict";
    static final String TENSOR_V2 = "torch._utils._rebuild_tensor_v2";
    static final String TENSOR_V3 = "torch._utils._rebuild_tensor_v3";
    static final String FROM_TYPE = "torch._tensor._rebuild_from_type_v2";
    static final String PARAMETER = "torch._utils._rebuild_parameter";
    static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";
    static final String SIZE = "torch.Size";
    static final String DEVICE = "torch.device";

    /** Functions that the parser knows how to answer for, and classes that stand as arguments. */
    private static final Set<String> FUNCTIONS = Set.of(ORDERED_DICT, TENSOR_V2, TENSOR_V3, FROM_TYPE, PARAMETER, PARAMETER_WITH_STATE,
            SIZE, DEVICE,
            "torch.Tensor", "torch.nn.parameter.Parameter", "torch.serialization._get_layout");

    /** {@code torch.float16} and the like. */
    private static final Map<String, Element> DTYPES = Stream.of(
            Element.of("torch.bool", Encoding.BOOL), Element.of("torch.uint8", Encoding.UINT8), Element.of("torch.int8", Encoding.INT8),
            Element.of("torch.int16", Encoding.INT16), Element.of("torch.uint16", Encoding.UINT16),
                    Element.of("torch.int32", Encoding.INT32),
            Element.of("torch.uint32", Encoding.UINT32), Element.of("torch.int64", Encoding.INT64),
                    Element.of("torch.uint64", Encoding.UINT64),
            Element.of("torch.float16", Encoding.FLOAT16), Element.of("torch.bfloat16", Encoding.BFLOAT16),
            Element.of("torch.float32", Encoding.FLOAT32), Element.of("torch.float64", Encoding.FLOAT64),
            Element.foreign("torch.complex32", 32), Element.foreign("torch.complex64", 64), Element.foreign("torch.complex128", 128),
            Element.foreign("torch.float8_e5m2", 8), Element.foreign("torch.float8_e4m3fn", 8), Element.foreign("torch.float8_e5m2fnuz", 8),
            Element.foreign("torch.float8_e4m3fnuz", 8), Element.foreign("torch.float8_e8m0fnu", 8))
            .collect(Collectors.toUnmodifiableMap(Element::name, e -> e));

    /** Storage classes, each with the dtype of its elements. */
    private static final Map<String, String> STORAGES = Map.ofEntries(
            Map.entry("torch.BoolStorage", "torch.bool"), Map.entry("torch.ByteStorage", "torch.uint8"),
            Map.entry("torch.CharStorage", "torch.int8"),
            Map.entry("torch.ShortStorage", "torch.int16"), Map.entry("torch.IntStorage", "torch.int32"),
                    Map.entry("torch.LongStorage", "torch.int64"),
            Map.entry("torch.HalfStorage", "torch.float16"), Map.entry("torch.BFloat16Storage", "torch.bfloat16"),
            Map.entry("torch.FloatStorage", "torch.float32"), Map.entry("torch.DoubleStorage", "torch.float64"),
            Map.entry("torch.ComplexFloatStorage", "torch.complex64"), Map.entry("torch.ComplexDoubleStorage", "torch.complex128"),
            Map.entry("torch.storage.UntypedStorage", "torch.uint8"), Map.entry("torch.UntypedStorage", "torch.uint8"));

    private TorchTypes() {}

    static boolean knows(String global) {
        return FUNCTIONS.contains(global) || DTYPES.containsKey(global) || STORAGES.containsKey(global);
    }

    /** Whether the global is a value by itself, as dtypes are. */
    static boolean isDtype(String global) {
        return DTYPES.containsKey(global);
    }

    /** The element type of a dtype, or null. */
    static @Nullable Element dtype(String global) {
        return DTYPES.get(global);
    }

    /** The element type of a storage class, or null if it is none. */
    static @Nullable Element storage(String global) {
        String dtype = STORAGES.get(global);
        return dtype == null ? null : DTYPES.get(dtype);
    }

    /** A word on why a global is refused. */
    static String refusal(String global) {
        String reason = global.contains("Quantized") || global.contains("qtensor") || global.startsWith("torch.Q")
                ? "quantised tensors are not supported"
                : global.contains("sparse") ? "sparse tensors are not supported"
                : "only tensors and containers are read, and nothing is run; save a state_dict instead of an object";
        return "the global " + FileFormatException.printable(global) + " is not allowed: " + reason;
    }
}
