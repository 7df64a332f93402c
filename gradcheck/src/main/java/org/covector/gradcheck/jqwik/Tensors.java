package org.covector.gradcheck.jqwik;

import io.vavr.Function1;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Inputs;
import org.covector.gradcheck.sample.Op;
import org.covector.gradcheck.sample.PullbackInput;
import org.covector.gradcheck.sample.Ranks;

/** Arbitraries. What they make shrinks to the smallest shape, then to dense memory, then to the roundest numbers: 0, 1, 0.5, 2 ... */
public final class Tensors {
    private static final int LONGEST = 4;
    private static final int STEPS = 6;

    private Tensors() {}

    /** Tensors of any shape and magnitude, with ties, in every layout. */
    public static TensorArbitrary tensors() {
        return new TensorArbitrary(Ranks.DEFAULT, Elements.ANY);
    }

    /** Inputs in words: {@code tensors("m,k", "n,k", "n")}; see {@link Inputs}. */
    public static TensorsArbitrary tensors(String... texts) {
        return new TensorsArbitrary(Arrays.asList(texts), 1, LONGEST, Elements.ANY);
    }

    /** INT64 indices from 0 to {@code below - 1}, with duplicates and borders. */
    public static TensorArbitrary indices(int below) {
        return tensors().ofDtypes(DType.INT64).between(0, below - 1);
    }

    /** Shapes of such ranks and lengths. */
    public static Arbitrary<Shape> shapes(Ranks ranks) {
        Elements none = Elements.PLAIN.withDtypes(DType.BOOL).between(0, 0);
        return new SimplerArbitrary<>(random -> ranks.draw(none, random), () -> List.of(ranks.draw(none, new Random(0))), d -> d.shape(0));
    }

    /** Shapes of 0 to 3 axes of 1 to 4. */
    public static Arbitrary<Shape> shapes() {
        return shapes(Ranks.DEFAULT);
    }

    /** Cotangents of a tensor: its shape and dtype, no element 1; they shrink to a single 1. */
    public static TensorsArbitrary cotangents(Tensor y) {
        String dims = Arrays.stream(y.shape().dims()).mapToObj(Integer::toString).reduce((a, b) -> a + "," + b).orElse("");
        return new TensorsArbitrary(List.of(dims), 1, 1, Elements.PLAIN.withDtypes(y.dtype()));
    }

    /** Inputs in words together with a cotangent of what {@code f} makes of them, which shrink together. */
    public static Arbitrary<PullbackInput> pullbacks(Function1<List<Tensor>, Tensor> f, String... texts) {
        Inputs inputs = Inputs.of(Arrays.asList(texts), Elements.ANY, 1, LONGEST);
        return new SimplerArbitrary<>(random -> PullbackInput.draw(f, inputs.draw(random), random),
                () -> List.of(PullbackInput.draw(f, inputs.smallest(new Random(0)), new Random(0))), p -> p);
    }

    /** Programs of one to six operations of F; {@code programs().with(Op.of("mine(%s)", f))} adds one's own. */
    public static ProgramArbitrary programs() {
        return new ProgramArbitrary(Op.ALL, STEPS, Ranks.DEFAULT, Elements.ANY);
    }

    /** Options: first or second order, any seed, single elements or random directions, with or without each duty. */
    public static Arbitrary<Options> options() {
        Arbitrary<Boolean> either = Arbitraries.of(false, true);
        return Combinators.combine(Arbitraries.integers().between(1, 2), Arbitraries.longs(), either, either, either)
                .as((order, seed, fast, undefined, forward) -> {
                    Options options = GradientProperties.OPTIONS.withOrder(order).withSeed(seed).withCheckUndefinedGrad(undefined)
                            .withCheckForwardAd(forward);
                    return fast ? options.withFastMode() : options;
                });
    }
}
