package org.covector.gradcheck.flat;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.fusion.Steps;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.threshold.Thresholds;

/** A function of tensors as a function of the elements of its floating inputs, giving those of its floating results. */
public final class FlatFunction {
    /** A list as a tree. */
    public static final Tree<List<Tensor>> LIST = Tree.list(Tree.TENSOR);

    /** Numbers that are read at a time. */
    static final int CHUNK = 32 * CompensatedDot.BLOCK;

    private final Function1<List<Tensor>, List<Tensor>> f;
    private final List<Tensor> inputs;
    private final int[] offsets; // by input: its first element among all numbers
    private final double[] point;
    private final List<Tensor> outputs;
    private final double[] value;
    private final boolean stateful;
    private final double epsilon;

    private FlatFunction(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, List<Tensor> outputs, boolean stateful) {
        this.f = f;
        this.inputs = inputs;
        this.offsets = offsets(inputs);
        this.point = flatten(inputs);
        this.outputs = outputs;
        this.value = flatten(outputs);
        this.stateful = stateful;
        this.epsilon = Stream.concat(inputs.stream(), outputs.stream()).anyMatch(FlatFunction::isSingle) ? 0x1p-24 : 0x1p-53;
    }

    /** A function at inputs, where it is run once. */
    public static FlatFunction of(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
        return of(f, List.copyOf(inputs), false);
    }

    private static FlatFunction of(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, boolean stateful) {
        return new FlatFunction(f, inputs, f.apply(inputs), stateful);
    }

    private static int[] offsets(List<Tensor> inputs) {
        int[] offsets = new int[inputs.size() + 1];
        for (int i = 0; i < inputs.size(); i++) {
            Tensor x = inputs.get(i);
            offsets[i + 1] = offsets[i] + (x.dtype().isFloating() ? (int) x.size() : 0);
        }
        return offsets;
    }

    private static boolean isSingle(Tensor t) {
        return t.dtype() == DType.FLOAT32;
    }

    /** The same function at other inputs. */
    public FlatFunction withInputs(List<Tensor> others) {
        return of(f, List.copyOf(others), stateful);
    }

    /** The same function, known to have state: to be run, but not to be followed step by step, for it would keep what it sees then. */
    public FlatFunction withState() {
        return of(f, inputs, true);
    }

    boolean isStateful() {
        return stateful;
    }

    public List<Tensor> inputs() {
        return inputs;
    }

    public List<Tensor> outputs() {
        return outputs;
    }

    public Function1<List<Tensor>, List<Tensor>> tensorFunction() {
        return f;
    }

    /** All elements of the floating inputs. */
    public double[] point() {
        return point;
    }

    public int inputOf(int element) {
        int i = 0;
        while (offsets[i + 1] <= element) {
            i++;
        }
        return i;
    }

    /** Arrays of numbers, one for each input: zeros for inputs that are no numbers. */
    public NdArray[] arrays(double[] values) {
        List<Tensor> all = unflatten(inputs, values);
        NdArray[] arrays = new NdArray[all.size()];
        for (int i = 0; i < arrays.length; i++) {
            Tensor t = all.get(i);
            arrays[i] = t.dtype().isFloating() ? t.array() : NdArray.zeros(t.dtype(), t.shape());
        }
        return arrays;
    }

    public int offset(int input) {
        return offsets[input];
    }

    public int size(int input) {
        return offsets[input + 1] - offsets[input];
    }

    /** The number of a verdict's element among all. */
    public int indexOf(Element e) {
        return offset(e.input()) + e.index();
    }

    /** An element, without a verdict on the derivative of one result. */
    public Element unjudged(int element, int result, double analytic) {
        int input = inputOf(element);
        return Element.unjudged(input, element - offset(input), result, analytic);
    }

    /** The values of the results at the inputs. */
    public double[] value() {
        return value;
    }

    /** The coarsest precision among floating inputs and results. */
    public double epsilon() {
        return epsilon;
    }

    /** Whether an input or a result is FLOAT32. */
    public boolean isSinglePrecision() {
        return epsilon > Thresholds.SINGLE_PRECISION;
    }

    /** One coordinate as its input's dtype holds it. */
    public double rounded(int element, double x) {
        return isSingle(inputs.get(inputOf(element))) ? (float) x : x;
    }

    /** The values of the results elsewhere; NaN where they have other shapes than at the point. */
    public double[] evaluate(double[] x) {
        return values(f.apply(atPoint(x)));
    }

    private double[] values(List<Tensor> results) {
        return isLike(results) ? flatten(results) : undefined(value.length);
    }

    /** Whether results have the shapes that they have at the point: how many distinct elements there are may change close by. */
    private boolean isLike(List<Tensor> results) {
        return results.size() == outputs.size()
                && IntStream.range(0, outputs.size()).allMatch(i -> results.get(i).shape().equals(outputs.get(i).shape()));
    }

    private static double[] undefined(int size) {
        double[] none = new double[size];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** The inputs moved to x: themselves if that is where they are. */
    private List<Tensor> atPoint(double[] x) {
        return x == point && inputs.stream().allMatch(t -> t.array().isDense()) ? inputs : unflatten(inputs, x);
    }

    /** The values of the results where one element has moved; the other inputs are shared, not copied. */
    public double[] evaluate(int element, double x) {
        int input = inputOf(element);
        Tensor like = inputs.get(input);
        double[] moved = Arrays.copyOfRange(point, offsets[input], offsets[input + 1]);
        moved[element - offsets[input]] = x;
        List<Tensor> all = new ArrayList<>(inputs);
        all.set(input, unflatten(like, moved));
        return values(f.apply(all));
    }

    /** The distance between neighbouring numbers about an element, as its input's dtype holds it. */
    public double ulp(int element) {
        double x = point[element];
        return isSingle(inputs.get(inputOf(element))) ? Math.ulp((float) x) : Math.ulp(x);
    }

    /** The pullback at these numbers. */
    public Function1<double[], double[]> pullback(double[] x) {
        var run = Autograd.vjp(LIST, LIST, f, atPoint(x));
        return isLike(run.value()) ? dy -> flatten(inputs, run.pullback().apply(unflatten(run.value(), dy)))
                : _ -> undefined(point.length);
    }

    /** The gradient as a function of inputs and cotangents: what second order checks. */
    public FlatFunction gradient(double[] cotangent) {
        List<Tensor> all = new ArrayList<>(inputs);
        List<Integer> floating = new ArrayList<>();
        List<Tensor> dy = unflatten(outputs, cotangent);
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).dtype().isFloating()) {
                floating.add(i);
                all.add(dy.get(i));
            }
        }
        int n = inputs.size();
        return of(list -> {
            var run = Autograd.vjp(LIST, LIST, f, list.subList(0, n));
            List<Tensor> given = new ArrayList<>(run.value());
            for (int k = 0; k < floating.size(); k++) {
                given.set(floating.get(k), list.get(n + k));
            }
            List<Tensor> dx = run.pullback().apply(given);
            List<Tensor> kept = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                if (inputs.get(i).dtype().isFloating()) {
                    kept.add(dx.get(i));
                }
            }
            return kept;
        }, all, stateful);
    }

    /** The largest finite number that the function computes on its way, as far as that can be followed. */
    public double largestIntermediate() {
        return Steps.magnitude(this::apply, arrays());
    }

    /** Whether all that the function computes on its way is finite; not where it cannot be followed. */
    public boolean isFiniteInside() {
        return !stateful && Steps.areFinite(this::apply, arrays());
    }

    private Tensor[] apply(Tensor... in) {
        return f.apply(List.of(in)).toArray(Tensor[]::new);
    }

    private NdArray[] arrays() {
        return inputs.stream().map(Tensor::array).toArray(NdArray[]::new);
    }

    /** The same function with FLOAT64 in the place of FLOAT32. */
    public FlatFunction inFloat64() {
        return of(f, inputs.stream().map(t -> isSingle(t) ? Tensor.of(t.array().to(DType.FLOAT64)) : t).toList());
    }

    public static double[] flatten(List<Tensor> tensors) {
        return flatten(tensors, tensors);
    }

    /** The values of those tensors whose likes are floating. */
    public static double[] flatten(List<Tensor> like, List<Tensor> tensors) {
        if (tensors.size() == 1 && like.getFirst().dtype().isFloating()) {
            return Autograd.stopGradient(tensors.getFirst()).array().toDoubleArray();
        }
        int n = 0;
        for (Tensor t : like) {
            n += t.dtype().isFloating() ? (int) t.size() : 0;
        }
        double[] all = new double[n];
        int at = 0;
        for (int i = 0; i < tensors.size(); i++) {
            if (like.get(i).dtype().isFloating()) {
                NdArray part = Autograd.stopGradient(tensors.get(i)).array();
                part.to(DType.FLOAT64).copyTo(all, at);
                at += (int) part.size();
            }
        }
        return all;
    }

    /** Takes numbers, a part at a time. */
    interface ChunkReader {
        /** The first of the numbers, {@code from} on among all. */
        void accept(double[] values, int count, int from);
    }

    /** Reads the values of those tensors whose likes are floating in parts that stay in the fastest cache; how many these are. */
    static int forEachChunk(List<Tensor> like, List<Tensor> tensors, ChunkReader reader) {
        int at = 0;
        for (int i = 0; i < tensors.size(); i++) {
            NdArray array = Autograd.stopGradient(tensors.get(i)).array();
            NdArray flat = array.reshape(Shape.of((int) array.size()));
            int n = like.get(i).dtype().isFloating() ? (int) array.size() : 0;
            double[] part = new double[Math.min(n, CHUNK)];
            for (int from = 0; from < n; from += CHUNK) {
                int count = Math.min(n - from, CHUNK);
                flat.slice(0, from, from + count, 1).to(DType.FLOAT64).copyTo(part, 0);
                reader.accept(part, count, at + from);
            }
            at += n;
        }
        return at;
    }

    /** Tensors like these with other numbers in the floating ones. */
    public static List<Tensor> unflatten(List<Tensor> like, double[] values) {
        List<Tensor> all = new ArrayList<>(like.size());
        int at = 0;
        for (Tensor t : like) {
            if (t.dtype().isFloating()) {
                int size = (int) t.size();
                all.add(unflatten(t, size == values.length ? values : Arrays.copyOfRange(values, at, at + size)));
                at += size;
            } else {
                all.add(t);
            }
        }
        return all;
    }

    /** A tensor like this one with other numbers. */
    public static Tensor unflatten(Tensor like, double[] values) {
        return Tensor.of(NdArray.of(values).to(like.dtype()).reshape(like.shape()));
    }
}
