package org.covector.gradcheck;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Function4;
import io.vavr.control.Option;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.check.DerivativeCheck;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.variation.InputVariations;
import org.covector.gradcheck.variation.InteriorPoints;

/**
 * Proof of gradients: {@code Gradcheck.check(f, x).orThrow()} fails for what is wrong, {@code .orThrowUnlessProven()} for all that is
 * not proven. What the pullback gives is compared with difference quotients of
 * high order whose own error is estimated, in FLOAT64 wherever the function allows; the error, not a tolerance, decides. Never
 * prints and never throws for a wrong gradient: the {@link Report} says what was found.
 */
public final class Gradcheck {
    private Gradcheck() {}

    /** Checks a function of one tensor. */
    public static Report check(Function<Tensor, Tensor> f, Tensor x) {
        return check(f, x, Options.DEFAULT);
    }

    /** Checks a function of one tensor. */
    public static Report check(Function<Tensor, Tensor> f, Tensor x, Options options) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0))), inputs(x), options);
    }

    /** Checks a function of two tensors. */
    public static Report check(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return check(f, x, y, Options.DEFAULT);
    }

    /** Checks a function of two tensors. */
    public static Report check(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Options options) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0), in.get(1))), inputs(x, y), options);
    }

    /** Checks a function of three tensors. */
    public static Report check(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return check(f, x, y, z, Options.DEFAULT);
    }

    /** Checks a function of three tensors. */
    public static Report check(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z, Options options) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0), in.get(1), in.get(2))), inputs(x, y, z), options);
    }

    /** Checks a function of four tensors. */
    public static Report check(Function4<Tensor, Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z, Tensor w) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0), in.get(1), in.get(2), in.get(3))), inputs(x, y, z, w),
                Options.DEFAULT);
    }

    /** Checks a function of a tensor and one that may be absent. */
    public static Report check(BiFunction<Tensor, Option<Tensor>, Tensor> f, Tensor x, Option<Tensor> y) {
        return check(f, x, y, Options.DEFAULT);
    }

    /** Checks a function of a tensor and one that may be absent. */
    public static Report check(BiFunction<Tensor, Option<Tensor>, Tensor> f, Tensor x, Option<Tensor> y, Options options) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0), last(in, y))), y.map(t -> inputs(x, t)).getOrElse(() -> inputs(x)),
                options);
    }

    /** Checks a function of two tensors and one that may be absent: a layer with or without its bias. */
    public static Report check(Function3<Tensor, Tensor, Option<Tensor>, Tensor> f, Tensor x, Tensor y, Option<Tensor> z) {
        return check(f, x, y, z, Options.DEFAULT);
    }

    /** Checks a function of two tensors and one that may be absent: a layer with or without its bias. */
    public static Report check(Function3<Tensor, Tensor, Option<Tensor>, Tensor> f, Tensor x, Tensor y, Option<Tensor> z, Options options) {
        return check((List<Tensor> in) -> result(f.apply(in.get(0), in.get(1), last(in, z))),
                z.map(t -> inputs(x, y, t)).getOrElse(() -> inputs(x, y)), options);
    }

    private static List<Tensor> inputs(Tensor... x) {
        for (int i = 0; i < x.length; i++) {
            ArgumentException.require(Option.of(x[i]).isDefined(), "check", "input " + i, "null", "a tensor");
        }
        return List.of(x);
    }

    private static List<Tensor> result(Tensor y) {
        ArgumentException.require(Option.of(y).isDefined(), "check", "result of the function", "null", "a tensor");
        return List.of(y);
    }

    private static Option<Tensor> last(List<Tensor> in, Option<Tensor> given) {
        return given.map(_ -> in.getLast());
    }

    /** Checks a function from a tree of tensors to a tree of tensors. */
    public static <X, Y> Report check(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        return check(in, out, f, x, Options.DEFAULT);
    }

    /**
     * Checks a function from a tree of tensors to a tree of tensors by its parameters; buffers and fixed leaves are constants, as for
     * {@code grad}.
     */
    public static <X, Y> Report check(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x, Options options) {
        List<Tensor> parameters = in.named(x).stream().filter(l -> l.kind() == Tree.Kind.PARAMETER).map(Tree.Leaf::value).toList();
        ArgumentException.require(!parameters.isEmpty() || in.leaves(x).isEmpty(), "check", "inputs", "a tree without parameters",
                "a parameter of FLOAT32 or FLOAT64");
        return check((List<Tensor> given) -> out.leaves(f.apply(withParameters(in, x, given))), parameters, options);
    }

    private static <X> X withParameters(Tree<X> tree, X x, List<Tensor> parameters) {
        Iterator<Tensor> next = parameters.iterator();
        Iterator<Tree.Kind> kinds = tree.kinds(x).iterator();
        return tree.map(x, t -> kinds.next() == Tree.Kind.PARAMETER ? next.next() : t);
    }

    /** Checks a function from tensors to tensors. */
    public static Report check(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        return check(f, x, Options.DEFAULT);
    }

    /** Checks a function from tensors to tensors. */
    public static Report check(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x, Options options) {
        List<Tensor> constants = x.stream().map(Autograd::stopGradient).toList();
        ArgumentException.require(constants.isEmpty() || constants.stream().anyMatch(t -> t.dtype().isFloating()), "check", "inputs",
                constants.stream().map(t -> t.dtype() + " " + t.shape()).toList(),
                "a tensor of FLOAT32 or FLOAT64; convert numbers with x.to(DType.FLOAT64)");
        Function1<List<Tensor>, List<Tensor>> free = f::apply;
        FlatFunction given = FlatFunction.of(InputDomain.within(free, constants, options.domains()), constants);
        InteriorPoints interior = new InteriorPoints(free, at -> InputDomain.around(free, at, options.domains()), options.domains());
        if (options.classical().isDefined()) {
            return new DerivativeCheck(given, options).classical(options.classical().get());
        }
        Option<FlatFunction> lifted = constants.stream().anyMatch(t -> t.dtype() == DType.FLOAT32) ? lifted(given) : Option.none();
        if (lifted.isEmpty()) {
            return InputVariations.extend(new DerivativeCheck(given, options).report(), given, options, interior);
        }
        Report exact = new DerivativeCheck(lifted.get(), options).report();
        Report single = new DerivativeCheck(given, options.withOrder(1)).report();
        return InputVariations.extend(exact.isWrong() || !single.isWrong() ? exact : single, lifted.get(), options, interior);
    }

    /** Checks all operations of a class that have a {@link org.covector.functional.DefinedOn}; {@link Catalogue} takes cases for others. */
    public static CatalogueReport catalogue(Class<?> operations) {
        return catalogue(operations, Options.DEFAULT);
    }

    /** Checks all operations of a class that have a {@link org.covector.functional.DefinedOn}; {@link Catalogue} takes cases for others. */
    public static CatalogueReport catalogue(Class<?> operations, Options options) {
        return Catalogue.of(operations).withOptions(options).check();
    }

    /** The function in FLOAT64, if it takes that. */
    private static Option<FlatFunction> lifted(FlatFunction given) {
        try {
            FlatFunction lifted = given.inFloat64();
            boolean all = lifted.outputs().stream().noneMatch(t -> t.dtype() == DType.FLOAT32);
            return all && lifted.outputs().size() == given.outputs().size() ? Option.of(lifted) : Option.none();
        } catch (RuntimeException takesFloat32Only) {
            return Option.none();
        }
    }
}
