package org.covector.engine.runtime;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The one class that holds what must be shared: interned expressions, compiled kernels, the worker pool. Nothing here can be
 * observed in results.
 */
public final class EngineRuntime {
    private static final ConcurrentHashMap<Object, Object> SHARED = new ConcurrentHashMap<>();

    private EngineRuntime() {}

    /** The value shared under a key, made by {@code make} at the first request. Keys of different uses are of different classes. */
    @SuppressWarnings("unchecked") // a key's class fixes the class of its value: each is used by one caller
    public static <K, V> V shared(K key, Function<? super K, ? extends V> make) {
        Object found = SHARED.get(key);
        return (V) (found != null ? found : SHARED.computeIfAbsent(key, k -> make.apply((K) k)));
    }
}
