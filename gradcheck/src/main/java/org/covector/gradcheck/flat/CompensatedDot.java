package org.covector.gradcheck.flat;

/** A sum of products in blocks, whose sums are added with their rounding errors: the errors do not grow with the number of elements. */
final class CompensatedDot {
    static final int BLOCK = 128;

    private double sum;
    private double lost;

    /** Adds the products of the first numbers of y with what v has from there on. */
    void add(float[] v, int offset, double[] y, int count) {
        for (int from = 0; from < count; from += BLOCK) {
            double part = block(v, offset, y, from, Math.min(from + BLOCK, count));
            double next = sum + part;
            double back = next - sum;
            lost += sum - (next - back) + (part - back);
            sum = next;
        }
    }

    private static double block(float[] v, int offset, double[] y, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a = Math.fma(v[offset + i], y[i], a);
            b = Math.fma(v[offset + i + 1], y[i + 1], b);
            c = Math.fma(v[offset + i + 2], y[i + 2], c);
            d = Math.fma(v[offset + i + 3], y[i + 3], d);
        }
        for (; i < to; i++) {
            a = Math.fma(v[offset + i], y[i], a);
        }
        return a + b + (c + d);
    }

    double value() {
        return sum + lost;
    }
}
