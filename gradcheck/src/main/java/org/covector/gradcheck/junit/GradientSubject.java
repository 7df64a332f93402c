package org.covector.gradcheck.junit;

import io.vavr.Function1;
import io.vavr.Function3;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.bridge.Contrast;
import org.opentest4j.AssertionFailedError;

/** The inputs of one run of a {@link GradcheckTest}, and what can be asserted of functions there. Immutable. */
public final class GradientSubject {
    private final List<Tensor> inputs;
    private final Options options;
    private final Failure failure;
    private final Consumer<Report> checked;

    GradientSubject(List<Tensor> inputs, Options options, Failure failure, Consumer<Report> checked) {
        this.inputs = inputs;
        this.options = options;
        this.failure = failure;
        this.checked = checked;
    }

    /** The inputs. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** The seed of the inputs and of the check. */
    public long seed() {
        return options.seed();
    }

    /** The options, with the seed of this run. */
    public Options options() {
        return options;
    }

    /** The same inputs with other options; the seed stays. */
    public GradientSubject with(Function1<Options, Options> change) {
        return new GradientSubject(inputs, change.apply(options).withSeed(options.seed()), failure, checked);
    }

    /** Checks a function of one tensor; never throws for a wrong gradient. */
    public Report check(Function<Tensor, Tensor> f) {
        return checkList(one(f));
    }

    /** Checks a function of two tensors; never throws for a wrong gradient. */
    public Report check2(BiFunction<Tensor, Tensor, Tensor> f) {
        return checkList(two(f));
    }

    /** Checks a function of three tensors; never throws for a wrong gradient. */
    public Report check3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return checkList(three(f));
    }

    /** Checks a function of tensors; never throws for a wrong gradient. */
    public Report checkList(Function<List<Tensor>, List<Tensor>> f) {
        Report report = Gradcheck.check(f, inputs, options);
        checked.accept(report);
        return report;
    }

    /** Nothing wrong and nothing lost in noise. */
    public Report assertRight(Function<Tensor, Tensor> f) {
        return assertRightList(one(f));
    }

    /** Nothing wrong and nothing lost in noise. */
    public Report assertRight2(BiFunction<Tensor, Tensor, Tensor> f) {
        return assertRightList(two(f));
    }

    /** Nothing wrong and nothing lost in noise. */
    public Report assertRight3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return assertRightList(three(f));
    }

    /** Nothing wrong and nothing lost in noise. */
    public Report assertRightList(Function<List<Tensor>, List<Tensor>> f) {
        Report report = checkList(f);
        return require(report.isRight(), "a right gradient", report);
    }

    /** Every element proven: no kink, no edge, no noise. */
    public Report assertProven(Function<Tensor, Tensor> f) {
        return assertProvenList(one(f));
    }

    /** Every element proven: no kink, no edge, no noise. */
    public Report assertProven2(BiFunction<Tensor, Tensor, Tensor> f) {
        return assertProvenList(two(f));
    }

    /** Every element proven: no kink, no edge, no noise. */
    public Report assertProven3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return assertProvenList(three(f));
    }

    /** Every element proven: no kink, no edge, no noise. */
    public Report assertProvenList(Function<List<Tensor>, List<Tensor>> f) {
        Report report = checkList(f);
        return require(report.isProven(), "a proven gradient", report);
    }

    private Report require(boolean holds, String expected, Report report) {
        if (!holds) {
            Contrast contrast = report.isRight() ? new Contrast(expected, counts(report)) : Contrast.of(report);
            throw new AssertionFailedError(failure.message(expected, report), contrast.expected(), contrast.actual());
        }
        return report;
    }

    /** The verdicts of a report, counted. */
    static String counts(Report report) {
        StringJoiner text = new StringJoiner(", ");
        for (Verdict v : Verdict.values()) {
            if (report.count(v) > 0) {
                text.add(report.count(v) + " " + v);
            }
        }
        return text.toString();
    }

    private Function1<List<Tensor>, List<Tensor>> one(Function<Tensor, Tensor> f) {
        require(1);
        return in -> List.of(f.apply(in.get(0)));
    }

    private Function1<List<Tensor>, List<Tensor>> two(BiFunction<Tensor, Tensor, Tensor> f) {
        require(2);
        return in -> List.of(f.apply(in.get(0), in.get(1)));
    }

    private Function1<List<Tensor>, List<Tensor>> three(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        require(3);
        return in -> List.of(f.apply(in.get(0), in.get(1), in.get(2)));
    }

    private void require(int arguments) {
        ArgumentException.require(inputs.size() == arguments, "@GradcheckTest", "shapes", inputs.size(),
                arguments + ", one per argument of the function");
    }

    @Override
    public String toString() {
        return "seed " + seed() + ": " + inputs.stream().map(x -> x.dtype() + " " + x.shape()).toList();
    }
}
