package org.covector.engine.kernel.convolution;

import java.util.Arrays;
import org.covector.engine.kernel.window.FloatPatches;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;

/**
 * The channels of a group as the windows with one z output need them (see {@link TapWindow}). A slice lies at its place along z modulo the
 * number of taps, so that the next output finds those that it shares with the one before and packs the others only.
 */
final class FloatPackedGroup {
    /** No place along z. */
    private static final int NOTHING = Integer.MIN_VALUE;

    private static final int[] UNKNOWN = {};

    private final boolean vector;
    private final int channels;
    private final float[] packed;
    private final int more;
    private final boolean ring;
    private final int[] held;
    private final int[][] offsets;
    private TapWindow window;
    private int image = -1;

    /**
     * A group, nothing of which is packed yet.
     *
     * @param window a window as all others but for the length of its bands
     * @param packed at least {@code channels} times a packed channel long
     * @param more how often the last offset is to be repeated
     */
    FloatPackedGroup(boolean vector, int channels, TapWindow window, float[] packed, int more) {
        this.vector = vector;
        this.channels = channels;
        this.packed = packed;
        this.more = more;
        int taps = window.z().taps();
        this.window = window;
        this.ring = isRing(window.z());
        this.held = new int[taps];
        this.offsets = new int[taps][0];
    }

    /** Whether taps never read places that are equal modulo their number. */
    private static boolean isRing(TapAxis z) {
        int[] taps = new int[z.taps()]; // by place
        for (int t = 0; t < z.taps(); t++) {
            taps[Math.floorMod(z.start(t), z.taps())]++;
        }
        for (int count : taps) {
            if (count != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Packs what is missing for z output {@code oz} of an image.
     *
     * @return where each element of the sums reads, channels one after the other, taps in row-major order, for output 0 of a plane
     */
    int[] pack(TapWindow w, int oz, float[] x, int xAt, int nextImage) {
        if (channels * w.taps() == 0) {
            return new int[more];
        }
        TapAxis z = w.z();
        if (w != window) {
            window = w;
            Arrays.fill(offsets, UNKNOWN);
            image = -1;
        }
        if (nextImage != image) {
            image = nextImage;
            Arrays.fill(held, NOTHING);
        }
        for (int t = 0; t < z.taps(); t++) {
            int iz = z.start(t) + z.step() * oz;
            int slot = slot(t, iz);
            if (!ring || held[slot] != iz) {
                FloatPatches.packSlices(vector, channels, w, iz, x, xAt, image, packed, slot * w.slice());
                held[slot] = iz;
            }
        }
        int turn = slot(0, z.start(0) + z.step() * oz);
        if (offsets[turn].length == 0) {
            offsets[turn] = offsets(oz);
        }
        return offsets[turn];
    }

    private int slot(int tap, int iz) {
        return ring ? Math.floorMod(iz, window.z().taps()) : tap;
    }

    private int[] offsets(int oz) {
        int[] taps = window.offsets();
        int perSlice = window.y().taps() * window.x().taps();
        int[] at = new int[channels * taps.length + more];
        for (int c = 0; c < channels; c++) {
            for (int t = 0; t < taps.length; t++) {
                int tz = t / perSlice;
                int turned = slot(tz, window.z().start(tz) + window.z().step() * oz) - tz;
                at[c * taps.length + t] = c * window.channel() + taps[t] + turned * window.slice();
            }
        }
        int depth = channels * taps.length;
        Arrays.fill(at, depth, depth + more, at[depth - 1]);
        return at;
    }
}
