package org.covector.engine.codegen;

import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.runtime.EngineRuntime;

/**
 * A formula compiled for one element type and one choice of constant operands: two loops with the same bits. The scalar one works
 * at once and serves small arrays; the vector one takes over when a daemon thread has made it fast.
 */
public final class PointwiseKernel {
    /** Time on one thread: of one operation on a float in a vector, of moving a float, of one operation lane by lane. */
    private static final double VECTOR_NANOS = 0.012;

    private static final double MOVE_NANOS = 0.15;
    private static final double SCALAR_NANOS = 0.35;

    /** A loop of so few operations waits for memory. */
    private static final int MEMORY_BOUND = 8;

    /** Calls of fewer elements than this do not ask for a vector loop. */
    private static final int MIN_COUNTED_ELEMENTS = 64;

    /** Elements done lane by lane before the vector loop is asked for: making it would hold up the first results. */
    private static final int WARMUP_BUDGET = 1 << 17;

    /**
     * Elements done lane by lane in one call of the loop: a just-in-time compiler counts calls, and would let a few long ones be
     * interpreted to their end.
     */
    private static final int PIECE = 32;

    private final Program program;
    private final Loop scalar;
    private final int operations;
    private int warmupBudget; // elements before asking for a vector loop, or 0: not exact, and asking twice does no harm
    // Written by the warming thread and read without order: any mixture of old and new values computes the same.
    private Loop vector;
    private int minVectorElements = Integer.MAX_VALUE;

    private PointwiseKernel(Program program) {
        this.program = program;
        this.scalar = Stages.loop(program, false);
        this.vector = scalar;
        this.operations = Graph.operations(program.outputs());
        boolean isVectorizable = program.isVectorizable();
        this.warmupBudget = isVectorizable && Path.FORCED == Path.CHOSEN ? WARMUP_BUDGET : 0;
        if (isVectorizable && Path.FORCED == Path.VECTOR) {
            vector = Stages.loop(program, true);
            minVectorElements = vector.lanes();
        }
    }

    /** Compiles; {@code constants} has bit k set where operand k has one value for each row. */
    public static PointwiseKernel of(Formula formula, DType element, int constants) {
        return new PointwiseKernel(new Program(formula.name(), element, constants, formula.inputs(), formula.scalars(),
                Basic.of(formula, element)));
    }

    /** One result, at most three operands and two numbers. See {@link Loop} for the parameters. */
    public void run(Object y, int yAt, int rows, int cols, Object a, int aAt, int aRow, Object b, int bAt, int bRow,
            Object c, int cAt, int cRow, double s, double t) {
        if (cols >= minVectorElements) {
            vector.run(y, yAt, rows, cols, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, s, t);
            return;
        }
        int aStep = program.step(0);
        int bStep = program.step(1);
        int cStep = program.step(2);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < cols; i += PIECE) {
                scalar.run(y, yAt + r * cols + i, 1, Math.min(PIECE, cols - i), a, aAt + r * aRow + i * aStep, 0,
                        b, bAt + r * bRow + i * bStep, 0, c, cAt + r * cRow + i * cStep, 0, s, t);
            }
        }
        countTowardsWarmup((long) rows * cols);
    }

    /** Any number of everything. */
    public void run(Object[] y, int[] yAt, int rows, int cols, Object[] x, int[] at, int[] row, double[] scalars) {
        if (cols >= minVectorElements) {
            vector.run(y, yAt, rows, cols, x, at, row, scalars);
        } else {
            runPieces(y, yAt, rows, cols, x, at, row, scalars);
        }
    }

    /**
     * As above for one row, where the result may be one of the operands, element by element. The vector loop ends a row with a
     * vector over elements that are done already, so it gets whole vectors only.
     */
    public void runInPlace(Object[] y, int[] yAt, int cols, Object[] x, int[] at, int[] row, double[] scalars) {
        int whole = cols >= minVectorElements ? cols / vector.lanes() * vector.lanes() : 0;
        if (whole > 0) {
            vector.run(y, yAt, 1, whole, x, at, row, scalars);
        }
        if (whole < cols) {
            int[] rest = at.clone();
            for (int k = 0; k < rest.length; k++) {
                rest[k] += whole * program.step(k);
            }
            runPieces(y, new int[] {yAt[0] + whole}, 1, cols - whole, x, rest, row, scalars);
        }
    }

    /**
     * Whether {@link #runInPlace} applies and pays: one result, and so few operations that memory is all that counts. Longer formulas
     * hide the zeroing of a result better than the reading of a copy that has gone past the caches.
     */
    public boolean mayRunInPlace() {
        return operations <= MEMORY_BOUND && !VectorBody.hasRare(program) && program.outputs().size() == 1
                && program.outputs().getFirst().kind() == Kind.VALUE;
    }

    private void runPieces(Object[] y, int[] yAt, int rows, int cols, Object[] x, int[] at, int[] row, double[] scalars) {
        int[] yNow = new int[yAt.length];
        int[] now = new int[at.length];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < cols; i += PIECE) {
                for (int j = 0; j < yNow.length; j++) {
                    yNow[j] = yAt[j] + r * cols + i;
                }
                for (int k = 0; k < now.length; k++) {
                    now[k] = at[k] + r * row[k] + i * program.step(k);
                }
                scalar.run(y, yNow, 1, Math.min(PIECE, cols - i), x, now, row, scalars);
            }
        }
        countTowardsWarmup((long) rows * cols);
    }

    private void countTowardsWarmup(long done) {
        if (warmupBudget > 0 && done >= MIN_COUNTED_ELEMENTS) {
            warmupBudget -= (int) Math.min(warmupBudget, done);
            if (warmupBudget == 0) {
                EngineRuntime.attemptInBackground(this::installVectorLoop);
            }
        }
    }

    /** Whether there is a fast vector loop now. A new class for each attempt: what a compiler has given up stays slow. */
    private boolean installVectorLoop() {
        Loop loop = Stages.loop(program, true);
        boolean isFast = LoopWarmup.makesFast(program, loop);
        if (isFast) {
            vector = loop;
            minVectorElements = 2 * loop.lanes();
        }
        return isFast;
    }

    /** Whether the short form of {@code run} applies. */
    public boolean isSmall() {
        return program.isSmall();
    }

    /** Estimated time on one thread, for deciding whether to share the work. */
    public long nanos(long elements) {
        double each = minVectorElements != Integer.MAX_VALUE
                ? (MOVE_NANOS + VECTOR_NANOS * operations) * program.element().bytes() / 4
                : 1 + SCALAR_NANOS * operations;
        return (long) (elements * each);
    }

    /** The loop as readable pseudo-Java. */
    public String explain() {
        return PseudoCode.of(program);
    }
}
