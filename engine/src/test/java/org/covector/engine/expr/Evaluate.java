package org.covector.engine.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Apply;

/**
 * An interpreter of basic expressions in scalar Java: the graph as a list of steps, each run over a block of lanes. Float lanes are
 * kept as doubles and rounded after each step, which for + - * / and sqrt gives the same as float arithmetic.
 */
final class Evaluate {
    private static final int BLOCK = 512;
    private final boolean single;
    private final List<Expr> steps = new ArrayList<>();
    private final Map<Expr, Integer> index = new HashMap<>();
    private final double[][] values;
    private final long[][] bits;
    private final int[][] args;

    private Evaluate(Expr root, DType element) {
        single = element == DType.FLOAT32;
        order(root);
        values = new double[steps.size()][BLOCK];
        bits = new long[steps.size()][BLOCK];
        args = new int[steps.size()][];
        for (int i = 0; i < steps.size(); i++) {
            args[i] = steps.get(i) instanceof Apply a ? a.args().stream().mapToInt(index::get).toArray() : new int[0];
        }
    }

    /** An evaluator of {@code root}, lowered for {@code element}. Not for use by several threads. */
    static Evaluate of(Expr root, DType element) {
        return new Evaluate(Lowering.lower(root, element), element);
    }

    /** Number of operations a lane costs. */
    int operations() {
        return (int) steps.stream().filter(e -> e instanceof Apply a && a.op() != Op.BITS_OF && a.op() != Op.VALUE_OF).count();
    }

    /** The function at one point. */
    double at(double... x) {
        double[][] in = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            in[i] = new double[] {x[i]};
        }
        return all(in)[0];
    }

    /** The function at many points. */
    double[] all(double[]... in) {
        int n = in[0].length;
        double[] out = new double[n];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            for (int s = 0; s < steps.size(); s++) {
                run(s, in, from, count);
            }
            System.arraycopy(values[steps.size() - 1], 0, out, from, count);
        }
        return out;
    }

    private void order(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>(List.of(root));
        while (!stack.isEmpty()) {
            Expr e = stack.peek();
            List<Expr> open = e instanceof Apply a ? a.args().stream().filter(x -> !index.containsKey(x)).toList() : List.of();
            if (index.containsKey(e)) {
                stack.pop();
            } else if (open.isEmpty()) {
                index.put(e, steps.size());
                steps.add(e);
                stack.pop();
            } else {
                open.forEach(stack::push);
            }
        }
    }

    private double round(double x) {
        return single ? (float) x : x;
    }

    private void run(int s, double[][] in, int from, int n) {
        double[] v = values[s];
        long[] w = bits[s];
        switch (steps.get(s)) {
            case Expr.Input x -> System.arraycopy(in[x.index()], from, v, 0, n);
            case Expr.Scalar x -> throw new IllegalArgumentException("no scalars here");
            case Expr.Constant x -> java.util.Arrays.fill(v, 0, n, round(x.value()));
            case Expr.BitsConstant x -> java.util.Arrays.fill(w, 0, n, single ? (int) x.value() : x.value());
            case Apply x -> {
                int[] i = args[s];
                int b = i.length > 1 ? i[1] : i[0];
                int c = i.length > 2 ? i[2] : i[0];
                apply(x.op(), v, w, n, new double[][] {values[i[0]], values[b], values[c]}, new long[][] {bits[i[0]], bits[b], bits[c]});
            }
        }
    }

    private void apply(Op op, double[] v, long[] w, int n, double[][] x, long[][] y) {
        double[] a = x[0];
        double[] b = x[1];
        double[] c = x[2];
        long[] p = y[0];
        long[] q = y[1];
        long[] r = y[2];
        for (int i = 0; i < n; i++) {
            switch (op) {
                case ADD -> v[i] = round(a[i] + b[i]);
                case SUB -> v[i] = round(a[i] - b[i]);
                case MUL -> v[i] = round(a[i] * b[i]);
                case DIV -> v[i] = round(a[i] / b[i]);
                case SQRT -> v[i] = round(Math.sqrt(a[i]));
                case FMA -> v[i] = single ? Math.fma((float) a[i], (float) b[i], (float) c[i]) : Math.fma(a[i], b[i], c[i]);
                case NEG -> v[i] = -a[i];
                case ABS -> v[i] = Math.abs(a[i]);
                case LT -> w[i] = a[i] < b[i] ? 1 : 0;
                case LE -> w[i] = a[i] <= b[i] ? 1 : 0;
                case EQ -> w[i] = a[i] == b[i] ? 1 : 0;
                case NE -> w[i] = a[i] != b[i] ? 1 : 0;
                case AND -> w[i] = p[i] & q[i];
                case OR -> w[i] = p[i] | q[i];
                case XOR -> w[i] = p[i] ^ q[i];
                case NOT -> w[i] = 1 - p[i];
                case SIN_FAR -> v[i] = single ? LargeAngle.sinFar((float) a[i], (float) b[i]) : LargeAngle.sinFar(a[i], b[i]);
                case COS_FAR -> v[i] = single ? LargeAngle.cosFar((float) a[i], (float) b[i]) : LargeAngle.cosFar(a[i], b[i]);
                case TAN_FAR -> v[i] = single ? LargeAngle.tanFar((float) a[i], (float) b[i]) : LargeAngle.tanFar(a[i], b[i]);
                case FMOD_FAR -> v[i] = single ? LargeQuotient.fmodFar((float) a[i], (float) b[i], (float) c[i])
                        : LargeQuotient.fmodFar(a[i], b[i], c[i]);
                case SELECT, SELECT_RARE -> v[i] = p[i] != 0 ? b[i] : c[i];
                case BITS_SELECT -> w[i] = p[i] != 0 ? q[i] : r[i];
                case BITS_OF -> w[i] = single ? Float.floatToRawIntBits((float) a[i]) : Double.doubleToRawLongBits(a[i]);
                case VALUE_OF -> v[i] = single ? Float.intBitsToFloat((int) p[i]) : Double.longBitsToDouble(p[i]);
                case BITS_ADD -> w[i] = narrow(p[i] + q[i]);
                case BITS_SUB -> w[i] = narrow(p[i] - q[i]);
                case BITS_AND -> w[i] = p[i] & q[i];
                case BITS_OR -> w[i] = p[i] | q[i];
                case BITS_XOR -> w[i] = p[i] ^ q[i];
                case BITS_SHL -> w[i] = narrow(p[i] << q[i]);
                case BITS_SAR -> w[i] = p[i] >> q[i];
                case BITS_SHR -> w[i] = single ? (int) p[i] >>> (int) q[i] : p[i] >>> q[i];
                case BITS_MIN -> w[i] = Math.min(p[i], q[i]);
                case BITS_LT -> w[i] = p[i] < q[i] ? 1 : 0;
                case BITS_EQ -> w[i] = p[i] == q[i] ? 1 : 0;
                default -> throw new IllegalArgumentException("not basic: " + op);
            }
        }
    }

    private long narrow(long x) {
        return single ? (int) x : x;
    }
}
