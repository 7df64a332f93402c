package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;

/** Other integers and booleans: indices repeated and at the ends of the range given, masks of one kind. */
final class IndexVariations {
    private final FlatFunction function;
    private final RandomGenerator random;

    IndexVariations(FlatFunction function, RandomGenerator random) {
        this.function = function;
        this.random = random;
    }

    List<VariedInput> variants() {
        List<VariedInput> all = new ArrayList<>();
        if (has(DType.INT64)) {
            all.add(integers("repeated indices", this::repeated));
            all.add(integers("indices at the ends of the range", IndexVariations::extremes));
            all.add(integers("equal indices", n -> filled(n, n[random.nextInt(n.length)])));
        }
        if (has(DType.BOOL)) {
            all.add(booleans("masks of true", m -> filled(m, true)));
            all.add(booleans("masks of false", m -> filled(m, false)));
            all.add(booleans("random masks", this::random));
        }
        return all;
    }

    private boolean has(DType dtype) {
        return function.inputs().stream().anyMatch(t -> t.dtype() == dtype && t.size() > 0);
    }

    private VariedInput integers(String what, UnaryOperator<long[]> change) {
        return changed(what, DType.INT64, a -> NdArray.of(change.apply(a.toLongArray())));
    }

    private VariedInput booleans(String what, UnaryOperator<boolean[]> change) {
        return changed(what, DType.BOOL, a -> NdArray.of(change.apply(a.toBooleanArray())));
    }

    private VariedInput changed(String what, DType dtype, UnaryOperator<NdArray> change) {
        return new VariedInput(Variation.INDICES, what, () -> function.inputs().stream()
                .map(t -> t.dtype() == dtype && t.size() > 0 ? Tensor.of(change.apply(t.array()).reshape(t.shape())) : t).toList());
    }

    /** Half of the positions, each drawn again. */
    private long[] repeated(long[] given) {
        long[] drawn = new long[given.length];
        int from = Math.max(1, given.length / 2);
        Arrays.setAll(drawn, _ -> given[random.nextInt(from)]);
        return drawn;
    }

    private static long[] extremes(long[] given) {
        long low = Arrays.stream(given).min().orElse(0);
        long high = Arrays.stream(given).max().orElse(0);
        long[] ends = new long[given.length];
        Arrays.setAll(ends, k -> k % 2 == 0 ? high : low);
        return ends;
    }

    private static long[] filled(long[] like, long n) {
        long[] all = new long[like.length];
        Arrays.fill(all, n);
        return all;
    }

    private static boolean[] filled(boolean[] like, boolean b) {
        boolean[] all = new boolean[like.length];
        Arrays.fill(all, b);
        return all;
    }

    private boolean[] random(boolean[] like) {
        boolean[] all = new boolean[like.length];
        for (int k = 0; k < all.length; k++) {
            all[k] = random.nextBoolean();
        }
        if (all.length > 1) { // both kinds for certain
            int one = random.nextInt(all.length);
            all[(one + 1) % all.length] = !all[one];
        }
        return all;
    }
}
