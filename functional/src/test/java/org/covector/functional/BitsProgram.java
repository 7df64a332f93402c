package org.covector.functional;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;

/**
 * Prints a digest of the bits of operations of each family, and of every operation at a sample, forward and backward, both float dtypes:
 * {@code name digest}, a line each. Arguments: number of threads, runs before the digest is taken, layout of the inputs.
 */
final class BitsProgram {
    private final UnaryOperator<NdArray> layout;
    private final Map<String, Supplier<Tensor[]>> calls = new LinkedHashMap<>();
    private long state = 1;

    private BitsProgram(UnaryOperator<NdArray> layout) {
        this.layout = layout;
    }

    public static void main(String... args) throws InterruptedException {
        EngineRuntime.threads(Integer.parseInt(args[0]));
        int runs = Integer.parseInt(args[1]);
        BitsProgram program = new BitsProgram(args[2].equals("strided") ? BitsProgram::strided : UnaryOperator.identity());
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            program.pointwise(dtype);
            program.structural(dtype);
            program.spatial(dtype);
            program.catalogue(dtype);
        }
        for (int i = 1; i < runs; i++) {
            program.calls.values().forEach(Supplier::get);
            if (i == 2) {
                Thread.sleep(2500); // the background compiles what has been called
            }
        }
        program.calls.forEach((name, call) -> System.out.println("bits " + name + " " + digest(call.get())));
    }

    /** The same elements as a view: every second one of the last axis, reversed, behind an offset. */
    private static NdArray strided(NdArray x) {
        if (x.rank() == 0 || x.size() == 0) {
            return x;
        }
        int n = x.shape().dim(-1);
        int rows = (int) (x.size() / n);
        double[] from = x.to(DType.FLOAT64).toDoubleArray();
        double[] wide = new double[rows * (2 * n + 3)];
        Arrays.fill(wide, 77);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                wide[r * (2 * n + 3) + 2 + 2 * (n - 1 - i)] = from[r * n + i];
            }
        }
        int[] dims = new int[x.rank()];
        for (int a = 0; a < dims.length; a++) {
            dims[a] = x.shape().dim(a);
        }
        dims[dims.length - 1] = 2 * n + 3;
        return NdArray.of(wide).to(x.dtype()).reshape(Shape.of(dims)).slice(-1, 2, 2 * n + 1, 2).flip(-1);
    }

    private static String digest(Tensor... all) {
        long h = 1469598103934665603L;
        for (Tensor t : all) {
            NdArray a = t.array();
            long[] bits = switch (a.dtype()) {
                case FLOAT64 -> Arrays.stream(a.toDoubleArray()).mapToLong(Double::doubleToRawLongBits).toArray();
                case FLOAT32 -> Arrays.stream(a.to(DType.FLOAT64).toDoubleArray()).mapToLong(Double::doubleToRawLongBits).toArray();
                case INT64 -> a.toLongArray();
                case BOOL -> a.to(DType.INT64).toLongArray();
            };
            for (long b : bits) {
                h = (h ^ b) * 1099511628211L;
                h ^= h >>> 29;
            }
        }
        return Long.toHexString(h);
    }

    /** Numbers between 0 and 1, the same in every run. */
    private double[] numbers(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            x[i] = (state >>> 11) * 0x1p-53;
        }
        return x;
    }

    private Tensor between(DType dtype, double low, double high, int... dims) {
        double[] x = numbers((int) Shape.of(dims).size());
        for (int i = 0; i < x.length; i++) {
            x[i] = low + (high - low) * x[i];
        }
        return Tensor.of(layout.apply(NdArray.of(x).to(dtype).reshape(Shape.of(dims))));
    }

    private Tensor normal(DType dtype, int... dims) {
        return between(dtype, -2, 2, dims);
    }

    private Tensor index(int below, int... dims) {
        Tensor x = between(DType.FLOAT64, 0, below - 1e-9, dims);
        return Tensor.of(layout.apply(x.array().to(DType.INT64)));
    }

    /** One line: the value and the cotangent that goes back. */
    private void add(DType dtype, String name, Tensor x, Function1<Tensor, Tensor> f) {
        int at = calls.size();
        calls.put(name + "-" + dtype, () -> {
            var run = Autograd.vjp(f, x);
            NdArray y = run.value().array();
            double[] dy = new double[(int) y.size()];
            for (int i = 0; i < dy.length; i++) {
                dy[i] = ((i * 37 + at) % 101 - 50) / 64.0;
            }
            Tensor seed = Tensor.of(layout.apply(NdArray.of(dy).to(y.dtype()).reshape(y.shape())));
            return new Tensor[] {run.value(), run.pullback().apply(seed)};
        });
    }

    private void value(DType dtype, String name, Supplier<Tensor[]> call) {
        calls.put(name + "-" + dtype, call);
    }

    private void pointwise(DType dtype) {
        List<Method> rows = Arrays.stream(F.class.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && m.isAnnotationPresent(DefinedOn.class))
                .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(t -> t == Tensor.class) && m.getParameterCount() <= 2)
                .filter(m -> Arrays.stream(m.getAnnotation(DefinedOn.class).value()).noneMatch(d -> d == DefinedOn.Interval.BOOL))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount)).toList();
        for (Method m : rows) {
            m.setAccessible(true);
            DefinedOn.Interval[] domain = m.getAnnotation(DefinedOn.class).value();
            Tensor x = in(dtype, domain[0]);
            Tensor y = m.getParameterCount() == 2 ? in(dtype, domain[domain.length - 1]) : x;
            add(dtype, m.getName() + m.getParameterCount(), x, t -> {
                Tensor out = (Tensor) MisuseProperties.call(m, null, m.getParameterCount() == 2 ? new Object[] {t, y} : new Object[] {t});
                return out.dtype().isFloating() ? out : F.mul(t, F.where(out, Tensor.ones(dtype, Shape.SCALAR), 0));
            });
        }
    }

    private Tensor in(DType dtype, DefinedOn.Interval d) {
        return between(dtype, Math.max(d.low(), -4) + 0.01, Math.min(d.high(), 4) - 0.01, 3, 117);
    }

    private void structural(DType dtype) {
        Tensor x = normal(dtype, 7, 13, 117);
        Tensor wide = normal(dtype, 3, 9001);
        Tensor big = normal(dtype, 300_000);
        add(dtype, "add-broadcast", normal(dtype, 13, 1), t -> F.add(x, t));
        add(dtype, "exp-large", big, F::exp);
        add(dtype, "sum", x, F::sum);
        add(dtype, "sum-large", big, F::sum);
        add(dtype, "sum-0", x, t -> F.sum(t, 0));
        add(dtype, "sum-12", x, t -> F.sum(t, true, 1, 2));
        add(dtype, "mean-02", x, t -> F.mean(t, 0, 2));
        add(dtype, "prod", x, t -> F.prod(t, 1));
        add(dtype, "amax", x, t -> F.amax(t, 2));
        add(dtype, "max-axis", x, t -> F.max(t, 1, false).values());
        add(dtype, "logsumexp", wide, t -> F.logsumexp(t, 1));
        add(dtype, "logsumexp-0", wide, t -> F.logsumexp(t, 0));
        add(dtype, "norm", x, t -> F.norm(t, 3, false, 1));
        add(dtype, "var", wide, t -> F.var(t, 1));
        add(dtype, "std-0", x, t -> F.std(t, 0));
        add(dtype, "cumsum", wide, t -> F.cumsum(t, 1));
        add(dtype, "cumprod", x, t -> F.cumprod(t, 1));
        add(dtype, "softmax", wide, t -> F.softmax(t, 1));
        add(dtype, "softmax-1", x, t -> F.softmax(t, 1));
        add(dtype, "logSoftmax", x, t -> F.logSoftmax(t, 2));
        add(dtype, "layerNorm", x, t -> F.layerNorm(t, new int[] {117}, Option.none(), Option.none(), 1e-5));
        add(dtype, "rmsNorm", x, t -> F.rmsNorm(t, new int[] {13, 117}, Option.none(), 1e-5));
        add(dtype, "groupNorm", normal(dtype, 2, 6, 5, 7), t -> F.groupNorm(t, 3, Option.none(), Option.none(), 1e-5));
        add(dtype, "batchNorm", normal(dtype, 3, 4, 5, 7), t -> F.batchNorm(t, BatchNorm.TRAINING).y());
        for (int[] s : new int[][] {{1, 1, 1}, {3, 5, 7}, {17, 33, 65}, {64, 64, 64}, {130, 257, 70}, {1, 300, 200}, {200, 300, 1}}) {
            Tensor b = normal(dtype, s[1], s[2]);
            add(dtype, "matmul" + Arrays.toString(s).replace(" ", ""), normal(dtype, s[0], s[1]), t -> F.matmul(t, b));
        }
        Tensor right = normal(dtype, 3, 11, 9);
        add(dtype, "bmm", normal(dtype, 3, 8, 11), t -> F.bmm(t, right));
        add(dtype, "linear", normal(dtype, 5, 40), t -> F.linear(normal2(dtype), t));
        add(dtype, "einsum", normal(dtype, 4, 5, 6), t -> F.einsum("abc,abd->cd", t, t));
        Tensor places = index(9001, 3, 50);
        add(dtype, "gather", wide, t -> F.gather(t, 1, places));
        Tensor rows = index(7, 200);
        add(dtype, "indexSelect", x, t -> F.indexSelect(t, 0, rows));
        add(dtype, "scatterAdd", normal(dtype, 3, 50), t -> F.scatterAdd(wide, 1, places, t));
        add(dtype, "sort", wide, t -> F.sort(t, 1, false).values());
        add(dtype, "topk", wide, t -> F.topk(t, 100, 1, true).values());
        value(dtype, "sortIndices", () -> new Tensor[] {F.sort(x, 1, true).indices(), F.argmax(x, 1, false)});
        Tensor a = normal(dtype, 2, 9, 9);
        Tensor spd = F.add(F.matmul(a, F.transpose(a, 1, 2)), Tensor.of(org.covector.engine.Create.eye(dtype, 9, 9)));
        add(dtype, "cholesky", spd, t -> F.cholesky(t, false));
        add(dtype, "solve", spd, t -> F.solve(t, normalOf(a)));
        add(dtype, "svd", normal(dtype, 7, 5), t -> F.svd(t, false)._2());
        value(dtype, "dropout", () -> new Tensor[] {F.dropout(wide, 0.3, true, Key.of(7)), F.gumbelSoftmax(x, 0.7, false, 1, Key.of(8))});
        Tensor target = index(117, 7, 13);
        add(dtype, "crossEntropy", x, t -> F.crossEntropy(F.transpose(t, 1, 2), target));
        add(dtype, "pad", x, t -> F.pad(t, Pad.REFLECT, 0, 3, 2, 1, 4));
    }

    /** Every operation at a sample, small as these are. */
    private void catalogue(DType dtype) {
        for (OpInfo op : Samples.all()) { // some share a name
            Sample s = op.sample(new Arguments(1, 1001, Arguments.Style.PLAIN));
            Tensor[] x = s.inputs().stream().map(t -> t.dtype().isFloating() ? Tensor.of(layout.apply(t.array().to(dtype))) : t)
                    .toArray(Tensor[]::new);
            value(dtype, "sample:" + calls.size() + ":" + op.name().replace(' ', '_'), () -> {
                if (Arrays.stream(x).noneMatch(t -> t.dtype().isFloating())) {
                    return s.values(x);
                }
                Vjp vjp = Reverse.vjp(s::values, x);
                Cotangent[] dy = Arrays.stream(vjp.outputs())
                        .map(y -> y.dtype().isFloating() ? between(y) : Cotangent.ZERO).toArray(Cotangent[]::new);
                Cotangent[] dx = vjp.pullback().apply(dy, Wanted.NONE);
                return Stream.concat(Arrays.stream(vjp.outputs()), IntStream.range(0, x.length).mapToObj(i -> dx[i].dense(x[i])))
                        .toArray(Tensor[]::new);
            });
        }
    }

    /** Cotangents that are the same in every run. */
    private static Tensor between(Tensor y) {
        double[] dy = new double[(int) y.size()];
        Arrays.setAll(dy, i -> (i * 37 % 101 - 50) / 64.0);
        return Tensor.of(NdArray.of(dy).to(y.dtype()).reshape(y.shape()));
    }

    private Tensor normalOf(Tensor a) {
        return Autograd.stopGradient(a);
    }

    private static Tensor normal2(DType dtype) {
        return Tensor.of(Tensor.ones(dtype, Shape.of(33, 40)).array());
    }

    private void spatial(DType dtype) {
        Tensor x = normal(dtype, 2, 6, 19, 23);
        Tensor w = normal(dtype, 8, 6, 3, 3);
        add(dtype, "conv2d-x", x, t -> F.conv2d(t, w, ConvOptions.padding(1)));
        add(dtype, "conv2d-w", w, t -> F.conv2d(x, t, ConvOptions.stride(2, 1).withPadding(2, 0)));
        Tensor grouped = normal(dtype, 6, 2, 3, 2);
        add(dtype, "conv2d-groups", x, t -> F.conv2d(t, grouped, ConvOptions.groups(3).withDilation(2, 1)));
        Tensor up = normal(dtype, 6, 4, 3, 3);
        add(dtype, "convTranspose2d", x, t -> F.convTranspose2d(t, up, ConvTransposeOptions.stride(2).withPadding(1)));
        Tensor one = normal(dtype, 16, 6, 1, 1);
        add(dtype, "conv2d-1x1", x, t -> F.conv2d(t, one));
        add(dtype, "maxPool2d", x, t -> F.maxPool2d(t, new int[] {3, 2}, PoolOptions.stride(2, 1).withPadding(1)));
        add(dtype, "avgPool2d", x, t -> F.avgPool2d(t, new int[] {3, 2}, PoolOptions.stride(2, 3).withPadding(1)));
        add(dtype, "adaptiveAvgPool2d", x, t -> F.adaptiveAvgPool2d(t, 4, 5));
        Tensor k = normal(dtype, 2, 3, 70, 16);
        Tensor v = normal(dtype, 2, 3, 70, 24);
        Tensor q = normal(dtype, 2, 3, 50, 16);
        add(dtype, "attention-q", q, t -> F.scaledDotProductAttention(t, k, v));
        add(dtype, "attention-k", k, t -> F.scaledDotProductAttention(q, t, v, Attention.CAUSAL));
        add(dtype, "attention-v", v, t -> F.scaledDotProductAttention(q, k, t));
        recurrent(dtype);
    }

    /** Of more sequences than one thread takes, and of states longer than a block of a product. */
    private void recurrent(DType dtype) {
        int h = 150;
        Tensor x = normal(dtype, 3, 40, 6);
        Tensor input = normal(dtype, 4 * h, 6);
        Tensor hidden = F.mul(normal(dtype, 4 * h, h), 0.1);
        Tensor bias = normal(dtype, 4 * h);
        Option<Tensor> none = Option.none();
        add(dtype, "lstm-x", x, t -> F.lstm(t, none, none, List.of(CellWeights.of(input, hidden, bias, bias)), Recurrent.DEFAULT)._1());
        add(dtype, "lstm-hidden", hidden, t -> F.lstm(x, none, none, List.of(CellWeights.of(input, t)), Recurrent.DEFAULT)._3());
        Tensor three = F.narrow(input, 0, 0, 3 * h);
        Tensor ofThree = F.narrow(bias, 0, 0, 3 * h);
        add(dtype, "gru-hidden", F.narrow(hidden, 0, 0, 3 * h),
                t -> F.gru(x, none, List.of(CellWeights.of(three, t, ofThree, ofThree)), Recurrent.DEFAULT)._1());
    }
}
