package org.covector.functional;

import java.util.Arrays;
import org.covector.engine.ArgumentException;

/** One number for both spatial axes, or one for each. */
final class Pair {
    private Pair() {}

    static int[] of(String function, String argument, int least, int... given) {
        ArgumentException.require((given.length == 1 || given.length == 2) && Arrays.stream(given).allMatch(i -> i >= least), function, argument,
                Arrays.toString(given), "one or two numbers of " + least + " or more");
        return new int[] {given[0], given[given.length - 1]};
    }
}
