package org.covector.engine.codegen;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.storage.Storage;

/** The loops of a program's stages, run one after the other over tiles. */
final class StagedLoop extends Loop {
    /** Elements of a tile. */
    private static final int TILE = 1024;

    private final Program program;
    private final List<Kind> scratch;
    private final Stage[] stages;

    /**
     * One stage.
     *
     * @param loop what runs
     * @param sources for each operand an operand of the program or, counted on from there, a scratch array
     * @param targets for each result a result of the program or, counted on from there, a scratch array
     */
    record Stage(Loop loop, int[] sources, int[] targets) {}

    StagedLoop(Program program, List<Kind> scratch, List<Stage> stages) {
        this.program = program;
        this.scratch = List.copyOf(scratch);
        this.stages = stages.toArray(Stage[]::new);
    }

    @Override
    int lanes() {
        return stages[0].loop().lanes();
    }

    @Override
    void run(Object y, int yAt, int rows, int cols, Object a, int aAt, int aRow, Object b, int bAt, int bRow,
            Object c, int cAt, int cRow, double s, double t) {
        run(new Object[] {y}, new int[] {yAt}, rows, cols, new Object[] {a, b, c}, new int[] {aAt, bAt, cAt},
                new int[] {aRow, bRow, cRow}, new double[] {s, t});
    }

    @Override
    void run(Object[] y, int[] yAt, int rows, int cols, Object[] x, int[] at, int[] row, double[] scalars) {
        int parts = (cols + TILE - 1) / TILE; // of equal length, so that none is shorter than a vector
        Object[] tiles = new Object[scratch.size()];
        for (int i = 0; i < tiles.length; i++) {
            DType dtype = scratch.get(i) == Kind.BOOL ? DType.BOOL : program.element();
            tiles[i] = Storage.scratch(dtype, Math.min(TILE, cols));
        }
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < parts; p++) {
                int from = (int) ((long) cols * p / parts);
                int n = (int) ((long) cols * (p + 1) / parts) - from;
                for (Stage s : stages) {
                    stage(s, y, yAt, r * cols + from, n, x, at, row, r, from, tiles, scalars);
                }
            }
        }
    }

    private void stage(Stage s, Object[] y, int[] yAt, int done, int n, Object[] x, int[] at, int[] row, int r, int from,
            Object[] tiles, double[] scalars) {
        int inputs = program.inputs().size();
        Object[] in = new Object[s.sources().length];
        int[] inAt = new int[in.length];
        for (int k = 0; k < in.length; k++) {
            int source = s.sources()[k];
            boolean isOperand = source < inputs;
            in[k] = isOperand ? x[source] : tiles[source - inputs];
            inAt[k] = isOperand ? at[source] + r * row[source] + (program.isConstant(source) ? 0 : from) : 0;
        }
        int results = program.outputs().size();
        Object[] out = new Object[s.targets().length];
        int[] outAt = new int[out.length];
        for (int j = 0; j < out.length; j++) {
            int target = s.targets()[j];
            boolean isResult = target < results;
            out[j] = isResult ? y[target] : tiles[target - results];
            outAt[j] = isResult ? yAt[target] + done : 0;
        }
        s.loop().run(out, outAt, 1, n, in, inAt, new int[in.length], scalars);
    }
}
