package org.covector.gradcheck.oracle;

import io.vavr.Lazy;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.covector.functional.Tensor;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.element.Neighbourhood;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.EuclideanNorm;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.flat.RoundingErrors;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * The derivative along a direction by forward rules that share nothing with the pullbacks, where the function is made of operations
 * that have one. It needs no steps and so tells where values are too coarse for a difference quotient; but what it follows is the
 * program, which at kinks and where a singularity is lifted by a selection is not all of the function.
 */
public final class ForwardMode {
    static final String NAME = "forward rule";
    private static final int ASKED = 64;
    private static final int NEIGHBOURS = 4;
    private static final double BESIDE = 0x1p-44; // of an element's size
    private static final double BESIDE_SINGLE = 0x1p-21;

    private final FlatFunction function;
    private final OutputProjection projection;
    private final AnalyticJacobian jacobian;
    private final boolean single;

    public ForwardMode(FlatFunction function, OutputProjection projection, AnalyticJacobian jacobian) {
        this.function = function;
        this.projection = projection;
        this.jacobian = jacobian;
        this.single = function.isSinglePrecision();
    }

    /** The tangent projected, or why there is none. */
    private Either<String, double[]> jvp(double[] u) {
        try {
            return Either.right(projected(tangents(function.inputs(), u)));
        } catch (RuntimeException without) {
            return Either.left(String.valueOf(without.getMessage()));
        }
    }

    /** The tangents of the results, floating or not. */
    private List<Tensor> tangents(List<Tensor> at, double... u) {
        Tensor[] dx = Arrays.stream(function.arrays(u)).map(Tensor::of).toArray(Tensor[]::new);
        Jvp run = Forward.throughBodies(
                in -> function.tensorFunction().apply(List.of(in)).toArray(Tensor[]::new), at.toArray(Tensor[]::new), dx);
        List<Tensor> dy = new ArrayList<>();
        for (int i = 0; i < run.outputs().length; i++) {
            dy.add(run.tangents()[i].orZeros(run.outputs()[i]));
        }
        return dy;
    }

    /**
     * How far a tangent can be trusted: it moves by so much when each operation is rounded otherwise (a forward
     * rule cancels where the naive formula does), when the inputs move a little (at a kink, or where a selection lifts a singularity, the
     * program at the point is another one than around it), and from call to call.
     */
    private double[] errorBars(double[] u, double... projected) {
        double[] most = new double[projected.length];
        try {
            double[] again = projected(tangents(function.inputs(), u));
            for (int r = 0; r < most.length; r++) {
                most[r] = again[r] == projected[r] ? 0 : Double.POSITIVE_INFINITY; // no function
            }
            for (int k = 0; k < NEIGHBOURS; k++) {
                widen(most, projected, projected(tangents(FlatFunction.unflatten(function.inputs(), nearbyPoint(k % 2 == 0 ? 1 : -1, k)),
                        u)));
            }
            FlatFunction tangent = FlatFunction.of(x -> tangents(x, u), function.inputs());
            double[] scatter = RoundingErrors.of(tangent, 1)
                    .standardDeviations(function.inputs(), flatten(tangents(function.inputs(), u)), projection::project);
            for (int r = 0; r < most.length; r++) {
                most[r] = Math.max(most[r], Thresholds.FORWARD_SCATTER * scatter[r]);
            }
        } catch (RuntimeException unknown) {
            Arrays.fill(most, Double.POSITIVE_INFINITY);
        }
        return most;
    }

    private static void widen(double[] most, double[] projected, double... beside) {
        for (int r = 0; r < most.length; r++) {
            double off = Math.abs(beside[r] - projected[r]);
            most[r] = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(most[r], off);
        }
    }

    /** A point close by: no element stays where it is. */
    private double[] nearbyPoint(int sign, int k) {
        double[] x = function.point().clone();
        for (int j = 0; j < x.length; j++) {
            double part = ((j + k) % 3 == 0 ? -sign : sign) * (single ? BESIDE_SINGLE : BESIDE);
            x[j] = function.rounded(j, x[j] + part * Neighbourhood.elementScale(function, j));
        }
        return x;
    }

    private double[] projected(List<Tensor> dy) {
        return projection.project(flatten(dy));
    }

    private double[] flatten(List<Tensor> dy) {
        return FlatFunction.flatten(function.outputs(), dy);
    }

    /** The vote on a direction within some elements, and within those whose part in it is too small to be seen. */
    Evidence.Oracle vote(int[] elements, double... share) {
        Evidence.Oracle all = voteAlong(elements, share);
        int[] small = IntStream.range(0, elements.length).filter(k -> isSmall(elements[k])).toArray();
        if (!all.right() || small.length == 0 || small.length == elements.length) {
            return all;
        }
        Evidence.Oracle rest = voteAlong(Arrays.stream(small).map(k -> elements[k]).toArray(),
                Arrays.stream(small).mapToDouble(k -> share[k]).toArray());
        return rest.right() ? all : rest;
    }

    /** Whether the derivatives by an element are small beside others, all of them. */
    private boolean isSmall(int j) {
        int input = function.inputOf(j);
        return IntStream.range(0, projection.count())
                .allMatch(r -> Math.abs(jacobian.at(r, j)) <= Thresholds.FORWARD_SMALL * jacobian.rowScale(r, input));
    }

    private Evidence.Oracle voteAlong(int[] elements, double... share) {
        double[] u = new double[function.point().length];
        for (int k = 0; k < share.length; k++) {
            u[elements[k]] = share[k];
        }
        return jvp(u).fold(reason -> new Evidence.Oracle(NAME, true, "no vote: " + reason), projected -> compare(projected, u));
    }

    private Evidence.Oracle compare(double[] projected, double... u) {
        Lazy<double[]> errors = Lazy.of(() -> errorBars(u, projected));
        double worst = 0;
        double its = 0;
        double ours = 0;
        for (int r = 0; r < projected.length; r++) {
            double slope = 0;
            EuclideanNorm norm = new EuclideanNorm();
            double noise = 0;
            for (int j = 0; j < u.length; j++) {
                double part = u[j] == 0 ? 0 : jacobian.at(r, j) * u[j];
                slope += part;
                norm.add(part);
            }
            if (!Double.isFinite(projected[r]) || !Double.isFinite(slope)) {
                continue;
            }
            double allowed = equal() * norm.value();
            if (Math.abs(projected[r] - slope) > allowed) {
                for (int j = 0; j < u.length; j++) {
                    noise += u[j] == 0 ? 0 : Math.abs(jacobian.error(r, j) * u[j]);
                }
                noise += errors.get()[r];
            }
            double off = Math.abs(projected[r] - slope) / (allowed + Thresholds.FORWARD_ERROR * noise + Double.MIN_NORMAL);
            if (off > worst) {
                worst = off;
                its = projected[r];
                ours = slope;
            }
        }
        return worst <= 1 ? new Evidence.Oracle(NAME, true, "agrees along a random direction")
                : new Evidence.Oracle(NAME, false, String.format(Locale.ROOT,
                "%.9g along a random direction, where the pullback gives %.9g", its, ours));
    }

    /** The relative difference of derivatives that are the same. */
    private double equal() {
        return (single ? Thresholds.FORWARD_SINGLE : 1) * Thresholds.FORWARD_EQUAL;
    }

    /** Whether the derivative of projected result r by element j is that of the pullback. */
    public boolean agrees(int r, int j) {
        double[] u = new double[function.point().length];
        u[j] = 1;
        double a = jacobian.at(r, j);
        return jvp(u).fold(_ -> false, projected -> projected[r] == a || Math.abs(projected[r] - a) <= equal() * Math.abs(projected[r]));
    }

    /** Elements that difference quotients could not decide, with what the forward rule says of them. */
    public List<Element> decide(List<Element> elements) {
        List<Element> all = new ArrayList<>(elements);
        int asked = 0;
        for (int k = 0; k < all.size() && asked < ASKED; k++) {
            Element e = all.get(k);
            if (e.verdict() == Verdict.NOISE) {
                asked++;
                all.set(k, decide(e));
            }
        }
        return all;
    }

    private Element decide(Element e) {
        double[] u = new double[function.point().length];
        int j = function.indexOf(e);
        u[j] = 1;
        return jvp(u).fold(_ -> e, projected -> {
            Lazy<double[]> errors = Lazy.of(() -> errorBars(u, projected));
            double[] magnitude = projection.magnitude(function.value());
            Element worst = e;
            double most = 0;
            for (int r = 0; r < projected.length; r++) {
                double a = jacobian.at(r, j);
                double off = Math.abs(a - projected[r]) / Math.max(Math.abs(projected[r]),
                        Thresholds.FORWARD_SMALLEST * jacobian.rowScale(r, e.input()));
                double change = Math.max(Math.abs(a), Math.abs(projected[r])) * Math.abs(function.point()[j]);
                boolean vanishes = function.point()[j] != 0
                        && change < Math.max(Thresholds.VANISHING, Thresholds.FORWARD_VANISHING * magnitude[r]);
                if (!vanishes && off > most && off > Thresholds.FORWARD_CLEAR
                        && Math.abs(a - projected[r]) > Thresholds.FORWARD_DECIDES * jacobian.error(r, j)
                        + Thresholds.FORWARD_SUBNORMAL * Double.MIN_VALUE
                        && Math.abs(a - projected[r]) > Thresholds.FORWARD_SURE * errors.get()[r]) {
                    most = off;
                    worst = function.unjudged(j, r, a).withNumeric(projected[r], e.error())
                            .withVerdict(Verdict.WRONG, e.note() + ", but the forward rule says otherwise");
                }
            }
            return worst;
        });
    }

    /** Proven elements, with those named that this rule disagrees about. */
    List<Element> dispute(List<Element> elements) {
        int[] proven = IntStream.range(0, elements.size()).filter(k -> elements.get(k).verdict() == Verdict.PROVEN).toArray();
        List<Integer> found = new ArrayList<>();
        bisect(elements, proven, found, new int[1]);
        if (found.isEmpty()) {
            int[] small = Arrays.stream(proven).filter(k -> isSmall(function.indexOf(elements.get(k))))
                    .toArray();
            bisect(elements, small, found, new int[1]);
        }
        if (found.isEmpty()) { // they disagree about several together
            Arrays.stream(proven).limit(1).forEach(found::add);
        }
        List<Element> all = new ArrayList<>(elements);
        for (int k : found) {
            all.set(k, all.get(k).withVerdict(Verdict.NOISE, "the difference quotient agrees, but the forward rule says otherwise"));
        }
        return all;
    }

    private void bisect(List<Element> elements, int[] some, List<Integer> found, int[] asked) {
        if (some.length == 0 || asked[0]++ >= ASKED) {
            return;
        }
        double[] random = OutputProjection.randomVector(some.length, new SplittableRandom(1));
        double[] u = new double[function.point().length];
        for (int k = 0; k < some.length; k++) {
            int j = function.indexOf(elements.get(some[k]));
            u[j] = Neighbourhood.elementScale(function, j) * random[k];
        }
        if (jvp(u).fold(_ -> true, projected -> compare(projected, u).right())) {
            return;
        }
        if (some.length == 1) {
            found.add(some[0]);
        } else {
            bisect(elements, Arrays.copyOf(some, some.length / 2), found, asked);
            bisect(elements, Arrays.copyOfRange(some, some.length / 2, some.length), found, asked);
        }
    }
}
