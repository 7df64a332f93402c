package org.covector.gradcheck.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/**
 * Inputs of a function that know how to become simpler together: axes that several inputs share shrink in all of them at once, equal
 * elements stay equal. Immutable.
 */
public final class Draft implements Simplifiable<Draft> {
    private final List<Axis> axes;
    private final List<Part> parts;
    private final int leastRank;

    Draft(List<Axis> axes, List<Part> parts, int leastRank) {
        this.axes = List.copyOf(axes);
        this.parts = List.copyOf(parts);
        this.leastRank = leastRank;
    }

    /** The inputs. */
    public List<Tensor> tensors() {
        return parts.stream().map(Part::tensor).toList();
    }

    /** The shape of an input. */
    public Shape shape(int input) {
        return parts.get(input).shape();
    }

    /** The number of inputs. */
    public int size() {
        return parts.size();
    }

    /** Elements, lengths, layouts, dtypes, digits. */
    @Override
    public List<Long> cost() {
        long elements = 0;
        long lengths = 0;
        long layouts = 0;
        long dtypes = 0;
        long digits = 0;
        for (Part p : parts) {
            elements += p.size();
            lengths += Arrays.stream(p.shape().dims()).asLongStream().sum() + p.axes().size();
            layouts += p.layout().ordinal();
            dtypes += p.allowed().dtypes().indexOf(p.dtype());
            for (int i = 0; i < p.size(); i++) {
                digits += Simpler.cost(p.value(i), p.dtype());
            }
        }
        return List.of(elements, lengths, layouts, dtypes, digits);
    }

    /** Simpler inputs, bold steps first: fewer axes, shorter ones, dense, the simplest dtype, rounder elements. */
    @Override
    public Stream<Draft> simpler() {
        return Stream.<Supplier<Stream<Draft>>>of(this::fewerAxes, this::shorterAxes, this::otherLayouts, this::otherTypes, this::alike,
                this::rounder, this::single)
                .flatMap(Supplier::get).filter(d -> d.isSimplerThan(this));
    }

    /** The first input's elements under another shape, in order, from the start again where there are too few. */
    Draft reshaped(Shape shape) {
        Part old = parts.getFirst();
        List<Axis> fixed = Arrays.stream(shape.dims()).mapToObj(d -> new Axis(d, d, false)).toList();
        double[] values = new double[(int) shape.size()];
        Arrays.setAll(values, i -> old.size() == 0 ? 1 : old.value(i % old.size()));
        Part part = Part.of(IntStream.range(0, shape.rank()).boxed().toList(), shape.dims(), new Part.Kind(-1, old.allowed(), old.dtype()),
                Layout.DENSE, values);
        return new Draft(fixed, List.of(part), shape.rank());
    }

    /** Without one input. */
    Draft without(int input) {
        List<Part> rest = new ArrayList<>(parts);
        rest.remove(input);
        return new Draft(axes, rest, leastRank);
    }

    private Stream<Integer> used() {
        return parts.stream().flatMap(p -> p.axes().stream()).distinct();
    }

    private Stream<Draft> fewerAxes() {
        return used().filter(a -> axes.get(a).removable() && axes.get(a).length() > 0
                && parts.stream().allMatch(p -> !p.axes().contains(a) || p.axes().size() > leastRank))
                .flatMap(a -> IntStream.of(0, axes.get(a).length() - 1).distinct()
                        .mapToObj(i -> new Draft(axes, parts.stream().map(p -> p.drop(a, i)).toList(), leastRank)));
    }

    private Stream<Draft> shorterAxes() {
        return used().flatMap(a -> {
            int n = axes.get(a).length();
            int least = Math.min(n, axes.get(a).least());
            Stream<int[]> kept = Stream.of(range(0, least), range(n - least, n), range(0, Math.max(least, n / 2)),
                    range(n - Math.max(least, n / 2), n));
            Stream<int[]> one = IntStream.range(0, n > least ? n : 0).mapToObj(i -> IntStream.range(0, n).filter(k -> k != i).toArray());
            return Stream.concat(kept, one).filter(indices -> indices.length < n).map(indices -> keep(a, indices));
        });
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private Draft keep(int axis, int[] indices) {
        List<Axis> shorter = new ArrayList<>(axes);
        shorter.set(axis, axes.get(axis).withLength(indices.length));
        return new Draft(shorter, parts.stream().map(p -> p.keep(axis, indices)).toList(), leastRank);
    }

    private Stream<Draft> otherLayouts() {
        return Stream.concat(Stream.of(each(p -> lay(p, Layout.DENSE))), one(p -> Arrays.stream(Layout.values()).map(l -> lay(p, l))));
    }

    private static Part lay(Part p, Layout layout) {
        return p.allowed().layouts().contains(layout) && layout != Layout.EXPANDED ? p.with(layout) : p;
    }

    private Stream<Draft> otherTypes() {
        return Stream.concat(Stream.of(each(p -> p.with(p.allowed().dtypes().getFirst()))),
                one(p -> p.allowed().dtypes().stream().map(p::with)));
    }

    /** All elements alike. */
    private Stream<Draft> alike() {
        return Stream.of(0.0, 1.0, 0.5).flatMap(v ->
                Stream.concat(Stream.of(each(p -> replaced(p, Double.NaN, v))), one(p -> Stream.of(replaced(p, Double.NaN, v)))));
    }

    /** Equal elements together. */
    private Stream<Draft> rounder() {
        Set<Double> different = new LinkedHashSet<>();
        parts.forEach(p -> IntStream.range(0, p.size()).forEach(i -> different.add(p.value(i))));
        return different.stream().flatMap(old -> parts.stream().flatMap(p -> Simpler.than(old, p.dtype()).stream()).distinct()
                .map(v -> each(p -> replaced(p, old, v))));
    }

    private Stream<Draft> single() {
        return one(p -> IntStream.range(0, p.size()).boxed()
                .flatMap(i -> Simpler.than(p.value(i), p.dtype()).stream().filter(v -> allows(p, v)).map(v -> p.with(i, v))));
    }

    private Part replaced(Part p, double old, double other) {
        return allows(p, other) ? p.map(v -> (Double.isNaN(old) || v == old) && Simpler.cost(other, p.dtype()) < Simpler.cost(v, p.dtype())
                ? other : v) : p;
    }

    private boolean allows(Part p, double v) {
        boolean inside = p.below() < 0 || v >= 0 && v < axes.get(p.below()).length();
        boolean whole = p.dtype().isFloating() || v == Math.rint(v);
        return inside && whole && (p.below() >= 0 || p.allowed().allows(v));
    }

    private Draft each(UnaryOperator<Part> change) {
        return new Draft(axes, parts.stream().map(change).toList(), leastRank);
    }

    private interface Choices {
        Stream<Part> of(Part part);
    }

    private Stream<Draft> one(Choices choices) {
        return IntStream.range(0, parts.size()).boxed().flatMap(k -> choices.of(parts.get(k)).map(changed -> {
            List<Part> all = new ArrayList<>(parts);
            all.set(k, changed);
            return new Draft(axes, all, leastRank);
        }));
    }
}
