package org.covector.gradcheck;

import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reports to look at. */
public final class Samples {
    public static final Function1<Tensor, Tensor> WRONG_SQUARE = customVjp("square",
            x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, x))));

    private Samples() {}

    public static Report wrongSquare() {
        return Gradcheck.check(WRONG_SQUARE, Tensor.of(new double[] {0.1, -2, 3, 4, 5, 6}, 2, 3),
                Options.DEFAULT.withName("square").withOrder(1));
    }

    /** Everything that evidence can hold, with numbers no text likes. */
    public static Evidence evidence() {
        List<Double> nan = List.of(1.5, Double.NaN);
        return new Evidence(
                List.of(new Evidence.Jacobian(0, false, List.of(List.of(1.0, -2.0), List.of(0.0, Double.POSITIVE_INFINITY)),
                List.of(List.of(1.0, 2.0), List.of(0.0, Double.NaN)))),
                List.of(new Evidence.Remainder(List.of(0.25, 0.125), List.of(1.0, 0.5), List.of(0.0, 1e-17), 2.02)),
                List.of(new Evidence.Profile(0, 1, 0, List.of(-2.0, -1.0, 0.0, 1.0, 2.0), List.of(0.0, 0.0, 0.0, 1.0, 2.0), 0.25),
                        new Evidence.Profile(0, 0, 0, nan, nan, 1)),
                List.of(new Evidence.Oracle("finite differences", true, ""), new Evidence.Oracle("Taylor remainder", false, "order 1.02"),
                        new Evidence.Oracle("forward rule", true, "no vote: softmax has none")),
                List.of(new Evidence.Coverage("transposed views", 3), new Evidence.Coverage("ties", 2)), 1e-6);
    }

    /** A report with all of it and a second one inside. */
    public static Report full() {
        Tensor x = Tensor.of(new double[] {0.1, Double.NEGATIVE_INFINITY}, 2);
        List<Element> elements = List.of(new Element(0, 0, 0, 1, 0.5, 1e-9, Verdict.WRONG, "a <b>", true),
                new Element(0, 1, 1, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Verdict.OUTSIDE, "", true));
        Options options = Options.DEFAULT.withName("f \"<&>\" \u00e9").withSeed(Long.MIN_VALUE).withInterval(0, Double.NEGATIVE_INFINITY, 1)
                .withEps(1e-5);
        Report second = new Report(options, List.of(x, x), List.of(x), 2, elements, 0, List.of(), List.of(), Option.none(), Evidence.NONE);
        return new Report(options, List.of(x), List.of(x), 1, elements, 0, List.of(Breach.of(Breach.Kind.STATE, "a breach")),
                List.of(Cause.of(Cause.Kind.FACTOR, "a guess", 2)), Option.of(second), evidence());
    }

    /** A Jacobian of a size. */
    public static Evidence.Jacobian jacobian(int rows, int columns) {
        List<List<Double>> all = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < columns; j++) {
                row.add(Math.sin(r * columns + j));
            }
            all.add(row);
        }
        return new Evidence.Jacobian(0, false, all, all);
    }

    public static Report with(Report r, Evidence evidence) {
        return new Report(r.options(), r.inputs(), r.outputs(), r.order(), r.elements(), r.directions(), r.breaches(), r.diagnosis(),
                r.second(), evidence);
    }
}
