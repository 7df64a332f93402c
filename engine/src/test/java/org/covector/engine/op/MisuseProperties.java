package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;

/** Any arguments whatever: a result or an {@link ArgumentException}, never another exception. */
class MisuseProperties {
    private static final int[] NUMBERS = {0, 1, -1, 2, 3, -2, 4, 7, -9, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final List<NdArray> arrays = new ArrayList<>();

    private NdArray array(Random r) {
        int[] dims = r.ints(r.nextInt(4), 0, 4).toArray();
        DType dtype = DType.values()[r.nextInt(4)];
        NdArray x = Layouts.random(dtype, r, dims);
        if (x.size() > 0 && r.nextBoolean()) {
            x = x.transpose(0, -1);
        }
        arrays.add(x.dense());
        return x;
    }

    private NdArray index(Random r) {
        int[] dims = r.ints(r.nextInt(4), 0, 4).toArray();
        NdArray i = Layouts.random(DType.FLOAT64, r, dims).to(r.nextInt(8) == 0 ? DType.BOOL : DType.INT64);
        return r.nextBoolean() ? i : Layouts.indices(r, 2, dims);
    }

    private static int number(Random r) {
        return NUMBERS[r.nextInt(r.nextBoolean() ? 5 : NUMBERS.length)];
    }

    private static int[] numbers(Random r) {
        return java.util.stream.IntStream.generate(() -> number(r)).limit(r.nextInt(4)).toArray();
    }

    private void call(int which, Random r) {
        NdArray x = array(r);
        NdArray i = index(r);
        switch (which) {
            case 0 -> Indexing.gather(x, number(r), i);
            case 1 -> Indexing.scatter(x, number(r), i, r.nextBoolean() ? x : array(r));
            case 2 -> Indexing.scatterAdd(x, number(r), i, r.nextBoolean() ? x : array(r));
            case 3 -> Indexing.scatterReduce(x, number(r), i, x, Indexing.Reduce.values()[r.nextInt(4)]);
            case 4 -> Indexing.indexSelect(x, number(r), i);
            case 5 -> Indexing.indexAdd(x, number(r), i, r.nextBoolean() ? x : array(r));
            case 6 -> Indexing.indexCopy(x, number(r), i, array(r));
            case 7 -> AdvancedIndexing.index(x, indices(r));
            case 8 -> AdvancedIndexing.indexPut(x, indices(r), r.nextBoolean() ? x : array(r), r.nextBoolean());
            case 9 -> AdvancedIndexing.take(x, i);
            case 10 -> AdvancedIndexing.put(x, i, r.nextBoolean() ? x : array(r), r.nextBoolean());
            case 11 -> AdvancedIndexing.nonzero(x);
            case 12 -> AdvancedIndexing.maskedSelect(x, r.nextBoolean() ? x.to(DType.BOOL) : i);
            case 13 -> AdvancedIndexing.maskedScatter(x, array(r).to(DType.BOOL), array(r));
            case 14 -> Assembly.cat(r.nextBoolean() ? List.of(x, x) : List.of(x, array(r)), number(r));
            case 15 -> Assembly.pad(x, small(r), small(r), r.nextInt(2));
            case 16 -> Assembly.place(x, Shape.of(Arrays.stream(small(r)).map(Math::abs).toArray()), numbers(r), numbers(r));
            case 17 -> Assembly.repeat(x, small(r));
            case 18 -> Assembly.tile(x, small(r));
            case 19 -> Assembly.tril(x, number(r));
            case 20 -> Assembly.diagonal(x, number(r), number(r), number(r));
            case 21 -> Assembly.diagEmbed(x, r.nextInt(-3, 4), number(r), number(r));
            case 22 -> Assembly.roll(x, numbers(r), numbers(r));
            case 23 -> Sorting.sort(x, number(r), r.nextBoolean());
            case 24 -> Sorting.topk(x, number(r), number(r), r.nextBoolean(), r.nextBoolean());
            case 25 -> Sorting.kthvalue(x, number(r), number(r), r.nextBoolean());
            case 26 -> Sorting.median(x, number(r), r.nextBoolean());
            case 27 -> Sorting.mode(x, number(r), r.nextBoolean());
            case 28 -> Sorting.unique(x);
            case 29 -> Sorting.searchsorted(x, r.nextBoolean() ? x : array(r), r.nextBoolean());
            case 30 -> RandomNumbers.categorical(PhiloxKey.of(1), x);
            default -> RandomNumbers.bernoulli(PhiloxKey.of(1), x);
        }
    }

    private static int[] small(Random r) {
        return r.ints(r.nextInt(4), -3, 4).toArray();
    }

    private List<Optional<NdArray>> indices(Random r) {
        List<Optional<NdArray>> list = new ArrayList<>();
        int n = r.nextInt(4);
        for (int k = 0; k < n; k++) {
            list.add(r.nextInt(3) == 0 ? Optional.empty() : Optional.of(index(r)));
        }
        return list;
    }

    @Property(tries = 8000)
    void anyArgumentsGiveAResultOrAnArgumentException(@ForAll long seed) {
        Random r = new Random(seed);
        arrays.clear();
        int which = r.nextInt(32);
        try {
            call(which, r);
        } catch (ArgumentException expected) {
            assertThat(expected.getMessage()).contains(": ").contains("; accepted: ");
        } catch (RuntimeException other) {
            throw new AssertionError("call " + which + " with " + arrays, other);
        }
    }
}
