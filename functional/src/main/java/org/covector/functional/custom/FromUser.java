package org.covector.functional.custom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Wanted;
import org.jspecify.annotations.Nullable;

/** What a user's function gives, checked, and what it throws, named. */
public final class FromUser {
    private FromUser() {}

    /** The value, which must not be null. */
    @SuppressWarnings("exports") // the annotation of null is not passed on
    public static <T> T given(String function, String argument, @Nullable T value, String accepted) {
        if (value == null) {
            throw new ArgumentException(function, argument, "null", accepted);
        }
        return value;
    }

    /** What {@code code} gives; an exception says whose code it was. A missing formula stays one. */
    static <T extends @Nullable Object> T of(String whose, Supplier<T> code) {
        try {
            return code.get();
        } catch (MissingFormulaException absent) {
            throw absent;
        } catch (ArgumentException e) {
            throw e.in(whose);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(whose + ": " + e.getMessage(), e);
        } catch (Exception e) { // whatever it throws, checked ones past the compiler too
            throw new IllegalStateException(whose + ": " + e, e);
        }
    }

    /** Cotangents, and behind them what those that were wanted report; one entry for all tensors of an argument. */
    static Cotangent[] withLog(String function, Cotangent[] dx, List<? extends @Nullable Supplier<?>> lazy, Wanted wanted) {
        Map<Supplier<?>, Cotangent> log = new LinkedHashMap<>(0);
        for (int i = 0; i < dx.length; i++) {
            if (wanted.has(i) && lazy.get(i) instanceof LoggedCotangent<?>(_, Supplier<?> entry) && !log.containsKey(entry)) {
                String whose = pullback(function, i);
                String what = "entry of the log for input " + i;
                log.put(entry, new Cotangent.Log(function, i,
                        () -> given(function, what, FromUser.<@Nullable Object>of(whose, entry::get), "a value")));
            }
        }
        return log.isEmpty() ? dx : Stream.concat(Arrays.stream(dx), log.values().stream()).toArray(Cotangent[]::new);
    }

    /** The pullback of a function in messages. */
    static String pullback(String function) {
        return "pullback of " + function;
    }

    /** The same for one input. */
    static String pullback(String function, int input) {
        return pullback(function) + " for its input " + input;
    }
}
