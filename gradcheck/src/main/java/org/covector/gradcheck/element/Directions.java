package org.covector.gradcheck.element;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.difference.Differences;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Ray;
import org.covector.gradcheck.flat.Rows;
import org.covector.gradcheck.flat.Subject;

/**
 * Random directions through the point. Each element's share has a random sign and a random size within a factor of 2, and about
 * the same part in the derivative along the direction as every other: large where the gradient is small, as far as the element's
 * own size allows. So along one direction an element's error cannot hide behind a large neighbour, and is lost only if other errors
 * happen to undo it.
 */
public final class Directions {
    private static final int SMALLER = 8;
    private static final int LARGER = 2;
    // of the largest derivative, or of the value over the element: smaller errors are lost in rounding
    private static final double FLOOR = 0x1p-14;

    private final Subject subject;
    private final Options options;
    private final Probes probes;
    private final Rows rows;
    private final SplittableRandom random;
    private final double[] scale; // by element: the size that errors of its derivative are compared with
    private final double[] share; // by element: its largest part in a direction
    private final boolean single;
    private Option<Drawn> last = Option.none();

    /**
     * A random direction.
     *
     * @param group elements
     * @param u the step of each
     * @param line through the point
     */
    public record Drawn(int[] group, double[] u, Differences.Line line) {}

    public Directions(Subject subject, Options options, Probes probes, Rows rows, Columns columns, RandomGenerator random) {
        this.subject = subject;
        this.options = options;
        this.probes = probes;
        this.rows = rows;
        this.random = new SplittableRandom(random.nextLong());
        this.single = subject.epsilon() > 0x1p-40;
        int n = subject.point().length;
        this.scale = new double[n];
        this.share = new double[n];
        double exponents = 0;
        int counted = 0;
        for (int j = 0; j < n; j++) {
            scale[j] = scale(j);
            double own = columns.reach(j);
            if (scale[j] > 0 && own * scale[j] > Double.MIN_NORMAL && own * scale[j] < Double.POSITIVE_INFINITY) {
                exponents += Math.getExponent(own * scale[j]);
                counted++;
            }
        }
        double typical = Math.scalb(1.0, counted == 0 ? 0 : (int) Math.rint(exponents / counted));
        double size = Arrays.stream(columns.magnitude()).max().orElse(0);
        for (int j = 0; j < n; j++) {
            double own = columns.reach(j);
            if (scale[j] == 0) { // no size of its own: what rounding leaves of the value over that of the element
                scale[j] = size > 0 ? FLOOR * size / own : 1;
            }
            share[j] = Math.clamp(typical / scale[j], own / SMALLER, Math.max(own / SMALLER, own * LARGER));
        }
    }

    private double scale(int j) {
        double squares = 0;
        double rowSquares = 0;
        int input = subject.inputs(j);
        for (int r = 0; r < probes.count(); r++) {
            double a = rows.analytic(r, j);
            double row = rows.scale(r, input);
            squares += a * a;
            rowSquares += row * row;
        }
        double own = Math.sqrt(squares / probes.count());
        return Double.isFinite(own) ? Math.max(own, FLOOR * Math.sqrt(rowSquares / probes.count())) : 0;
    }

    /** The size that errors of the derivative by element j are compared with. */
    double scale(int[] group, int k) {
        return scale[group[k]];
    }

    /** The largest share of element j in a direction; the smallest is half of it. */
    double share(int[] group, int k) {
        return share[group[k]];
    }

    /** All elements but some. */
    public static int[] without(int n, Set<Integer> some) {
        int[] all = new int[n];
        int count = 0;
        for (int j = 0; j < n; j++) {
            if (some.isEmpty() || !some.contains(j)) {
                all[count++] = j;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** A random direction within a group of elements, in ascending order, and the line along it. */
    public Drawn draw(int[] group) {
        double[] u = numbers(group);
        Drawn drawn = new Drawn(group, u, new Ray(subject, options, probes, group, u));
        last = Option.of(drawn);
        return drawn;
    }

    /** The last one drawn, if it is within the same elements, so that what has been seen along it is not computed again. */
    public Drawn again(int[] group) {
        return last.filter(d -> Arrays.equals(d.group, group)).getOrElse(() -> draw(group));
    }

    private double[] numbers(int[] group) {
        double[] u = new double[group.length];
        for (int k = 0; k < u.length; k++) {
            int j = group[k];
            long bits = random.nextLong();
            double size = Probes.half(bits) * share[j];
            double grid = ulp(j) * (single ? 0x1p12 : 0x1p31); // so that fractions of u are added without rounding
            double snapped = grid < size / 16 && grid > size * 0x1p-52 ? Math.rint(size / grid) * grid : size;
            u[k] = Probes.sign(bits) * snapped;
        }
        return u;
    }

    private double ulp(int j) {
        return single ? subject.spacing(j) : Math.ulp(subject.point()[j]);
    }
}
