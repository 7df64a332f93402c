package org.covector.functional;

import io.vavr.Function2;
import io.vavr.control.Option;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * Arguments of every type that a function of F takes: sensible, odd and senseless ones, in a mixture where many calls get past the
 * first check.
 */
final class AnyArguments {
    private static final int[] NUMBERS = {0, 1, -1, 2, 3, -2, 4, 7, -9, Integer.MAX_VALUE, Integer.MIN_VALUE, 70_000};
    private static final int[] HUGE = {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 1 << 30, (1 << 30) + 1, 65_536, 46_341, 1 << 20,
            1_000_003};
    private static final double[] REALS = {0, 1, -1, 0.5, 1e-5, 2, -0.0, 3.7, 1e308, -1e308, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY};
    private static final String[] EINSUMS = {"ij,jk->ik", "ij", "ii->i", "...", "...i->i...", "...,...", "...i,...i->...", "ij,jk", "",
            "->", "i->", ",", "ij->jj", "i..j", "....", "I,i", "ab,bc,cd->ad", "i1", "ij->k", "->->", "i,i,i"};

    private final Random r;
    private final List<int[]> shapes = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private final boolean mild; // one dtype, small numbers, usual options: deeper into the function
    private final DType floating;
    private final boolean huge; // lengths up to 2^31 - 1, of arguments and of axes along which an element is repeated
    private boolean indices;

    AnyArguments(long seed) {
        this(seed, false);
    }

    AnyArguments(long seed, boolean huge) {
        this.r = new Random(seed);
        this.huge = huge;
        this.mild = huge || r.nextBoolean();
        this.floating = r.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
    }

    /** What was made, for a report. */
    @Override
    public String toString() {
        return text.toString();
    }

    Object of(Parameter parameter) {
        String name = parameter.getName();
        indices = name.startsWith("ind") || name.equals("target") && r.nextBoolean();
        Object made = make(parameter.getParameterizedType());
        indices = false;
        text.append(text.isEmpty() ? "" : ", ").append(show(made));
        return made;
    }

    Object make(Type type) {
        if (type instanceof ParameterizedType p) {
            Type of = p.getActualTypeArguments()[0];
            if (p.getRawType() == Function2.class) {
                return (Function2<Tensor, Tensor, Tensor>) F::pairwiseDistance;
            }
            return p.getRawType() == Option.class
                    ? r.nextInt(3) == 0 ? Option.none() : Option.of(make(of))
                    : IntStream.range(0, r.nextInt(4)).mapToObj(_ -> make(of)).toList();
        }
        Class<?> c = (Class<?>) type;
        if (c.isEnum()) {
            return c.getEnumConstants()[r.nextInt(c.getEnumConstants().length)];
        }
        return switch (c.getSimpleName()) {
            case "Tensor" -> tensor();
            case "Tensor[]" -> IntStream.range(0, r.nextInt(4)).mapToObj(_ -> tensor()).toArray(Tensor[]::new);
            case "int", "Integer" -> number();
            case "int[]" -> numbers();
            case "double", "Double" -> real();
            case "double[]" -> DoubleStream.generate(this::real).limit(r.nextInt(4)).toArray();
            case "boolean" -> r.nextBoolean();
            case "long" -> (long) number();
            case "At[]" -> IntStream.range(0, r.nextInt(4)).mapToObj(_ -> at()).toArray(At[]::new);
            case "String" -> EINSUMS[r.nextInt(EINSUMS.length)];
            case "Shape" -> Shape.of(numbers());
            case "Key" -> Key.of(r.nextLong());
            default -> option(c);
        };
    }

    private Object option(Class<?> c) {
        return switch (c.getSimpleName()) {
            case "Triangle" -> new Triangle(r.nextBoolean(), r.nextBoolean(), r.nextBoolean());
            case "ConvOptions" -> new ConvOptions(window(1), window(0), window(0), r.nextInt(5) == 0, window(1), r.nextInt(4) == 0 && !mild
                    ? number() : 1);
            case "ConvTransposeOptions" -> new ConvTransposeOptions(window(1), window(0), window(0), window(0), window(1), r.nextInt(4) == 0
                    && !mild ? number() : 1);
            case "PoolOptions" -> new PoolOptions(r.nextBoolean() ? Option.none() : Option.of(window(1)),
                    new PoolOptions.Padding(window(0), window(0)), window(1), r.nextBoolean(),
                    mild && r.nextInt(4) > 0 ? PoolOptions.Averaging.DEFAULT
                            : new PoolOptions.Averaging(r.nextBoolean(), r.nextBoolean() ? Option.none() : Option.of(number())),
                    PoolOptions.Indices.values()[r.nextInt(2)]);
            case "Attention" -> attention();
            case "MultiHeadAttention" -> new MultiHeadAttention(number(),
                    new MultiHeadAttention.Weights(tensor(), tensor(), tensor(), maybe(), tensor(), maybe()),
                    new MultiHeadAttention.Added(maybe(), maybe(), r.nextBoolean(), maybe(), maybe()), maybe(), attention());
            case "CellWeights" -> new CellWeights(tensor(), tensor(), maybe(), maybe(), maybe());
            case "Recurrent" -> new Recurrent(r.nextBoolean(), r.nextBoolean(), maybe(), r.nextInt(3) > 0 ? Option.none()
                    : Option.of(new Attention.Dropout(real(), Key.of(2))));
            case "RotaryEmbedding" -> new RotaryEmbedding(real(), r.nextBoolean(), maybe(), r.nextBoolean() ? Option.none()
                    : Option.of(number()));
            case "LocalResponse" -> new LocalResponse(number(), real(), real(), real());
            case "GridSample" -> new GridSample(any(GridSample.Mode.values()), any(GridSample.Padding.values()), r.nextBoolean());
            case "Interpolate" -> new Interpolate(r.nextBoolean() ? List.of() : Arrays.stream(numbers()).boxed().toList(), r.nextBoolean()
                    ? List.of() : List.of(real()),
                    any(Interpolate.Mode.values()), r.nextBoolean() ? Option.none() : Option.of(r.nextBoolean()), r.nextInt(4) == 0,
                            r.nextInt(4) == 0);
            case "CrossEntropy" -> new CrossEntropy(maybe(), number(), Reduction.values()[r.nextInt(3)], r.nextBoolean() ? 0 : real());
            case "PoissonNll" -> new PoissonNll(r.nextBoolean(), r.nextBoolean(), real(), reduction());
            case "GaussianNll" -> new GaussianNll(r.nextBoolean(), real(), reduction());
            case "MultiMargin" -> new MultiMargin(r.nextInt(mild ? 1 : 0, 3), real(), maybe(), reduction());
            case "TripletMargin" -> new TripletMargin(real(), real(), real(), r.nextBoolean(), reduction());
            case "SigmoidFocal" -> new SigmoidFocal(r.nextBoolean() ? Option.none() : Option.of(real()), real(), reduction());
            case "Tversky" -> new Tversky(real(), real(), real(), reduction());
            case "Ctc" -> new Ctc(number(), r.nextBoolean(), reduction());
            case "EmbeddingOptions" -> rows();
            case "EmbeddingBagOptions" -> new EmbeddingBagOptions(EmbeddingBagOptions.Mode.values()[r.nextInt(3)], maybeIndex(), maybe(),
                    r.nextInt(4) == 0, rows());
            case "Complex" -> new Complex(tensor(), tensor());
            case "Stft" -> new Stft(mild ? 2 : number(), mild ? 1 : number(), mild ? 0 : number(), maybe(), r.nextBoolean(),
                    any(Pad.values()), r.nextBoolean(), r.nextBoolean());
            case "Histogram" -> new Histogram(real(), real(), maybe(), r.nextBoolean());
            case "BatchNorm" -> new BatchNorm(maybe(), maybe(), maybe(), maybe(), r.nextBoolean(), real(), real());
            default -> otherwise(c);
        };
    }

    /** A constant of an enum, or the defaults of an option record. */
    private Object otherwise(Class<?> c) {
        if (c.isEnum()) {
            return c.getEnumConstants()[r.nextInt(c.getEnumConstants().length)];
        }
        try {
            return c.getField("DEFAULT").get(null);
        } catch (ReflectiveOperationException none) {
            throw new AssertionError("no arguments of " + c + ": add them here", none);
        }
    }

    private Reduction reduction() {
        return Reduction.values()[r.nextInt(Reduction.values().length)];
    }

    private EmbeddingOptions rows() {
        return new EmbeddingOptions(r.nextBoolean() ? Option.none() : Option.of(number()), r.nextBoolean() ? Option.none()
                : Option.of(real()),
                r.nextBoolean() ? 2 : real(), r.nextInt(3) == 0);
    }

    private At at() {
        return switch (r.nextInt(7)) {
            case 0 -> At.at(number());
            case 1 -> new At.Range(r.nextBoolean() ? Option.none() : Option.of(number()), r.nextBoolean() ? Option.none()
                    : Option.of(number()), number());
            case 2 -> At.NEW;
            case 3 -> At.REST;
            case 4 -> At.ALL;
            default -> At.of(r.nextInt(3) == 0 ? tensor() : index());
        };
    }

    private Tensor index() {
        indices = true;
        Tensor i = tensor();
        indices = false;
        return i;
    }

    private Option<Tensor> maybeIndex() {
        return r.nextBoolean() ? Option.none() : Option.of(index());
    }

    private Attention attention() {
        Attention.Span span = new Attention.Span(r.nextInt(3) > 0 ? Option.none() : Option.of(number()), r.nextBoolean() ? Option.none()
                : Option.of(number()), r.nextInt(-2, 3));
        return new Attention(maybe(), span, r.nextBoolean() ? Option.none() : Option.of(real()), r.nextInt(3) > 0 ? 0 : real(),
                r.nextInt(3) > 0 ? Option.none() : Option.of(new Attention.Dropout(real(), Key.of(1))));
    }

    private <E> E any(E[] values) {
        return values[r.nextInt(values.length)];
    }

    private Option<Tensor> maybe() {
        return r.nextInt(3) > 0 ? Option.none() : Option.of(tensor());
    }

    private int number() {
        if (huge && r.nextInt(3) == 0) {
            return HUGE[r.nextInt(HUGE.length)];
        }
        return NUMBERS[r.nextInt(mild ? 2 : r.nextInt(4) > 0 ? 5 : NUMBERS.length)];
    }

    private int[] numbers() {
        return mild && !shapes.isEmpty() && r.nextInt(3) == 0
                ? Arrays.copyOfRange(shapes.getFirst(), shapes.getFirst().length / 2, shapes.getFirst().length)
                : IntStream.range(0, r.nextInt(5)).map(_ -> number()).toArray();
    }

    private Ints window(int usual) {
        if (huge && r.nextInt(3) == 0) {
            return Ints.of(IntStream.range(0, r.nextInt(1, 4)).map(_ -> r.nextBoolean() ? usual : HUGE[r.nextInt(HUGE.length)]).toArray());
        }
        return Ints.of(mild || r.nextBoolean() ? new int[] {usual}
                : IntStream.range(0, r.nextInt(1, r.nextInt(4) == 0 ? 4 : 2)).map(_ -> number()).toArray());
    }

    private double real() {
        return REALS[r.nextInt(r.nextBoolean() ? 6 : REALS.length)];
    }

    /** Whether there are arguments of a type here, besides options. */
    static boolean makes(Class<?> type) {
        return type.isEnum() || List.of(Tensor.class, Tensor[].class, At[].class, int.class, int[].class, double.class, double[].class,
                boolean.class, long.class, Key.class, Shape.class).contains(type);
    }

    Tensor tensor() {
        int[] dims = shape();
        shapes.add(dims);
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        DType dtype = indices ? DType.INT64 : mild ? floating : DType.values()[r.nextInt(3) > 0 ? r.nextInt(2, 4) : r.nextInt(4)];
        boolean small = r.nextBoolean();
        double[] values = DoubleStream.generate(() -> indices && mild ? r.nextInt(2) : small ? r.nextInt(3) : r.nextInt(6) == 0 ? real()
                : r.nextGaussian()).limit(n).toArray();
        NdArray x = NdArray.of(values).to(dtype).reshape(Shape.of(dims));
        if (huge && dims.length > 0 && r.nextInt(3) == 0) {
            int[] long1 = dims.clone();
            for (int i = 0; i < dims.length; i++) {
                long1[i] = dims[i] == 1 ? HUGE[r.nextInt(HUGE.length)] : dims[i];
            }
            return Tensor.of(x.expand(Shape.of(long1)));
        }
        return Tensor.of(dims.length > 1 && r.nextInt(4) == 0 ? x.transpose(0, -1) : x);
    }

    /** One met before, as it was or changed a little, or a new one. */
    private int[] shape() {
        if (mild && indices && r.nextBoolean()) {
            return new int[] {2};
        }
        if (shapes.isEmpty() || r.nextInt(mild ? 8 : 3) == 0) {
            return r.ints(r.nextInt(5), mild ? 1 : 0, 5).toArray();
        }
        int[] dims = shapes.get(r.nextInt(shapes.size())).clone();
        switch (r.nextInt(mild ? 8 : 4)) {
            case 0 -> {
                if (dims.length > 0) {
                    dims[r.nextInt(dims.length)] = r.nextInt(4);
                }
            }
            case 1 -> dims = Arrays.copyOf(dims, Math.max(0, dims.length - 1));
            default -> { }
        }
        return dims;
    }

    private static String show(Object o) {
        return switch (o) {
            case Tensor t -> t.dtype() + " " + t.shape() + (t.size() <= 6 ? " " + t.array().toString().replaceAll("\\s+", " ") : "");
            case Tensor[] t -> Arrays.stream(t).map(AnyArguments::show).toList().toString();
            case List<?> list -> list.stream().map(AnyArguments::show).toList().toString();
            case int[] a -> Arrays.toString(a);
            case Option<?> some when some.isDefined() -> "some " + show(some.get());
            default -> String.valueOf(o);
        };
    }
}
