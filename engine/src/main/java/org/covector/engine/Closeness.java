package org.covector.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How two arrays differ, element by element: close where {@code |got - want| <= atol + rtol |want|}, infinities by sign, NaN to
 * NaN where that is asked for.
 *
 * @param ok whether the shapes are equal and every element is close
 * @param differing how many elements are not close (all of them where the shapes differ)
 * @param size how many elements there are
 * @param worst the multi-index of the element furthest beyond (or nearest to) its tolerance; empty for scalars and empty arrays
 * @param got its value, NaN if there is no element
 * @param want the value wanted there
 * @param absolute {@code |got - want|}
 * @param relative {@code |got - want| / |want|}
 * @param text the report with the worst five elements
 */
public record Closeness(
        boolean ok, long differing, long size, List<Integer> worst, double got, double want, double absolute, double relative,
        String text) {
    private static final int SHOWN = 5;

    /** One element; {@code excess} is its difference in units of its tolerance. */
    private record Element(int flat, double excess) {}

    /** Two arrays of equal shape, dtypes aside; different shapes are reported, not thrown. */
    public static Closeness compare(NdArray got, NdArray want, double rtol, double atol, boolean equalNan) {
        ArgumentException.require(rtol >= 0 && atol >= 0, "compare", "rtol, atol", rtol + ", " + atol, "0 or more each");
        if (!got.shape().equals(want.shape())) {
            String text = "shape " + got.shape() + " instead of " + want.shape();
            return new Closeness(false, want.size(), want.size(), List.of(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, text);
        }
        double[] g = got.toDoubleArray();
        double[] w = want.toDoubleArray();
        boolean exact = got.dtype() == DType.INT64 && want.dtype() == DType.INT64;
        long[] gl = exact ? got.toLongArray() : new long[0];
        long[] wl = exact ? want.toLongArray() : new long[0];
        List<Element> worst = new ArrayList<>();
        long differing = 0;
        for (int i = 0; i < g.length; i++) {
            double difference = exact ? difference(gl[i], wl[i]) : difference(g[i], w[i], equalNan);
            double excess = difference == 0 ? 0 : difference / (atol + rtol * (Double.isFinite(w[i]) ? Math.abs(w[i]) : 0));
            differing += excess <= 1 ? 0 : 1;
            if (worst.size() < SHOWN || excess > worst.getLast().excess) {
                worst.add(new Element(i, excess));
                worst.sort(Comparator.comparingDouble(Element::excess).reversed());
                worst = worst.size() > SHOWN ? new ArrayList<>(worst.subList(0, SHOWN)) : worst;
            }
        }
        return report(got, g, w, worst, differing, "rtol " + rtol + ", atol " + atol);
    }

    private static double difference(double got, double want, boolean equalNan) {
        boolean same = got == want || equalNan && Double.isNaN(got) && Double.isNaN(want);
        boolean finite = Double.isFinite(got) && Double.isFinite(want);
        return same ? 0 : finite ? Math.abs(got - want) : Double.POSITIVE_INFINITY;
    }

    /** Not by way of double where that would hide the difference. */
    private static double difference(long got, long want) {
        double wide = Math.abs((double) got - (double) want);
        return wide < 0x1p62 ? Math.abs((double) (got - want)) : wide;
    }

    private static Closeness report(NdArray x, double[] g, double[] w, List<Element> worst, long differing, String tolerance) {
        if (g.length == 0) {
            return new Closeness(true, 0, 0, List.of(), Double.NaN, Double.NaN, 0, 0, "no elements");
        }
        StringBuilder text = new StringBuilder(differing == 0 ? "all " + g.length + " elements close"
                : differing + " of " + g.length + " elements differ");
        text.append(" (").append(tolerance).append(")");
        for (Element e : worst) {
            if (differing == 0 || !(e.excess <= 1)) {
                double a = g[e.flat] == w[e.flat] ? 0 : Math.abs(g[e.flat] - w[e.flat]);
                text.append("\n  ").append(index(x.shape(), e.flat)).append(": got ").append(g[e.flat]).append(", want ").append(w[e.flat])
                        .append(", absolute ").append(a).append(", relative ").append(a == 0 ? 0 : a / Math.abs(w[e.flat]));
            }
        }
        int at = worst.getFirst().flat;
        double a = g[at] == w[at] ? 0 : Math.abs(g[at] - w[at]);
        return new Closeness(differing == 0, differing, g.length, index(x.shape(), at), g[at], w[at], a, a == 0 ? 0 : a / Math.abs(w[at]),
                text.toString());
    }

    private static List<Integer> index(Shape shape, int flat) {
        List<Integer> index = new ArrayList<>();
        int rest = flat;
        for (int a = shape.rank() - 1; a >= 0; a--) {
            index.addFirst(rest % shape.dim(a));
            rest /= shape.dim(a);
        }
        return List.copyOf(index);
    }

    /** Same dtype, shape and bits, so that 0 and -0 differ; any NaN equals any NaN. */
    public static boolean equalBits(NdArray a, NdArray b) {
        if (a.dtype() != b.dtype() || !a.shape().equals(b.shape())) {
            return false;
        }
        return switch (a.dtype()) {
            case FLOAT32 -> Arrays.equals(a.toFloatArray(), b.toFloatArray()); // compares by floatToIntBits
            case FLOAT64 -> Arrays.equals(a.toDoubleArray(), b.toDoubleArray());
            case INT64 -> Arrays.equals(a.toLongArray(), b.toLongArray());
            case BOOL -> Arrays.equals(a.toBooleanArray(), b.toBooleanArray());
        };
    }
}
