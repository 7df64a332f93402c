package org.covector.gradcheck.jqwik;

import io.vavr.Function3;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.bridge.Contrast;
import org.covector.gradcheck.sample.OpProgram;
import org.covector.gradcheck.sample.PullbackInput;
import org.opentest4j.AssertionFailedError;

/**
 * Checks inside a property: fail with the report's text if a gradient is wrong, and note what they have seen in {@link Covered}.
 *
 * <pre>{@code
 * @Property
 * void tanh(@ForAll Tensor x) {
 *     checkGradient(F::tanh, x);
 *     Covered.LAYOUT.require(Layout.TRANSPOSED, 5);
 * }
 * }</pre>
 *
 * <p>Where the precision is too low to tell (huge inputs, say) a check passes and counts as {@code "cannot tell"}.
 */
public final class GradientProperties {
    /** The default options without variations, which are the property's own business. */
    public static final Options OPTIONS = Options.DEFAULT.withVariations();

    private GradientProperties() {}

    /** Fails if the gradient is wrong. */
    public static Report checkGradient(Function<Tensor, Tensor> f, Tensor x) {
        return checkGradient(f, x, OPTIONS);
    }

    /** Fails if the gradient is wrong. */
    public static Report checkGradient(Function<Tensor, Tensor> f, Tensor x, Options options) {
        return checkGradient(in -> List.of(f.apply(in.get(0))), List.of(x), options);
    }

    /** Fails if a gradient is wrong. */
    public static Report checkGradient(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return checkGradient(in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y), OPTIONS);
    }

    /** Fails if a gradient is wrong. */
    public static Report checkGradient(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return checkGradient(in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z), OPTIONS);
    }

    /** Fails if the gradient of a program at its inputs is wrong. */
    public static Report checkGradient(OpProgram program) {
        return checkGradient(x -> List.of(program.apply(x)), program.inputs(), OPTIONS.withName("program"));
    }

    /** Fails if the gradient of the result along one cotangent, {@code d sum(f(x) dy) / dx}, is wrong. */
    public static Report checkPullback(Function<List<Tensor>, Tensor> f, PullbackInput at) {
        return checkGradient(x -> List.of(F.sum(F.mul(f.apply(x), at.cotangent()))), at.inputs(), OPTIONS);
    }

    /** Fails if a gradient is wrong, or not the same for the same inputs in dense memory. */
    public static Report checkGradient(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x, Options options) {
        Report report = Gradcheck.check(f, x, options);
        Covered.see(report, x);
        Dense.difference(f, x, options.seed()).forEach(text -> {
            throw new AssertionFailedError(text + System.lineSeparator() + report);
        });
        if (report.isWrong()) {
            Contrast contrast = Contrast.of(report);
            throw new AssertionFailedError(report.toString(), contrast.expected(), contrast.actual());
        }
        return report;
    }
}
