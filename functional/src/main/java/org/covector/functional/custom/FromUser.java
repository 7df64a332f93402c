package org.covector.functional.custom;

import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.functional.MissingFormulaException;
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

    /** The pullback of a function in messages. */
    static String pullback(String function) {
        return "pullback of " + function;
    }

    /** The same for one input. */
    static String pullback(String function, int input) {
        return pullback(function) + " for its input " + input;
    }
}
