package org.covector.bench.tour;

import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Tuple;
import java.util.List;
import org.covector.bench.compare.Progress;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/**
 * The chapter on gradients.
 *
 * @param catalogue functions of every kind, to the second derivative
 * @param custom a function with a backward formula of its own
 * @param planted the same with a mistake in the formula
 */
public record Gradients(List<Report> catalogue, Report custom, Report planted) {
    /** The mistake, as it stands below. */
    public static final String MISTAKE = "F.mean(dy, 0) in the place of F.sum(dy, 0)";

    private static final int BATCH = 4;
    private static final int IN = 3;
    private static final int OUT = 2;

    static Gradients show(boolean quick) {
        List<Proofs.Proof> proofs = Proofs.all();
        List<Report> catalogue;
        try (Progress progress = Progress.of("gradcheck", proofs.size())) {
            catalogue = proofs.stream().map(p -> {
                Report report = Gradcheck.check(p.function(), p.inputs(), Options.DEFAULT.withName(p.name()).withOrder(quick ? 1 : 2));
                progress.step(p.name() + ": " + verdict(report) + ", " + report.count(Verdict.PROVEN) + " elements proven");
                return report;
            }).toList();
        }
        long right = catalogue.stream().filter(Report::isRight).count();
        System.out.printf("%d of %d functions right%n%n", right, catalogue.size());
        Report custom = check("a custom linear", linear(dy -> F.sum(dy, 0)));
        System.out.println(custom);
        System.out.println("The same with a mistake in the bias's gradient:  " + MISTAKE);
        Report planted = check("a custom linear with a mistake", linear(dy -> F.mean(dy, 0)));
        System.out.println(planted);
        return new Gradients(catalogue, custom, planted);
    }

    /** One word. */
    public static String verdict(Report report) {
        return report.isWrong() ? "WRONG" : report.isRight() ? "right" : "cannot tell";
    }

    private static Report check(String name, Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return Gradcheck.check(f, Proofs.normal(60, BATCH, IN), Proofs.normal(61, OUT, IN), Proofs.normal(62, OUT),
                Options.DEFAULT.withName(name));
    }

    private static Function3<Tensor, Tensor, Tensor, Tensor> linear(Function1<Tensor, Tensor> biasGradient) {
        return customVjp("linear", (Tensor x, Tensor w, Tensor b) -> withPullback(
                F.add(F.matmul(x, F.transpose(w, 0, 1)), b),
                dy -> Tuple.of(
                        () -> F.matmul(dy, w),
                        () -> F.matmul(F.transpose(dy, 0, 1), x),
                        () -> biasGradient.apply(dy))));
    }
}
