package org.covector.engine.kernel;

import org.covector.engine.runtime.EngineRuntime;

/** Serves the scalar loops until a thread in the background has run the vector loops fast. */
final class FloatAttentionSwitch {
    private static final int DEPTH = 64;
    private static final int CALLS = 16;

    /** Rounds in which the vector loops must win before they serve. */
    private static final int WINS = 3;

    /** On a machine where vectors never win, the scalar loops stay. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private volatile FloatAttentionLoops loops = new FloatAttentionScalars();

    private FloatAttentionSwitch() {
        EngineRuntime.background(this::warm);
    }

    /** The loops to use now. */
    static FloatAttentionLoops current() {
        return EngineRuntime.<Class<?>, FloatAttentionSwitch>shared(FloatAttentionSwitch.class, _ -> new FloatAttentionSwitch()).loops;
    }

    private void warm() {
        FloatAttentionLoops vectors = new FloatAttentionVectors();
        FloatAttentionLoops scalars = loops;
        float[] work = new float[8 * DEPTH * AttentionShape.QUERIES];
        long start = System.nanoTime();
        int wins = 0;
        while (wins < WINS && System.nanoTime() - start < PATIENCE_NANOS) {
            wins = round(vectors, work) < round(scalars, work) ? wins + 1 : 0;
        }
        if (wins == WINS) {
            loops = vectors;
        }
    }

    private static long round(FloatAttentionLoops l, float[] w) {
        int row = AttentionShape.QUERIES;
        int b = DEPTH * row;
        int c = 2 * DEPTH * row;
        int panel = 4 * DEPTH * row;
        float[] f = new float[row];
        float[] max = new float[row];
        float[] sum = new float[row];
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            l.store(DEPTH, w, b, FloatAttentionLoops.HEIGHT, w, panel, w, c, row);
            l.addScaled(DEPTH, w, b, row, w, panel, w, c, row, f, 0);
            l.add(DEPTH, w, b, row, w, panel, w, c, row);
            l.addRows(DEPTH, w, b, row, w, panel, w, c, row);
            l.online(w, 0, DEPTH, max, sum, f);
            l.pullback(w, 0, c, DEPTH, panel, panel + row);
        }
        return System.nanoTime() - start;
    }
}
