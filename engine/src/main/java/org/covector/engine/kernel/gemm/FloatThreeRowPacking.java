package org.covector.engine.kernel.gemm;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Panels of three columns: what the tiles of narrow vectors read of A. */
final class FloatThreeRowPacking {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Float> OF_FOUR = VectorSpecies.of(float.class, VectorShape.forBitSize(4 * Float.SIZE));

    /** Panels of three columns packed side by side: as many as fill whole cache lines. */
    private static final int PANELS_AT_ONCE = 16;

    // three vectors with a lane of each of three rows in turn: the lane's number, and whether it is of the second or the third row
    private static final List<VectorShuffle<Float>> THIRDS = List.of(thirds(0), thirds(1), thirds(2));
    private static final List<VectorMask<Float>> SECOND_ROW = everyThird(1);
    private static final List<VectorMask<Float>> THIRD_ROW = everyThird(2);

    private FloatThreeRowPacking() {}

    private static VectorShuffle<Float> thirds(int vector) {
        return VectorShuffle.fromOp(SPECIES, lane -> (vector * LANES + lane) / 3);
    }

    private static List<VectorMask<Float>> everyThird(int row) {
        boolean[] lanes = new boolean[3 * LANES];
        for (int i = row; i < lanes.length; i += 3) {
            lanes[i] = true;
        }
        return List.of(VectorMask.fromArray(SPECIES, lanes, 0), VectorMask.fromArray(SPECIES, lanes, LANES),
                VectorMask.fromArray(SPECIES, lanes, 2 * LANES));
    }

    /** As {@link FloatPacking#panels} for three columns, of which a vector holds no whole number. */
    static void panels(GemmMatrix x, int k0, int depth, int j0, int count, float[] panel, int at) {
        float[] a = (float[]) x.array();
        int from = x.at(k0, j0);
        if (x.kStride() == 1) {
            int deep = depth - depth % LANES;
            for (int p = 0; p < count; p++) {
                interleaveThree(a, from + 3 * p * x.jStride(), x.jStride(), deep, panel, at + 3 * p * depth);
                FloatPacking.strided(a, from + 3 * p * x.jStride() + deep, 1, x.jStride(), depth - deep, 3, panel,
                        at + 3 * (p * depth + deep), 3, 3);
            }
        } else if (x.jStride() == 1) {
            for (int p = 0; p < count; p += PANELS_AT_ONCE) {
                adjacentColumns(a, from + 3 * p, x.kStride(), depth, Math.min(PANELS_AT_ONCE, count - p), panel, at + 3 * p * depth);
            }
        } else {
            for (int p = 0; p < count; p++) {
                FloatPacking.strided(a, from + 3 * p * x.jStride(), x.kStride(), x.jStride(), depth, 3, panel, at + 3 * p * depth, 3, 3);
            }
        }
    }

    /** Three rows of {@code depth} elements, a multiple of the lanes, to three columns: every vector of them takes from each row. */
    private static void interleaveThree(float[] a, int from, int row, int depth, float[] panel, int at) {
        VectorShuffle<Float> from0 = THIRDS.get(0);
        VectorShuffle<Float> from1 = THIRDS.get(1);
        VectorShuffle<Float> from2 = THIRDS.get(2);
        VectorMask<Float> second0 = SECOND_ROW.get(0);
        VectorMask<Float> second1 = SECOND_ROW.get(1);
        VectorMask<Float> second2 = SECOND_ROW.get(2);
        VectorMask<Float> third0 = THIRD_ROW.get(0);
        VectorMask<Float> third1 = THIRD_ROW.get(1);
        VectorMask<Float> third2 = THIRD_ROW.get(2);
        for (int k = 0; k < depth; k += LANES) {
            FloatVector r0 = FloatVector.fromArray(SPECIES, a, from + k);
            FloatVector r1 = FloatVector.fromArray(SPECIES, a, from + row + k);
            FloatVector r2 = FloatVector.fromArray(SPECIES, a, from + 2 * row + k);
            int p = at + 3 * k;
            r0.rearrange(from0).blend(r1.rearrange(from0), second0).blend(r2.rearrange(from0), third0).intoArray(panel, p);
            r0.rearrange(from1).blend(r1.rearrange(from1), second1).blend(r2.rearrange(from1), third1).intoArray(panel, p + LANES);
            r0.rearrange(from2).blend(r1.rearrange(from2), second2).blend(r2.rearrange(from2), third2).intoArray(panel, p + 2 * LANES);
        }
    }

    /**
     * Adjacent columns, three to a panel. Four are copied, of which the fourth is written again with the next k; not where it would
     * stay, or where there may be no fourth.
     */
    private static void adjacentColumns(float[] a, int from, int kStride, int depth, int count, float[] panel, int at) {
        for (int k = 0; k < depth; k++) {
            int q = from + k * kStride;
            int to = at + 3 * k;
            int fours = k < depth - 1 ? count - 1 : 0;
            for (int p = 0; p < fours; p++) {
                FloatVector.fromArray(OF_FOUR, a, q + 3 * p).intoArray(panel, to + 3 * p * depth);
            }
            for (int p = fours; p < count; p++) {
                for (int j = 0; j < 3; j++) {
                    panel[to + 3 * p * depth + j] = a[q + 3 * p + j];
                }
            }
        }
    }
}
