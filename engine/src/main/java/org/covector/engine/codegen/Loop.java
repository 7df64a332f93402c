package org.covector.engine.codegen;

/**
 * The loop of one program: rows of lanes. Generated classes extend this; they have no state.
 *
 * <p>Results are dense, operand {@code k} starts at {@code kAt} and steps {@code kRow} elements from row to row; inside a row it is
 * dense or, if the program says so, constant. Absent operands of the short form are ignored.
 */
abstract class Loop {
    /** One result, at most three operands and two numbers; allocates nothing. */
    void run(Object y, int yAt, int rows, int cols, Object a, int aAt, int aRow, Object b, int bAt, int bRow,
            Object c, int cAt, int cRow, double s, double t) {
        throw new IllegalStateException("a program of this form is called with arrays of operands");
    }

    /** Any number of results, operands and numbers. */
    abstract void run(Object[] y, int[] yAt, int rows, int cols, Object[] x, int[] at, int[] row, double[] scalars);

    /** Lanes handled at once; rows must not be shorter. */
    int lanes() {
        return 1;
    }
}
