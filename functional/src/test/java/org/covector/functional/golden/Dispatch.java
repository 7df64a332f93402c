package org.covector.functional.golden;

import static org.covector.functional.golden.UnsupportedCase.require;

import com.google.gson.JsonElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Key;
import org.covector.functional.Approximation;
import org.covector.functional.F;
import org.covector.functional.Memory;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** From the reference's function and argument names to ours: by name, not by case. */
final class Dispatch {
    /** The scalar or tensor forms of a function of two. */
    interface Scalar {
        Tensor of(Tensor x, double y);
    }

    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(0));

    private final Map<String, Function<Arguments, List<Tensor>>> table = new HashMap<>();

    Dispatch() {
        unary();
        binary();
        activations();
        reductions();
        matrices();
        shapes();
        LossDispatch.addTo(this);
        ConvDispatch.addTo(this);
        PoolingDispatch.addTo(this);
        VisionDispatch.addTo(this);
        NormalizationDispatch.addTo(this);
        SequenceDispatch.addTo(this);
        IndexDispatch.addTo(this);
        StatisticsDispatch.addTo(this);
        RearrangementDispatch.addTo(this);
        ProductsDispatch.addTo(this);
        LinalgDispatch.addTo(this);
        SignalDispatch.addTo(this);
        CreationDispatch.addTo(this);
        AliasDispatch.addTo(this);
    }

    static Dispatch all() {
        return new Dispatch();
    }

    List<Tensor> call(String fn, Arguments a) {
        Function<Arguments, List<Tensor>> f = table.get(fn);
        if (f == null) {
            throw new UnsupportedCase("function " + fn);
        }
        List<Tensor> y = f.apply(a);
        a.requireAllRead();
        return y;
    }

    boolean knows(String fn) {
        return table.containsKey(fn);
    }

    private void put(String fn, Function<Arguments, List<Tensor>> f) {
        if (table.putIfAbsent(fn, f) != null) {
            throw new AssertionError(fn + " is dispatched twice");
        }
    }

    void one(String fn, Function<Arguments, Tensor> f) {
        put(fn, a -> List.of(f.apply(a)));
    }

    /** Another name of a function that is there. */
    void alias(String fn, String of) {
        put(fn, Objects.requireNonNull(table.get(of)));
    }

    void many(String fn, Function<Arguments, List<Tensor>> f) {
        put(fn, f);
    }

    void chosen(String fn, Function<Arguments, Selected> f) {
        put(fn, a -> {
            Selected s = f.apply(a);
            return List.of(s.values(), s.indices());
        });
    }

    void unary(String fn, UnaryOperator<Tensor> f) {
        one(fn, a -> f.apply(a.tensor("input")));
    }

    void binary(String fn, BinaryOperator<Tensor> f, Scalar g) {
        one(fn, a -> {
            Tensor x = a.tensor("input");
            return a.isTensor("other") ? f.apply(x, a.tensor("other")) : x.dtype().isFloating() ? g.of(x, a.number("other", 0))
                    : f.apply(x, scalarLike(x, a.number("other", 0)));
        });
    }

    void binary(String fn, BinaryOperator<Tensor> f) {
        binary(fn, f, (_, y) -> {
            throw new UnsupportedCase(fn + " with the number " + y);
        });
    }

    private void unary() {
        Map.<String, UnaryOperator<Tensor>>ofEntries(
                Map.entry("abs", F::abs), Map.entry("neg", F::neg), Map.entry("exp", F::exp), Map.entry("exp2", F::exp2),
                Map.entry("expm1", F::expm1),
                Map.entry("log", F::log), Map.entry("log2", F::log2), Map.entry("log10", F::log10), Map.entry("log1p", F::log1p),
                        Map.entry("sqrt", F::sqrt),
                Map.entry("rsqrt", F::rsqrt), Map.entry("square", F::square), Map.entry("reciprocal", F::reciprocal),
                        Map.entry("sin", F::sin),
                Map.entry("cos", F::cos), Map.entry("tan", F::tan), Map.entry("asin", F::asin), Map.entry("acos", F::acos),
                        Map.entry("atan", F::atan),
                Map.entry("sinh", F::sinh), Map.entry("cosh", F::cosh), Map.entry("asinh", F::asinh), Map.entry("acosh", F::acosh),
                        Map.entry("atanh", F::atanh),
                Map.entry("erf", F::erf), Map.entry("erfc", F::erfc), Map.entry("erfinv", F::erfinv), Map.entry("lgamma", F::lgamma),
                Map.entry("digamma", F::digamma), Map.entry("sinc", F::sinc), Map.entry("i0", F::i0), Map.entry("special.i0e", F::i0e),
                Map.entry("special.i1", F::i1), Map.entry("special.i1e", F::i1e), Map.entry("special.entr", F::entr),
                        Map.entry("special.ndtr", F::ndtr),
                Map.entry("special.ndtri", F::ndtri), Map.entry("special.log_ndtr", F::logNdtr), Map.entry("special.erfcx", F::erfcx),
                        Map.entry("frac", F::frac),
                Map.entry("floor", F::floor), Map.entry("ceil", F::ceil), Map.entry("trunc", F::trunc), Map.entry("sign", F::sign),
                        Map.entry("sgn", F::sign),
                Map.entry("sigmoid", F::sigmoid), Map.entry("tanh", F::tanh), Map.entry("relu", F::relu), Map.entry("isnan", F::isnan),
                        Map.entry("isinf", F::isinf),
                Map.entry("isfinite", F::isfinite), Map.entry("signbit", F::signbit), Map.entry("logical_not", F::logicalNot),
                        Map.entry("isneginf", F::isneginf),
                Map.entry("isposinf", F::isposinf), Map.entry("deg2rad", F::deg2rad), Map.entry("rad2deg", F::rad2deg))
                        .forEach((name, f) -> unary("torch." + name, f));
        unary("torch.positive", F::positive);
        unary("torch.isreal", x -> Tensor.full(DType.BOOL, x.shape(), 1)); // no tensor is complex
        one("torch.round", a -> {
            int decimals = a.whole("decimals", 0);
            return decimals == 0 ? F.round(a.tensor("input")) : F.round(a.tensor("input"), decimals);
        });
        one("torch.special.multigammaln", a -> F.multigammaln(a.tensor("input"), a.whole("p", 1)));
        one("torch.special.polygamma", a -> F.polygamma(a.whole("n", 0), a.tensor("input")));
        one("torch.logit", a -> a.has("eps") ? F.logit(a.tensor("input"), a.number("eps", 0)) : F.logit(a.tensor("input")));
        one("torch.clamp", a -> {
            ArgumentException.require(a.has("min") || a.has("max"), "clamp", "bounds", "none", "one of them, or both"); // cannot be written
            Tensor x = a.tensor("input");
            if (!a.isTensor("min") && !a.isTensor("max")) {
                return F.clamp(x, a.number("min", Double.NEGATIVE_INFINITY), a.number("max", Double.POSITIVE_INFINITY));
            }
            return !a.has("max") ? F.maximum(x, a.tensor("min")) : !a.has("min") ? F.minimum(x, a.tensor("max"))
                    : F.clamp(x, a.tensor("min"), a.tensor("max"));
        });
        one("torch.nan_to_num", a -> {
            double largest = a.tensor("input").dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
            return F.nanToNum(a.tensor("input"), a.number("nan", 0), a.number("posinf", largest), a.number("neginf", -largest));
        });
    }

    private void binary() {
        one("torch.add", a -> F.add(a.tensor("input"), times(a, "alpha", other(a))));
        one("torch.sub", a -> F.sub(a.tensor("input"), times(a, "alpha", other(a))));
        one("torch.rsub", a -> F.sub(other(a), times(a, "alpha", a.tensor("input"))));
        binary("torch.mul", F::mul, F::mul);
        one("torch.div", a -> {
            Tensor y = other(a);
            return switch (a.text("rounding_mode", "none")) {
                case "floor" -> F.floorDivide(a.tensor("input"), y);
                case "trunc" -> F.truncDivide(a.tensor("input"), y);
                default -> F.div(a.tensor("input"), y);
            };
        });
        one("torch.floor_divide", a -> F.floorDivide(a.tensor("input"), other(a)));
        one("torch.pow", a -> a.isTensor("exponent") ? F.pow(a.tensor("input"), a.tensor("exponent"))
                : F.pow(a.tensor("input"), a.number("exponent", 0)));
        one("torch.pow.scalar_base", a -> F.pow(a.number("self", 0), a.tensor("exponent")));
        binary("torch.atan2", F::atan2);
        binary("torch.hypot", F::hypot);
        binary("torch.maximum", F::maximum);
        binary("torch.minimum", F::minimum);
        binary("torch.fmax", F::fmax);
        binary("torch.fmin", F::fmin);
        binary("torch.logaddexp", F::logaddexp);
        binary("torch.logaddexp2", F::logaddexp2);
        binary("torch.special.zeta", F::zeta);
        binary("torch.special.gammainc", F::gammainc);
        binary("torch.special.gammaincc", F::gammaincc);
        one("torch.float_power", a -> F.floatPower(a.tensor("input"), a.isTensor("exponent") ? a.tensor("exponent")
                : scalarLike(a.tensor("input"), a.number("exponent", 0))));
        binary("torch.copysign", F::copysign, (x, y) -> F.copysign(x, scalarLike(x, y)));
        binary("torch.xlogy", F::xlogy, (x, y) -> F.xlogy(x, scalarLike(x, y)));
        one("torch.special.xlog1py", a -> F.xlog1py(a.isTensor("input") ? a.tensor("input")
                : scalarLike(a.tensor("other"), a.number("input", 0)), other(a)));
        binary("torch.fmod", F::fmod, F::fmod);
        binary("torch.remainder", F::remainder, F::remainder);
        one("torch.heaviside", a -> F.heaviside(a.tensor("input"), a.tensor("values")));
        one("torch.lerp", a -> a.isTensor("weight")
                ? F.lerp(a.tensor("input"), a.tensor("end"), a.tensor("weight"))
                : F.lerp(a.tensor("input"), a.tensor("end"), a.number("weight", 0)));
        one("torch.addcmul", a -> F.add(a.tensor("input"), times(a, "value", F.mul(a.tensor("tensor1"), a.tensor("tensor2")))));
        one("torch.addcdiv", a -> F.add(a.tensor("input"), times(a, "value", F.div(a.tensor("tensor1"), a.tensor("tensor2")))));
        one("torch.where", a -> a.isTensor("x") && a.isTensor("y") ? F.where(a.tensor("condition"), a.tensor("x"), a.tensor("y"))
                : a.isTensor("x") ? F.where(a.tensor("condition"), a.tensor("x"), a.number("y", 0))
                : F.where(a.tensor("condition"), a.number("x", 0), a.tensor("y")));
        binary("torch.eq", F::eq, F::eq);
        binary("torch.ne", F::ne, F::ne);
        binary("torch.lt", F::lt, F::lt);
        binary("torch.le", F::le, F::le);
        binary("torch.gt", F::gt, F::gt);
        binary("torch.ge", F::ge, F::ge);
        binary("torch.logical_and", F::logicalAnd);
        binary("torch.logical_or", F::logicalOr);
        binary("torch.logical_xor", F::logicalXor);
    }

    /** {@code x} times a factor, where one is given. */
    private static Tensor times(Arguments a, String factor, Tensor x) {
        return !a.has(factor) ? x : a.isWhole(factor) ? F.mul(x, (long) a.number(factor, 1)) : F.mul(x, a.number(factor, 1));
    }

    private static Tensor other(Arguments a) {
        return a.isTensor("other") ? a.tensor("other") : scalarLike(a.tensor("input"), a.number("other", 0));
    }

    private static Tensor scalarLike(Tensor x, double value) {
        DType dtype = x.dtype().isFloating() ? x.dtype() : value == Math.rint(value) ? DType.INT64 : DType.FLOAT32;
        return Tensor.full(dtype, org.covector.engine.Shape.SCALAR, value);
    }

    private void activations() {
        String n = "torch.nn.functional.";
        Map.<String, UnaryOperator<Tensor>>ofEntries(
                Map.entry("relu", F::relu), Map.entry("relu6", F::relu6), Map.entry("selu", F::selu), Map.entry("silu", F::silu),
                Map.entry("mish", F::mish),
                Map.entry("hardswish", F::hardswish), Map.entry("hardsigmoid", F::hardsigmoid), Map.entry("tanhshrink", F::tanhshrink),
                        Map.entry("softsign", F::softsign),
                Map.entry("logsigmoid", F::logsigmoid), Map.entry("sigmoid", F::sigmoid), Map.entry("tanh", F::tanh))
                        .forEach((name, f) -> unary(n + name, f));
        one(n + "elu", a -> F.elu(a.tensor("input"), a.number("alpha", 1)));
        one(n + "celu", a -> F.celu(a.tensor("input"), a.number("alpha", 1)));
        one(n + "gelu", a -> F.gelu(a.tensor("input"), a.choice("approximate", Approximation.class, "none")));
        one(n + "hardtanh", a -> F.hardtanh(a.tensor("input"), a.number("min_val", -1), a.number("max_val", 1)));
        one(n + "hardshrink", a -> F.hardshrink(a.tensor("input"), a.number("lambd", 0.5)));
        one(n + "softshrink", a -> F.softshrink(a.tensor("input"), a.number("lambd", 0.5)));
        one(n + "softplus", a -> F.softplus(a.tensor("input"), a.number("beta", 1), a.number("threshold", 20)));
        one(n + "leaky_relu", a -> F.leakyRelu(a.tensor("input"), a.number("negative_slope", 0.01)));
        one(n + "threshold", a -> F.threshold(a.tensor("input"), a.number("threshold", 0), a.number("value", 0)));
        one(n + "rrelu", a -> F.rrelu(a.tensor("input"), a.number("lower", 1.0 / 8), a.number("upper", 1.0 / 3), a.flag("training", false),
                KEY));
        one(n + "prelu", a -> F.prelu(a.tensor("input"), a.tensor("weight")));
        one(n + "glu", a -> F.glu(a.tensor("input"), a.whole("dim", -1)));
    }

    private void reductions() {
        one("torch.amax", a -> F.amax(a.tensor("input"), a.flag("keepdim", false), a.ints("dim")));
        one("torch.amin", a -> F.amin(a.tensor("input"), a.flag("keepdim", false), a.ints("dim")));
        many("torch.max", a -> a.isTensor("other") ? List.of(F.maximum(a.tensor("input"), a.tensor("other"))) : a.has("dim")
                ? both(F.max(a.tensor("input"), a.whole("dim", 0), a.flag("keepdim", false)))
                : List.of(F.max(a.tensor("input"))));
        many("torch.min", a -> a.isTensor("other") ? List.of(F.minimum(a.tensor("input"), a.tensor("other"))) : a.has("dim")
                ? both(F.min(a.tensor("input"), a.whole("dim", 0), a.flag("keepdim", false)))
                : List.of(F.min(a.tensor("input"))));
        one("torch.logsumexp", a -> F.logsumexp(a.tensor("input"), a.flag("keepdim", false), a.ints("dim")));
    }

    private static List<Tensor> both(Selected s) {
        return List.of(s.values(), s.indices());
    }

    private void matrices() {
        one("torch.matmul", a -> F.matmul(a.tensor("input"), a.tensor("other")));
        one("torch.mm", a -> F.mm(a.tensor("input"), a.tensor("mat2")));
        one("torch.mv", a -> F.mv(a.tensor("input"), a.tensor("vec")));
        one("torch.bmm", a -> F.bmm(a.tensor("input"), a.tensor("mat2")));
        one("torch.outer", a -> F.outer(a.tensor("input"), a.tensor("vec2")));
        one("torch.dot", a -> F.dot(a.tensor("input"), a.tensor("tensor")));
        one("torch.nn.functional.linear", a -> F.linear(a.tensor("input"), a.tensor("weight"), a.maybe("bias")));
        one("torch.tril", a -> F.tril(a.tensor("input"), a.whole("diagonal", 0)));
        one("torch.triu", a -> F.triu(a.tensor("input"), a.whole("diagonal", 0)));
    }

    private void shapes() {
        one("torch.reshape", a -> F.reshape(a.tensor("input"), a.ints("shape")));
        one("torch.permute", a -> F.permute(a.tensor("input"), a.ints("dims")));
        one("torch.transpose", a -> F.transpose(a.tensor("input"), a.whole("dim0", 0), a.whole("dim1", 0)));
        one("torch.flatten", a -> F.flatten(a.tensor("input"), a.whole("start_dim", 0), a.whole("end_dim", -1)));
        one("torch.squeeze", a -> F.squeeze(a.tensor("input"), a.ints("dim")));
        one("torch.unsqueeze", a -> F.unsqueeze(a.tensor("input"), a.whole("dim", 0)));
        one("torch.stack", a -> F.stack(a.list("tensors"), a.whole("dim", 0)));
        many("torch.split", a -> {
            JsonElement s = a.raw("split_size_or_sections");
            return s.isJsonArray() ? F.split(a.tensor("tensor"), a.ints("split_size_or_sections"), a.whole("dim", 0))
                    : F.split(a.tensor("tensor"), s.getAsInt(), a.whole("dim", 0));
        });
        one("torch.narrow", a -> F.narrow(a.tensor("input"), a.whole("dim", 0), a.whole("start", 0), a.whole("length", 0)));
        one("torch.select", a -> F.select(a.tensor("input"), a.whole("dim", 0), a.whole("index", 0)));
        one("torch.flip", a -> F.flip(a.tensor("input"), a.ints("dims")));
    }
}
