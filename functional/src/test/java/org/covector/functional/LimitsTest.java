package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.covector.engine.DType;
import org.covector.functional.primitive.Convert;
import org.junit.jupiter.api.Test;

/**
 * Values, first and second derivatives at infinities, poles, ends of domains and zeros: the limits, from the definitions of the
 * functions. Where one-sided limits differ, the sign of a zero decides; where nothing decides, NaN.
 */
class LimitsTest {
    /** Function, then for each point: argument: value, first, second derivative. A dash is a number that no limit fixes. */
    private static final String ONE_ARGUMENT = """
            neg        -inf: inf -1 0     inf: -inf -1 0
            abs        -inf: inf -1 0     inf: inf 1 0       0: 0 0 0
            sign       -inf: -1 0 0       inf: 1 0 0         0: 0 0 0
            floor      -inf: -inf 0 0     inf: inf 0 0
            ceil       -inf: -inf 0 0     inf: inf 0 0
            trunc      -inf: -inf 0 0     inf: inf 0 0
            round      -inf: -inf 0 0     inf: inf 0 0
            square     -inf: inf -inf 2   inf: inf inf 2     0: 0 0 2
            reciprocal -inf: 0 0 0        inf: 0 0 0         0: inf -inf inf    -0: -inf -inf -inf
            sqrt       0: 0 inf -inf      inf: inf 0 0       -1: nan nan nan    -inf: nan nan nan
            rsqrt      0: inf -inf inf    inf: 0 0 0         -1: nan nan nan    -inf: nan nan nan
            exp        -inf: 0 0 0        inf: inf inf inf
            exp2       -inf: 0 0 0        inf: inf inf inf
            expm1      -inf: -1 0 0       inf: inf inf inf   0: 0 1 1
            log        0: -inf inf -inf   inf: inf 0 0       -1: nan -1 -1
            log2       0: -inf inf -inf   inf: inf 0 0
            log10      0: -inf inf -inf   inf: inf 0 0
            log1p      -1: -inf inf -inf  inf: inf 0 0       -2: nan -1 -1
            sin        inf: nan nan nan   0: 0 1 0
            cos        inf: nan nan nan   0: 1 0 -1
            tan        inf: nan nan nan   0: 0 1 0
            asin       1: 1.5707963267948966 inf inf    -1: -1.5707963267948966 inf -inf    2: nan nan nan    0: 0 1 0
            acos       1: 0 -inf -inf     -1: 3.141592653589793 -inf inf    2: nan nan nan
            atan       -inf: -1.5707963267948966 0 0    inf: 1.5707963267948966 0 0    0: 0 1 0
            sinh       -inf: -inf inf -inf  inf: inf inf inf  0: 0 1 0
            cosh       -inf: inf -inf inf inf: inf inf inf   0: 1 0 1
            tanh       -inf: -1 0 0       inf: 1 0 0         0: 0 1 0
            asinh      -inf: -inf 0 0     inf: inf 0 0       0: 0 1 0
            acosh      1: 0 inf -inf      inf: inf 0 0       0.5: nan nan nan
            atanh      1: inf inf inf     -1: -inf inf -inf  2: nan -0.3333333333333333 0.4444444444444444
            atanh      inf: nan 0 0       -inf: nan 0 0      0: 0 1 0
            sigmoid    -inf: 0 0 0        inf: 1 0 0
            logsigmoid -inf: -inf 1 0     inf: 0 0 0
            logit      0: -inf inf -inf   1: inf inf inf     2: nan nan nan     0.5: 0 4 0
            erf        -inf: -1 0 0       inf: 1 0 0         0: 0 1.1283791670955126 0
            erfc       -inf: 2 0 0        inf: 0 0 0         0: 1 -1.1283791670955126 0
            erfcx      -inf: inf -inf inf inf: 0 0 0         0: 1 -1.1283791670955126 2
            erfinv     1: inf inf inf     -1: -inf inf -inf  2: nan nan nan     0: 0 0.886226925452758 0
            ndtr       -inf: 0 0 0        inf: 1 0 0         0: 0.5 0.3989422804014327 0
            ndtri      0: -inf inf -inf   1: inf inf inf     2: nan nan nan     -1: nan nan nan
            logNdtr    -inf: -inf inf -1  inf: 0 0 0
            entr       0: 0 inf -inf      inf: -inf -inf 0   1: 0 -1 -1
            i0         -inf: inf -inf inf inf: inf inf inf   0: 1 0 0.5
            i0e        -inf: 0 0 0        inf: 0 0 0         0: 1 0 1.5
            i1         -inf: -inf inf -inf  inf: inf inf inf  0: 0 0.5 0
            i1e        -inf: 0 0 0        inf: 0 0 0         0: 0 0.5 0
            lgamma     0: inf -inf inf    -0: inf inf inf    inf: inf inf 0     1: 0 -0.5772156649015329 1.6449340668482264
            lgamma     -1: inf nan inf    -inf: inf nan nan
            digamma    0: -inf inf -inf   -0: inf inf inf    inf: inf 0 0       -1: nan inf nan    -inf: nan nan nan
            polygamma1 0: inf -inf inf    -0: inf inf inf    inf: 0 0 0         -1: inf nan inf    -inf: nan nan nan
            polygamma2 0: -inf inf -inf   -0: inf inf inf    inf: 0 0 0         -1: nan inf nan    -inf: nan nan nan
            sinc       -inf: 0 0 0        inf: 0 0 0         0: 1 0 -3.289868133696453
            silu       -inf: 0 0 0        inf: inf 1 0       0: 0 0.5 0.5
            mish       -inf: 0 0 0        inf: inf 1 0       0: 0 0.6 0.64
            gelu       -inf: 0 0 0        inf: inf 1 0       0: 0 0.5 0.7978845608028654
            geluTanh   -inf: 0 0 0        inf: inf 1 0       0: 0 0.5 0.7978845608028654
            softplus   -inf: 0 0 0        inf: inf 1 0
            squareplus -inf: 0 0 0        inf: inf 1 0       0: 1 0.5 0.25
            logcosh    -inf: inf -1 0     inf: inf 1 0       0: 0 0 1
            tanhshrink -inf: -inf 1 0     inf: inf 1 0       0: 0 0 0
            log1mexp   0: -inf inf -inf   inf: 0 0 0         -1: nan nan nan
            softsign   -inf: -1 0 0       inf: 1 0 0         0: 0 1 0
            elu        -inf: -1 0 0       inf: inf 1 0
            celu       -inf: -1.5 0 0     inf: inf 1 0
            selu       -inf: -1.7580993408473766 0 0         inf: inf 1.0507009873554805 0
            relu       -inf: 0 0 0        inf: inf 1 0       0: 0 0 0
            relu6      -inf: 0 0 0        inf: 6 0 0         0: 0 0 0           6: 6 0 0
            hardtanh   -inf: -1 0 0       inf: 1 0 0
            hardsigmoid -inf: 0 0 0       inf: 1 0 0
            hardswish  -inf: 0 0 0        inf: inf 1 0
            hardshrink -inf: -inf 1 0     inf: inf 1 0
            softshrink -inf: -inf 1 0     inf: inf 1 0
            sparsePlus -inf: 0 0 0        inf: inf 1 0
            sparseSigmoid -inf: 0 0 0     inf: 1 0 0
            leakyRelu  -inf: -inf 0.01 0  inf: inf 1 0
            deg2rad    -inf: -inf 0.017453292519943295 0     inf: inf 0.017453292519943295 0
            rad2deg    -inf: -inf 57.29577951308232 0        inf: inf 57.29577951308232 0
            """;

    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = new TreeMap<>();

    static {
        Map<String, UnaryOperator<Tensor>> f = FUNCTIONS;
        f.putAll(Map.of("neg", F::neg, "abs", F::abs, "sign", F::sign, "floor", F::floor, "ceil", F::ceil, "trunc", F::trunc,
                "round", F::round, "square", F::square, "reciprocal", F::reciprocal, "sqrt", F::sqrt));
        f.putAll(Map.of("rsqrt", F::rsqrt, "exp", F::exp, "exp2", F::exp2, "expm1", F::expm1, "log", F::log, "log2", F::log2,
                "log10", F::log10, "log1p", F::log1p, "sin", F::sin, "cos", F::cos));
        f.putAll(Map.of("tan", F::tan, "asin", F::asin, "acos", F::acos, "atan", F::atan, "sinh", F::sinh, "cosh", F::cosh,
                "tanh", F::tanh, "asinh", F::asinh, "acosh", F::acosh, "atanh", F::atanh));
        f.putAll(Map.of("sigmoid", F::sigmoid, "logsigmoid", F::logsigmoid, "logit", F::logit, "erf", F::erf, "erfc", F::erfc,
                "erfcx", F::erfcx, "erfinv", F::erfinv, "ndtr", F::ndtr, "ndtri", F::ndtri, "logNdtr", F::logNdtr));
        f.putAll(Map.of("entr", F::entr, "i0", F::i0, "i0e", F::i0e, "i1", F::i1, "i1e", F::i1e, "lgamma", F::lgamma,
                "digamma", F::digamma, "polygamma1", x -> F.polygamma(1, x), "polygamma2", x -> F.polygamma(2, x), "sinc", F::sinc));
        f.putAll(Map.of("silu", F::silu, "mish", F::mish, "gelu", F::gelu, "geluTanh", F::geluTanh,
                "softplus", x -> F.softplus(x, 0.5, Double.POSITIVE_INFINITY), "squareplus", F::squareplus, "logcosh", F::logcosh,
                "tanhshrink", F::tanhshrink, "log1mexp", F::log1mexp, "softsign", F::softsign));
        f.putAll(Map.of("elu", F::elu, "celu", x -> F.celu(x, 1.5), "selu", F::selu, "relu", F::relu, "relu6", F::relu6,
                "hardtanh", F::hardtanh, "hardsigmoid", F::hardsigmoid, "hardswish", F::hardswish, "hardshrink", F::hardshrink,
                "softshrink", F::softshrink));
        f.putAll(Map.of("sparsePlus", F::sparsePlus, "sparseSigmoid", F::sparseSigmoid, "leakyRelu", F::leakyRelu,
                "deg2rad", F::deg2rad, "rad2deg", F::rad2deg));
    }

    /** Function of two arguments and the first of them, then for each second argument as above, by the second argument. */
    private static final String BY_SECOND = """
            glu inf        -800: inf inf inf   2: inf inf -inf    -inf: nan nan -
            glu -inf       -800: -inf -inf -inf
            glu 2          -inf: 0 0 0       inf: 2 0 0
            swiglu -800    inf: -inf 0 0     -inf: inf 0 0
            swiglu 3       inf: inf 2.8577223804673 0
            ldexp 1        inf: inf inf inf  -inf: 0 0 0
            ldexp 0        100000: 0 0 0     inf: 0 0 0         -inf: 0 0 0
            gaussianKl 0   inf: inf 0.5 0    -inf: inf -inf inf
            div 1          inf: 0 0 0        0: inf -inf inf    -0: -inf -inf -inf    -inf: 0 0 0
            div inf        2: inf -inf inf   -2: -inf -inf -inf
            div 0          inf: 0 0 0        -inf: 0 0 0
            hypot 1        inf: inf 1 0      -inf: inf -1 0     0: 1 0 1
            hypot inf      1: inf 0 0        -1: inf 0 0        0: inf 0 0
            hypot 0        0: 0 0 0          inf: inf 1 0
            atan2 1        inf: 0 0 0        -inf: 3.141592653589793 0 0               0: 1.5707963267948966 -1 0
            atan2 inf      1: 1.5707963267948966 0 0            inf: 0.7853981633974483 0 0
            atan2 0        1: 0 0 0          inf: 0 0 0         -inf: 3.141592653589793 0 0    0: 0 nan nan
            pow 2          inf: inf inf inf  -inf: 0 0 0
            pow 0.5        inf: 0 0 0        -inf: inf -inf inf
            pow 0          1: 0 0 0          inf: 0 0 0
            pow 1          inf: 1 0 0        -inf: 1 0 0
            pow inf        1: inf inf inf    -1: 0 0 0          -inf: 0 0 0           inf: inf inf inf
            xlogy 0        0: 0 0 0          inf: 0 0 0
            xlogy 1        0: -inf inf -inf  inf: inf 0 0
            xlogy -1       0: inf -inf inf   inf: -inf 0 0
            xlogy inf      2: inf inf -inf
            xlog1py 1      -1: -inf inf -inf inf: inf 0 0
            xlog1py 0      -1: 0 0 0
            logaddexp 0    -inf: 0 0 0       inf: inf 1 0
            logaddexp inf  0: inf 0 0        -inf: inf 0 0
            logaddexp -inf 0: 0 1 0          inf: inf 1 0       -inf: -inf 0.5 -
            logaddexp2 0   -inf: 0 0 0       inf: inf 1 0
            logaddexp2 inf 0: inf 0 0        -inf: inf 0 0
            logaddexp2 -inf 0: 0 1 0         inf: inf 1 0       -inf: -inf 0.5 -
            maximum 1      inf: inf 1 0      -inf: 1 0 0
            minimum 1      inf: 1 0 0        -inf: -inf 1 0
            fmax 1         inf: inf 1 0      -inf: 1 0 0        nan: 1 0 0
            fmin 1         inf: 1 0 0        -inf: -inf 1 0     nan: 1 0 0
            copysign 1     inf: 1 0 0        -inf: -1 0 0       -0: -1 0 0
            fmod 1         inf: 1 0 0        -inf: 1 0 0        0: nan - -
            remainder 1    inf: 1 0 0        0: nan - -
            sub 1          inf: -inf -1 0    -inf: inf -1 0
            lerp 1         inf: inf 0.25 0   -inf: -inf 0.25 0
            lerp inf       1: inf 0.25 0
            lerp0 1        inf: 1 0 0        -inf: 1 0 0
            lerp1 inf      2: 2 1 0
            gammainc 3     0: 0 0 0          inf: 1 0 0
            gammaincc 3    0: 1 0 0          inf: 0 0 0
            gammainc 1     0: 0 1 -1         inf: 1 0 0
            gammainc 0.5   0: 0 inf -inf     inf: 1 0 0
            zeta 3         0: inf -inf inf   inf: 0 0 0         -inf: nan nan nan
            zeta 2.5       0: inf -inf inf   inf: 0 0 0
            """;

    /** The same, by the first argument, of which there is one for each point; the second argument stands before. */
    private static final String BY_FIRST = """
            glu -800       inf: inf 0 0      -inf: -inf 0 0
            glu 0          inf: inf 0.5 0    -inf: -inf 0.5 0
            swiglu inf     -800: -inf -inf -inf   3: inf inf -inf
            swiglu 2       inf: inf 2 0      -inf: 0 0 0
            ldexp inf      1: inf inf 0      -2: -inf inf 0     0: 0 inf 0
            ldexp -inf     1: 0 0 0
            gaussianKl 0   inf: inf inf inf  -inf: inf -0.5 0
            heaviside 0.5  nan: nan 0 0
            div inf        1: 0 0 0          -1: 0 0 0
            div 0          1: inf inf 0
            hypot inf      1: inf 0 0        0: inf 0 0
            hypot 1        inf: inf 1 0      -inf: inf -1 0
            atan2 inf      1: 0 0 0          0: 0 0 0           inf: 0.7853981633974483 0 0
            atan2 -inf     1: 3.141592653589793 0 0
            atan2 1        inf: 1.5707963267948966 0 0          -inf: -1.5707963267948966 0 0
            pow 2.5        0: 0 0 0          inf: inf inf inf
            pow 0.5        0: 0 inf -inf     inf: inf 0 0
            pow 1.5        0: 0 0 inf        inf: inf inf 0
            pow -1         inf: 0 0 0        0: inf -inf inf
            pow 0          0: 1 0 0          inf: 1 0 0
            pow 1          0: 0 1 0          inf: inf 1 0       -inf: -inf 1 0
            pow 2          -inf: inf -inf 2  inf: inf inf 2     0: 0 0 2
            pow inf        2: inf inf inf    0.5: 0 0 0
            pow -inf       2: 0 0 0          0.5: inf -inf inf
            xlogy 0        1: -inf -inf 0    0: 0 0 0
            xlogy inf      1: inf inf 0
            xlogy 2        inf: inf 0.6931471805599453 0
            logaddexp 0    -inf: 0 0 0       inf: inf 1 0
            lerp 2         inf: inf 0.75 0   -inf: -inf 0.75 0
            lerp inf       1: inf 0.75 0
            lerp1 2        inf: 2 0 0        -inf: 2 0 0
            fmod 2         inf: nan - -      1: 1 1 0
            fmod inf       1: 1 1 0          -1: -1 1 0
            remainder inf  1: 1 1 0
            """;

    /** Losses of one element and the target, then as above by the element. */
    private static final String LOSSES = """
            rates 3        inf: inf 1 0
            l1 0.25        inf: inf 1 0      -inf: inf -1 0
            mse 0.25       inf: inf inf 2    -inf: inf -inf 2
            huber 0.25     inf: inf 1 0      -inf: inf -1 0
            smoothL1 0.25  inf: inf 1 0      -inf: inf -1 0
            logCosh 0.25   inf: inf 1 0      -inf: inf -1 0
            quantile 0.25  inf: inf 0.7 0    -inf: inf -0.3 0
            softMargin 1   inf: 0 0 0        -inf: inf -1 0
            softMargin -1  inf: inf 1 0      -inf: 0 0 0
            logits 0       inf: inf 1 0      -inf: 0 0 0
            logits 1       inf: 0 0 0        -inf: inf -1 0
            logits 0.25    inf: inf 0.75 0   -inf: inf -0.25 0
            focal 1        inf: 0 0 0        -inf: inf -1 0
            focal 0        inf: inf 1 0      -inf: 0 0 0
            focal 0.25     inf: inf - 0      -inf: inf - 0
            poisson 0.25   inf: inf inf inf  -inf: inf -0.25 0
            poisson 0      inf: inf inf inf  -inf: 0 0 0
            kl 0.5         -inf: inf -0.5 0  inf: -inf -0.5 0
            kl 0           -inf: 0 0 0
            """;

    private interface Two {
        Tensor of(Tensor x, Tensor y);
    }

    private static final Map<String, Two> OF_TWO = new TreeMap<>();

    static {
        OF_TWO.putAll(Map.of("div", F::div, "hypot", F::hypot, "atan2", F::atan2, "pow", F::pow, "xlogy", F::xlogy, "xlog1py", F::xlog1py,
                "logaddexp", F::logaddexp, "logaddexp2", F::logaddexp2, "maximum", F::maximum, "minimum", F::minimum));
        OF_TWO.putAll(Map.of("fmax", F::fmax, "fmin", F::fmin, "copysign", F::copysign, "fmod", F::fmod, "remainder", F::remainder,
                "sub", F::sub, "lerp", (x, y) -> F.lerp(x, y, 0.25), "lerp0", (x, y) -> F.lerp(x, y, 0.0),
                "lerp1", (x, y) -> F.lerp(x, y, 1.0)));
        OF_TWO.putAll(Map.of("l1", (x, t) -> F.l1Loss(x, t, Reduction.SUM), "mse", (x, t) -> F.mseLoss(x, t, Reduction.SUM),
                "huber", F::huberLoss, "smoothL1", F::smoothL1Loss, "logCosh", F::logCoshLoss,
                "quantile", (x, t) -> F.quantileLoss(x, t, 0.3),
                "softMargin", F::softMarginLoss, "focal", F::sigmoidFocalLoss, "poisson", F::poissonNllLoss,
                "kl", (x, t) -> F.klDiv(x, t, Reduction.SUM)));
        OF_TWO.putAll(Map.of("glu", (a, b) -> F.glu(F.stack(List.of(a, b), 0), 0),
                "swiglu", (a, b) -> F.swiglu(F.stack(List.of(a, b), 0), 0),
                "ldexp", F::ldexp, "heaviside", F::heaviside,
                "gaussianKl", (p, q) -> F.gaussianKl(zero(p), p, zero(p), q, Reduction.SUM),
                "rates", (x, t) -> F.poissonNllLoss(x, t, PoissonNll.DEFAULT.withLogInput(false))));
        OF_TWO.put("logits", F::binaryCrossEntropyWithLogits);
        OF_TWO.putAll(Map.of("gammainc", F::gammainc, "gammaincc", F::gammaincc, "zeta", F::zeta));
    }

    private static Tensor zero(Tensor x) {
        return Tensor.zeros(x.dtype(), x.shape());
    }

    private static double number(String s) {
        return switch (s) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(s);
        };
    }

    private static UnaryOperator<Tensor> slope(UnaryOperator<Tensor> g) {
        return x -> Autograd.grad((Tensor t) -> F.sum(g.apply(t))).apply(x);
    }

    /** Another way to the second derivative. */
    private static UnaryOperator<Tensor> forwardOverReverse(UnaryOperator<Tensor> g) {
        return x -> Autograd.hvp((Tensor t) -> F.sum(g.apply(t)), x, Tensor.ones(x.dtype(), x.shape()));
    }

    private static void check(String name, UnaryOperator<Tensor> f, String points, DType dtype, List<String> wrong) {
        String[] words = points.strip().split("[:\\s]+");
        for (int i = 0; i < words.length; i += 4) {
            Tensor x = Convert.to(Tensor.of(number(words[i])), dtype);
            List<UnaryOperator<Tensor>> orders = List.of(f, slope(f), slope(slope(f)), forwardOverReverse(f));
            for (int k = 0; k < 4; k++) {
                String word = words[i + Math.min(k, 2) + 1];
                double got = orders.get(k).apply(x).array().toDoubleArray()[0];
                double want = word.equals("-") ? got : number(word);
                double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-14;
                if (Double.isNaN(want) ? !Double.isNaN(got) : got != want && !(Math.abs(got - want) <= tolerance * Math.abs(want))) {
                    wrong.add("%s at %s, order %d, %s: %s, right %s%n".formatted(name, words[i], k, dtype, got, want));
                }
            }
        }
    }

    private static int indexOfPoints(String line, int words) {
        String[] w = line.split("\\s+");
        int at = 0;
        for (int i = 0; i < words; i++) {
            at = line.indexOf(w[i], at) + w[i].length();
        }
        return at;
    }

    @Test
    void functionsOfOneArgument() {
        List<String> wrong = new ArrayList<>();
        ONE_ARGUMENT.lines().forEach(line -> {
            String name = line.split("\\s+")[0];
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                check(name, FUNCTIONS.get(name), line.substring(indexOfPoints(line, 1)), dtype, wrong);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void functionsOfTwoArguments() {
        List<String> wrong = new ArrayList<>();
        for (String table : new String[] {BY_FIRST, BY_SECOND, LOSSES}) {
            boolean byFirst = !table.equals(BY_SECOND);
            table.lines().forEach(line -> {
                String[] w = line.split("\\s+");
                Two f = OF_TWO.get(w[0]);
                for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                    Tensor other = Convert.to(Tensor.of(number(w[1])), dtype);
                    check(w[0] + " with " + w[1], x -> byFirst ? f.of(x, other) : f.of(other, x), line.substring(indexOfPoints(line, 2)),
                            dtype, wrong);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }
}
