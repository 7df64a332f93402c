package org.covector.gradcheck.assertj;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.InputDomain;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Variation;

/**
 * A function whose gradient is to be checked, before it is said where: {@code at} checks. Immutable, like {@link Options}, whose
 * methods it repeats.
 *
 * @param <SELF> the kind of claim that its methods give
 */
public abstract sealed class GradientClaim<SELF extends GradientClaim<SELF>> {
    private static final Tree<List<Tensor>> LIST = Tree.list(Tree.TENSOR);

    private final Options options;
    private final Outcome outcome;

    private GradientClaim(Options options, Outcome outcome) {
        this.options = options;
        this.outcome = outcome;
    }

    /** With these options. */
    public abstract SELF with(Options other);

    /** With a name, which stands in the report and before it. */
    public SELF as(String name, Object... arguments) {
        return with(options.withName(arguments.length == 0 ? name : String.format(name, arguments)));
    }

    /** With another highest order. */
    public SELF withOrder(int highest) {
        return with(options.withOrder(highest));
    }

    /** With another seed. */
    public SELF withSeed(long seed) {
        return with(options.withSeed(seed));
    }

    /** The classical verdict, with this step. */
    public SELF withEps(double eps) {
        return with(options.withEps(eps));
    }

    /** The classical verdict, with this absolute tolerance. */
    public SELF withAtol(double atol) {
        return with(options.withAtol(atol));
    }

    /** The classical verdict, with this relative tolerance. */
    public SELF withRtol(double rtol) {
        return with(options.withRtol(rtol));
    }

    /** With a largest difference between two calls with the same arguments. */
    public SELF withNondetTol(double nondetTol) {
        return with(options.withNondetTol(nondetTol));
    }

    /** Random directions instead of single elements. */
    public SELF withFastMode() {
        return with(options.withFastMode());
    }

    /** With or without cotangents that are zero by mathematics or absent. */
    public SELF withCheckUndefinedGrad(boolean check) {
        return with(options.withCheckUndefinedGrad(check));
    }

    /** With or without a look at dtypes and shapes of cotangents. */
    public SELF withCheckGradDtypes(boolean check) {
        return with(options.withCheckGradDtypes(check));
    }

    /** With or without independent forward rules as an oracle. */
    public SELF withCheckForwardAd(boolean check) {
        return with(options.withCheckForwardAd(check));
    }

    /** With or without a batch of cotangents under {@code vmap}, which must give what each of them gives. */
    public SELF withCheckBatchedGrad(boolean check) {
        return with(options.withCheckBatchedGrad(check));
    }

    /** With only these variations around the inputs. */
    public SELF withVariations(Variation... varied) {
        return with(options.withVariations(varied));
    }

    /** With an input restricted to a closed interval. */
    public SELF withInterval(int input, double low, double high) {
        return with(options.withInterval(input, low, high));
    }

    /** The elements of an input lie in this domain, and so do those of its variations. */
    public SELF withDomain(int input, InputDomain domain) {
        return with(options.withDomain(input, domain));
    }

    Options options() {
        return options;
    }

    Outcome outcome() {
        return outcome;
    }

    GradientAssert checked(List<Tensor> inputs, Function1<Options, Report> check) {
        return new GradientAssert(options, inputs.stream().map(Tensor::shape).toList(), check, outcome);
    }

    /** A function of one tensor. */
    public static final class OfOne extends GradientClaim<OfOne> {
        private final Function<Tensor, Tensor> f;

        OfOne(Function<Tensor, Tensor> f, Outcome outcome) {
            this(f, Options.DEFAULT, outcome);
        }

        private OfOne(Function<Tensor, Tensor> f, Options options, Outcome outcome) {
            super(options, outcome);
            this.f = f;
        }

        @Override
        public OfOne with(Options other) {
            return new OfOne(f, other, outcome());
        }

        /** Checks the gradient here. */
        public GradientAssert at(Tensor x) {
            return checked(List.of(x), o -> Gradcheck.check(f, x, o));
        }

        /** Checks the gradient at a vector. */
        public GradientAssert at(double... x) {
            return at(Tensor.of(x));
        }
    }

    /** A function of two tensors. */
    public static final class OfTwo extends GradientClaim<OfTwo> {
        private final BiFunction<Tensor, Tensor, Tensor> f;

        OfTwo(BiFunction<Tensor, Tensor, Tensor> f, Outcome outcome) {
            this(f, Options.DEFAULT, outcome);
        }

        private OfTwo(BiFunction<Tensor, Tensor, Tensor> f, Options options, Outcome outcome) {
            super(options, outcome);
            this.f = f;
        }

        @Override
        public OfTwo with(Options other) {
            return new OfTwo(f, other, outcome());
        }

        /** Checks the gradients here. */
        public GradientAssert at(Tensor x, Tensor y) {
            return checked(List.of(x, y), o -> Gradcheck.check(f, x, y, o));
        }
    }

    /** A function of three tensors. */
    public static final class OfThree extends GradientClaim<OfThree> {
        private final Function3<Tensor, Tensor, Tensor, Tensor> f;

        OfThree(Function3<Tensor, Tensor, Tensor, Tensor> f, Outcome outcome) {
            this(f, Options.DEFAULT, outcome);
        }

        private OfThree(Function3<Tensor, Tensor, Tensor, Tensor> f, Options options, Outcome outcome) {
            super(options, outcome);
            this.f = f;
        }

        @Override
        public OfThree with(Options other) {
            return new OfThree(f, other, outcome());
        }

        /** Checks the gradients here. */
        public GradientAssert at(Tensor x, Tensor y, Tensor z) {
            return checked(List.of(x, y, z), o -> Gradcheck.check(f, x, y, z, o));
        }
    }

    /** A function of a structured value. */
    public static final class OfTree<X> extends GradientClaim<OfTree<X>> {
        private final Tree<X> in;
        private final Function2<X, Options, Report> check;

        private OfTree(Tree<X> in, Function2<X, Options, Report> check, Options options, Outcome outcome) {
            super(options, outcome);
            this.in = in;
            this.check = check;
        }

        static <X, Y> OfTree<X> of(Tree<X> in, Tree<Y> out, Function<X, Y> f, Outcome outcome) {
            return new OfTree<>(in, (x, o) -> Gradcheck.check(in, out, f, x, o), Options.DEFAULT, outcome);
        }

        static OfTree<List<Tensor>> ofList(Function<List<Tensor>, List<Tensor>> f, Outcome outcome) {
            return new OfTree<>(LIST, (x, o) -> Gradcheck.check(f, x, o), Options.DEFAULT, outcome);
        }

        @Override
        public OfTree<X> with(Options other) {
            return new OfTree<>(in, check, other, outcome());
        }

        /** Checks the gradient here. */
        public GradientAssert at(X x) {
            return checked(in.leaves(x), o -> check.apply(x, o));
        }
    }
}
