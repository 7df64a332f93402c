package org.covector.functional.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.linalg.Spectral;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/**
 * The basis in which vectors of equal values have a tangent: of all bases of their space the one that the perturbation singles out, in
 * which its block is diagonal (Kato, "Perturbation theory for linear operators", II.2).
 */
final class EqualValues {
    private EqualValues() {}

    /** Inputs: sorted values {@code [.., k]}, the perturbation {@code [.., k, k]}. The identity where all values differ. */
    private record Rotation() implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            int k = x[0].shape().dim(-1);
            double[] s = x[0].toDoubleArray();
            double[] p = x[1].toDoubleArray();
            double[] r = new double[p.length];
            for (int at = 0; at < s.length; at += k) {
                double rounding = Arrays.stream(s, at, at + k).map(Math::abs).sum() * rounding(x[0].dtype());
                for (int from = 0, to; from < k; from = to) {
                    to = from + 1;
                    while (to < k && Math.abs(s[at + to] - s[at + to - 1]) <= rounding) {
                        to++;
                    }
                    block(p, r, at * k, k, from, to - from);
                }
            }
            return new NdArray[] {NdArray.of(r).to(x[1].dtype()).reshape(x[1].shape())};
        }

        private static void block(double[] p, double[] r, int at, int k, int from, int size) {
            double[] inner = new double[size * size];
            boolean isFinite = size > 1;
            for (int i = 0; i < size; i++) {
                r[at + (from + i) * k + from + i] = 1;
                for (int j = 0; j < size; j++) {
                    inner[i * size + j] = (p[at + (from + i) * k + from + j] + p[at + (from + j) * k + from + i]) / 2;
                    isFinite &= Double.isFinite(inner[i * size + j]);
                }
            }
            if (isFinite) {
                double[] v = Spectral.eigh(NdArray.of(inner).reshape(Shape.of(size, size)), false).vectors().toDoubleArray();
                for (int i = 0; i < size; i++) {
                    System.arraycopy(v, i * size, r, at + (from + i) * k + from, size);
                }
            }
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /** Values of a matrix are equal within this share of the sum of their magnitudes. */
    static double rounding(DType dtype) {
        return 4 * dtype.epsilon();
    }

    /** The rotation within each space of equal values. */
    static Tensor rotation(Tensor values, Tensor perturbation) {
        return Apply.one(new Rotation(), values, perturbation);
    }
}
