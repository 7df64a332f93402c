package org.covector.engine.kernel.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.covector.engine.codegen.MicroKernelCompiler;
import org.covector.engine.kernel.elementary.DoubleExp;
import org.covector.engine.kernel.elementary.FloatExp;
import org.junit.jupiter.api.Test;

class AttentionLoopsTest {
    private static final int ROW = AttentionShape.QUERIES;
    private static final int SIZE = 6 * 128 * ROW;

    /** Scores as they come: moderate, masked, one row not a number, one infinite. */
    private static double draw(SplittableRandom random, int i) {
        return switch (random.nextInt(20)) {
            case 0 -> Double.NEGATIVE_INFINITY;
            case 1 -> -0.0;
            case 2 -> 1e-42;
            case 3 -> i % ROW == 7 ? Double.NaN : -300 * random.nextDouble();
            case 4 -> i % ROW == 9 ? Double.POSITIVE_INFINITY : 1;
            default -> random.nextDouble(-3, 3);
        };
    }

    private static float[] floats(FloatAttentionLoops loops, int depth) {
        SplittableRandom random = new SplittableRandom(depth);
        float[] w = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            w[i] = (float) draw(random, i);
        }
        float[] max = Arrays.copyOfRange(w, 0, ROW);
        float[] sum = Arrays.copyOfRange(w, ROW, 2 * ROW);
        float[] factor = new float[ROW];
        int b = 128 * ROW;
        int c = 4 * b;
        loops.store(depth, w, 3, 8, w, b, w, c, ROW);
        loops.add(depth, w, 8, ROW, w, b, w, c + 8 * ROW, ROW);
        loops.addRows(Math.min(depth, ROW), w, 16, ROW, w, b, w, c + 24 * ROW, ROW);
        loops.online(w, 0, depth, max, sum, factor);
        loops.pullback(w, 2 * b, 3 * b, depth, 5 * b, 5 * b + ROW, 5 * b + 2 * ROW);
        float[] all = Arrays.copyOf(w, SIZE + 3 * ROW);
        System.arraycopy(max, 0, all, SIZE, ROW);
        System.arraycopy(sum, 0, all, SIZE + ROW, ROW);
        System.arraycopy(factor, 0, all, SIZE + 2 * ROW, ROW);
        return all;
    }

    private static double[] doubles(DoubleAttentionLoops loops, int depth) {
        SplittableRandom random = new SplittableRandom(depth);
        double[] w = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            w[i] = draw(random, i);
        }
        double[] max = Arrays.copyOfRange(w, 0, ROW);
        double[] sum = Arrays.copyOfRange(w, ROW, 2 * ROW);
        double[] factor = new double[ROW];
        int b = 128 * ROW;
        int c = 4 * b;
        loops.store(depth, w, 3, 8, w, b, w, c, ROW);
        loops.add(depth, w, 8, ROW, w, b, w, c + 8 * ROW, ROW);
        loops.addRows(Math.min(depth, ROW), w, 16, ROW, w, b, w, c + 24 * ROW, ROW);
        loops.online(w, 0, depth, max, sum, factor);
        loops.pullback(w, 2 * b, 3 * b, depth, 5 * b, 5 * b + ROW, 5 * b + 2 * ROW);
        double[] all = Arrays.copyOf(w, SIZE + 3 * ROW);
        System.arraycopy(max, 0, all, SIZE, ROW);
        System.arraycopy(sum, 0, all, SIZE + ROW, ROW);
        System.arraycopy(factor, 0, all, SIZE + 2 * ROW, ROW);
        return all;
    }

    @Test
    void vectorAndScalarLoopsGiveTheSameBits() {
        for (int depth : new int[] {0, 1, 7, 64, 128}) {
            assertThat(floats(new FloatAttentionVectors(MicroKernelCompiler::compile), depth))
                    .isEqualTo(floats(new FloatAttentionScalars(), depth));
            assertThat(doubles(new DoubleAttentionVectors(MicroKernelCompiler::compile), depth))
                    .isEqualTo(doubles(new DoubleAttentionScalars(), depth));
        }
    }

    @Test
    void weightsAreExpToAUnitInTheLastPlace() {
        for (double x = 0; x > -86; x -= 0.0137) {
            float f = (float) x;
            assertThat(Math.abs(FloatExp.flushed(f) - Math.exp(f)) / Math.ulp((float) Math.exp(f))).isLessThan(1);
            assertThat(Math.abs(DoubleExp.flushed(x) - Math.exp(x)) / Math.ulp(Math.exp(x))).isLessThan(2);
        }
        assertThat(FloatExp.flushed(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(FloatExp.flushed(-0f)).isEqualTo(1f);
        assertThat(FloatExp.flushed(Float.NaN)).isNaN();
        assertThat(DoubleExp.flushed(-1e300)).isEqualTo(0);
    }
}
