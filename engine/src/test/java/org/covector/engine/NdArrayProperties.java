package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Chains of views against a model that moves every element by itself. */
class NdArrayProperties {
    /** An array as a list of values in row-major order; every view is a new list. */
    private record Model(int[] dims, double[] values) {
        interface Source {
            int[] of(int[] index);
        }

        Model view(int[] newDims, Source source) {
            Shape to = Shape.of(newDims);
            double[] v = new double[(int) to.size()];
            int[] index = new int[newDims.length];
            for (int p = 0; p < v.length; p++) {
                v[p] = values[flat(source.of(index.clone()))];
                for (int a = index.length - 1; a >= 0 && ++index[a] == newDims[a]; a--) {
                    index[a] = 0;
                }
            }
            return new Model(newDims, v);
        }

        private int flat(int[] index) {
            int p = 0;
            for (int a = 0; a < dims.length; a++) {
                p = p * dims[a] + index[a];
            }
            return p;
        }
    }

    private record Step(NdArray x, Model model) {}

    private static Step start(Random random, DType dtype) {
        int[] dims = random.ints(random.nextInt(5), 0, 10).map(d -> d == 9 ? 0 : 1 + d % 4).toArray();
        NdArray x = Layouts.random(dtype, random, dims);
        return new Step(x, new Model(dims, x.toDoubleArray()));
    }

    private static Step next(Step s, Random random) {
        int[] d = s.model.dims;
        int rank = d.length;
        int a = rank == 0 ? 0 : random.nextInt(rank);
        return switch (random.nextInt(rank == 0 ? 3 : 8)) {
            case 0 -> unsqueezed(s, random.nextInt(rank + 1));
            case 1 -> reshaped(s, random);
            case 2 -> expanded(s, random);
            case 3 -> permuted(s, random);
            case 4 -> sliced(s, random, a);
            case 5 -> d[a] == 0 ? s : selected(s, random.nextInt(d[a]), a);
            case 6 -> new Step(s.x.flip(a - rank), s.model.view(d, i -> with(i, a, d[a] - 1 - i[a])));
            default -> new Step(s.x.dense(), s.model);
        };
    }

    private static int[] with(int[] index, int axis, int value) {
        int[] i = index.clone();
        i[axis] = value;
        return i;
    }

    private static int[] inserted(int[] a, int at, int value) {
        return java.util.stream.IntStream.range(0, a.length + 1).map(i -> i < at ? a[i] : i == at ? value : a[i - 1]).toArray();
    }

    private static int[] removed(int[] a, int at) {
        return java.util.stream.IntStream.range(0, a.length - 1).map(i -> i < at ? a[i] : a[i + 1]).toArray();
    }

    private static Step unsqueezed(Step s, int axis) {
        return new Step(s.x.unsqueeze(axis), s.model.view(inserted(s.model.dims, axis, 1), i -> removed(i, axis)));
    }

    private static Step permuted(Step s, Random random) {
        int rank = s.model.dims.length;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            order.add(random.nextInt(order.size() + 1), i);
        }
        int[] axes = order.stream().mapToInt(i -> i).toArray();
        int[] dims = Arrays.stream(axes).map(i -> s.model.dims[i]).toArray();
        return new Step(s.x.permute(axes), s.model.view(dims, i -> {
            int[] from = new int[rank];
            for (int k = 0; k < rank; k++) {
                from[axes[k]] = i[k];
            }
            return from;
        }));
    }

    private static Step sliced(Step s, Random random, int axis) {
        int n = s.model.dims[axis];
        int start = random.nextInt(-n - 2, n + 3);
        int stop = random.nextInt(-n - 2, n + 3);
        int step = random.nextInt(1, 4);
        int from = Math.clamp(start < 0 ? start + n : start, 0, n);
        int to = Math.clamp(stop < 0 ? stop + n : stop, 0, n);
        int length = 0;
        for (int i = from; i < to; i += step) {
            length++;
        }
        return new Step(s.x.slice(axis, start, stop, step),
                s.model.view(with(s.model.dims, axis, length), i -> with(i, axis, from + i[axis] * step)));
    }

    private static Step selected(Step s, int index, int axis) {
        int negative = index - s.model.dims[axis];
        return new Step(s.x.select(axis, negative), s.model.view(removed(s.model.dims, axis), i -> inserted(i, axis, index)));
    }

    private static Step expanded(Step s, Random random) {
        int[] dims = Arrays.stream(s.model.dims).map(d -> d == 1 ? random.nextInt(4) : d).toArray();
        int[] target = random.nextBoolean() ? inserted(dims, 0, random.nextInt(1, 3)) : dims;
        if (Shape.of(target).size() > 5000) {
            return s;
        }
        int lead = target.length - dims.length;
        return new Step(s.x.expand(Shape.of(target)), s.model.view(target, i -> {
            int[] from = Arrays.copyOfRange(i, lead, i.length);
            for (int k = 0; k < from.length; k++) {
                from[k] = s.model.dims[k] == 1 ? 0 : from[k];
            }
            return from;
        }));
    }

    private static Step reshaped(Step s, Random random) {
        List<Integer> dims = new ArrayList<>();
        int rest = s.model.values.length;
        if (rest == 0) {
            dims.addAll(List.of(random.nextInt(3), 0));
        } else {
            for (int f : new int[] {2, 3, 2, 5, 3}) {
                if (rest % f == 0 && random.nextBoolean()) {
                    dims.add(random.nextInt(dims.size() + 1), f);
                    rest /= f;
                }
            }
            if (rest > 1 || random.nextBoolean()) {
                dims.add(random.nextInt(dims.size() + 1), rest);
            }
        }
        int[] target = dims.stream().mapToInt(i -> i).toArray();
        return new Step(s.x.reshape(Shape.of(target)), new Model(target, s.model.values));
    }

    @Property(tries = 600)
    void anyChainOfViewsShowsTheElementsOfTheModel(@ForAll long seed, @ForAll DType dtype) {
        Random random = new Random(seed);
        Step s = start(random, dtype);
        for (int k = 0; k < 6; k++) {
            s = next(s, random);
            if (s.model.values.length > 5000) {
                return;
            }
            check(s);
        }
    }

    private static void check(Step s) {
        assertThat(s.x.shape()).isEqualTo(Shape.of(s.model.dims));
        assertThat(s.x.toDoubleArray()).isEqualTo(s.model.values);
        assertThat(s.x.dense().isDense()).isTrue();
        if (s.x.isDense() && s.x.size() > 0) {
            for (int i = 0; i < s.model.values.length; i++) {
                assertThat(s.x.storage().getDouble(s.x.offset() + i)).isEqualTo(s.model.values[i]);
            }
        }
        int[] index = new int[s.model.dims.length];
        for (int p = 0; p < Math.min(50, s.model.values.length); p++) {
            assertThat(s.x.getDouble(index)).isEqualTo(s.model.values[p]);
            for (int a = index.length - 1; a >= 0 && ++index[a] == s.model.dims[a]; a--) {
                index[a] = 0;
            }
        }
    }

    @Property(tries = 200)
    void conversionsOfAnyViewAreThoseOfItsElements(@ForAll long seed, @ForAll DType from, @ForAll DType to) {
        Random random = new Random(seed);
        Step s = start(random, from);
        for (int k = 0; k < 4 && s.model.values.length < 1000; k++) {
            s = next(s, random);
        }
        NdArray y = s.x.to(to);
        assertThat(y.dtype()).isEqualTo(to);
        double[] want = Arrays.stream(s.model.values).map(v -> switch (to) {
            case FLOAT32 -> (float) v;
            case FLOAT64 -> v;
            case INT64 -> (double) (long) v;
            case BOOL -> v != 0 ? 1 : 0;
        }).toArray();
        assertThat(y.toDoubleArray()).isEqualTo(want);
    }

    @Example
    void conversionsRoundOnceAndSaturate() {
        long big = (1L << 54) + (1L << 30) + 1; // by way of double it would round to even, by itself it rounds up
        assertThat(NdArray.of(big).to(DType.FLOAT32).toFloatArray()[0]).isEqualTo((float) big);
        assertThat(NdArray.of(1e30, -1e30, Double.NaN, -1.9).to(DType.INT64).toLongArray())
                .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 0, -1);
        assertThat(NdArray.of(Float.NaN, -0f, Float.MIN_VALUE).to(DType.BOOL).toBooleanArray()).containsExactly(true, false, true);
    }

    @Example
    void largeTransposedAndSteppedCopiesAreComplete() {
        Random random = new Random(5);
        for (int[] dims : new int[][] {{300, 401}, {70, 65, 67}, {9, 8, 2100}, {3, 100_000}, {100_000, 3}, {2, 3, 4, 5, 1000}}) {
            NdArray x = Layouts.random(DType.FLOAT32, random, dims);
            float[] want = x.toFloatArray();
            for (NdArray view : Layouts.all(x)) {
                assertThat(view.toFloatArray()).isEqualTo(want);
            }
            int last = dims.length - 1;
            NdArray swapped = x.transpose(0, last).dense();
            assertThat(swapped.transpose(0, last).dense().toFloatArray()).isEqualTo(want);
            assertThat(swapped.getDouble(new int[dims.length])).isEqualTo(want[0]);
            int[] corner = Arrays.stream(dims).map(d -> d - 1).toArray();
            int[] other = corner.clone();
            other[0] = 0;
            int[] turned = corner.clone();
            turned[0] = dims[last] - 1;
            turned[last] = 0;
            assertThat(swapped.getDouble(turned)).isEqualTo(x.getDouble(other));
        }
    }

    @Example
    void whatIsHandedInAndOutIsACopy() {
        float[] given = {1, 2};
        NdArray x = NdArray.of(given);
        given[0] = 9;
        x.toFloatArray()[1] = 9;
        assertThat(x.toFloatArray()).containsExactly(1, 2);
    }

    @Example
    void asStridedRefusesToLeaveTheStorage() {
        NdArray x = NdArray.of(1f, 2, 3, 4);
        assertThat(x.asStrided(Shape.of(2, 3), new int[] {1, 1}, 0).toFloatArray()).containsExactly(1, 2, 3, 2, 3, 4);
        assertThatThrownBy(() -> x.asStrided(Shape.of(2, 3), new int[] {2, 1}, 0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> x.asStrided(Shape.of(2), new int[] {-1}, 0)).isInstanceOf(ArgumentException.class);
    }

    @Property(tries = 500)
    void misuseIsAnArgumentExceptionOrNothing(@ForAll long seed, @ForAll DType dtype) {
        Random random = new Random(seed);
        NdArray x = start(random, dtype).x;
        int[] pool = {-1, 0, 1, 2, 3, 5, -7, Integer.MAX_VALUE, Integer.MIN_VALUE};
        int a = pool[random.nextInt(pool.length)];
        int b = pool[random.nextInt(pool.length)];
        int c = pool[random.nextInt(pool.length)];
        int d = pool[random.nextInt(pool.length)];
        List<Runnable> calls = List.of(
                () -> x.permute(a, b), () -> x.transpose(a, b), () -> x.slice(a, b, c, d), () -> x.select(a, b), () -> x.flip(a, b),
                () -> x.expand(Shape.of(a, b, c)), () -> x.reshape(Shape.of(a, b)), () -> x.unsqueeze(a), () -> x.getDouble(a, b), x::item);
        try {
            calls.get(random.nextInt(calls.size())).run();
        } catch (ArgumentException expected) {
            assertThat(expected.getMessage()).contains("accepted: ");
        }
    }
}
