package org.covector.gradcheck.flat;

import java.util.ArrayList;
import java.util.List;
import org.covector.functional.Tensor;

/**
 * Where the elements of a floating result lie among all values.
 *
 * @param result number of the tensor among the results
 * @param from its first element
 * @param to the one after its last
 */
public record ResultRange(int result, int from, int to) {
    /** Those of all floating results, in order. */
    public static List<ResultRange> of(List<Tensor> results) {
        List<ResultRange> all = new ArrayList<>();
        int from = 0;
        for (int k = 0; k < results.size(); k++) {
            if (results.get(k).dtype().isFloating()) {
                int to = from + (int) results.get(k).size();
                all.add(new ResultRange(k, from, to));
                from = to;
            }
        }
        return all;
    }

    /** How many elements it has. */
    public int size() {
        return to - from;
    }

    /** Whether an element lies in it. */
    public boolean contains(int element) {
        return element >= from && element < to;
    }
}
