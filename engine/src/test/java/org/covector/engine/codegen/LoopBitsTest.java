package org.covector.engine.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two loops of a program give the same bits, and both give those of plain Java. */
class LoopBitsTest {
    private static final int[] SIZES = {1, 3, 8, 13, 16, 17, 31, 207, 702, 4098};
    private static final double[] SPECIAL = {
        0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-45, -3e-310, Float.MAX_VALUE, Double.MAX_VALUE,
                0x1p-126, 1, -1
    };

    private final Random random = new Random(7);

    private Object array(DType dtype, int n) {
        return switch (dtype) {
            case FLOAT32 -> {
                float[] a = new float[n];
                for (int i = 0; i < n; i++) {
                    a[i] = (float) number();
                }
                yield a;
            }
            case FLOAT64 -> {
                double[] a = new double[n];
                Arrays.setAll(a, i -> number());
                yield a;
            }
            case INT64 -> {
                long[] a = new long[n];
                Arrays.setAll(a, i -> random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(9) - 4);
                yield a;
            }
            case BOOL -> {
                boolean[] a = new boolean[n];
                for (int i = 0; i < n; i++) {
                    a[i] = random.nextBoolean();
                }
                yield a;
            }
        };
    }

    private double number() {
        return random.nextInt(5) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)]
                : random.nextGaussian() * Math.pow(2, random.nextInt(9) - 4);
    }

    /** NaNs are one value: which payload survives an operation is not defined by Java. */
    private static long[] bits(Object array) {
        return switch (array) {
            case float[] a -> {
                long[] b = new long[a.length];
                Arrays.setAll(b, i -> Float.floatToIntBits(a[i]));
                yield b;
            }
            case double[] a -> Arrays.stream(a).mapToLong(Double::doubleToLongBits).toArray();
            case long[] a -> a;
            case boolean[] a -> {
                long[] b = new long[a.length];
                Arrays.setAll(b, i -> a[i] ? 1 : 0);
                yield b;
            }
            default -> throw new IllegalArgumentException();
        };
    }

    /** A random program of two VALUE operands, one BOOL operand and a number. */
    private Program program(DType element, int operations, int constants) {
        List<Expr> values = new ArrayList<>(List.of(X, Y, Expr.scalar(0), Expr.constant(3)));
        List<Expr> booleans = new ArrayList<>(List.of(Expr.bool(2)));
        List<Expr> bits = new ArrayList<>(List.of(Expr.bits(0x5)));
        List<Op> ops = new ArrayList<>();
        for (Op op : Op.values()) {
            boolean isFloating = op.name().contains("BITS") || op == Op.VALUE_OF || op == Op.DIV || op == Op.SQRT || op == Op.FMA
                    || op.name().endsWith("_FAR");
            if (op.tier() == Op.Tier.BASIC && (element != DType.INT64 || !isFloating)) {
                ops.add(op);
            }
        }
        while (values.size() + booleans.size() + bits.size() < operations + 6) {
            Op op = ops.get(random.nextInt(ops.size()));
            boolean isShift = op == Op.BITS_SHL || op == Op.BITS_SAR || op == Op.BITS_SHR;
            Expr[] args = new Expr[op.arity()];
            for (int i = 0; i < args.length; i++) {
                List<Expr> from = op.parameter(i) == Kind.VALUE ? values : op.parameter(i) == Kind.BOOL ? booleans : bits;
                args[i] = isShift && i == 1 ? Expr.bits(random.nextInt(31)) : from.get(Math.max(0, from.size() - 1 - random.nextInt(12)));
            }
            if (op == Op.BITS_OF) { // nor may its sign and payload be asked for
                args[0] = Expr.apply(Op.SELECT, Expr.apply(Op.EQ, args[0], args[0]), args[0], Expr.constant(1));
            }
            (op.kind() == Kind.VALUE ? values : op.kind() == Kind.BOOL ? booleans : bits).add(Expr.apply(op, args));
        }
        List<Expr> outputs = List.of(values.getLast(), booleans.getLast(), values.get(values.size() / 2));
        return new Program("random", element, constants, List.of(Kind.VALUE, Kind.VALUE, Kind.BOOL), 1, outputs);
    }

    private void compare(Program p, int rows, int cols) {
        int[] row = new int[p.inputs().size()];
        int[] at = new int[row.length];
        Object[] x = new Object[row.length];
        for (int k = 0; k < x.length; k++) {
            at[k] = random.nextInt(5);
            row[k] = p.isConstant(k) ? random.nextInt(2) : random.nextBoolean() ? cols : 0;
            x[k] = array(p.inputs().get(k) == Kind.BOOL ? DType.BOOL : p.element(), at[k] + rows * cols + rows);
        }
        Object[] scalar = results(p, rows * cols + 3);
        Object[] vector = results(p, rows * cols + 3);
        int[] yAt = new int[scalar.length];
        Arrays.fill(yAt, 2);
        double[] numbers = {random.nextInt(7) - 3};
        Stages.loop(p, false).run(scalar, yAt, rows, cols, x, at, row, numbers);
        Loop loop = Stages.loop(p, true);
        if (cols >= loop.lanes()) {
            loop.run(vector, yAt, rows, cols, x, at, row, numbers);
            for (int j = 0; j < scalar.length; j++) {
                assertThat(bits(vector[j])).as("result %d of %s, %d x %d", j, p.element(), rows, cols).isEqualTo(bits(scalar[j]));
            }
        }
    }

    private static Object[] results(Program p, int n) {
        return p.outputs().stream().map(e -> e.kind() == Kind.BOOL ? new boolean[n] : switch (p.element()) {
            case FLOAT32 -> new float[n];
            case FLOAT64 -> new double[n];
            case INT64, BOOL -> new long[n];
        }).toArray();
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64"})
    void vectorsGiveTheBitsOfLanes(DType element) {
        for (int constants = 0; constants < 8; constants++) {
            for (int round = 0; round < 4; round++) {
                Program p = program(element, 5 + random.nextInt(round < 2 ? 60 : 190), constants);
                compare(p, 1 + random.nextInt(3), SIZES[random.nextInt(SIZES.length)]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64"})
    void programsInStagesGiveTheBitsOfLanes(DType element) {
        for (int constants = 0; constants < 8; constants += 3) {
            Program p = program(element, 900, constants);
            assertThat(Stages.loop(p, true)).isInstanceOf(Graph.operations(p.outputs()) > Stages.MAX_OPERATIONS ? StagedLoop.class
                    : Loop.class);
            compare(p, 2, 702);
            compare(p, 1, 4098);
            compare(p, 3, 17);
        }
    }

    /** One lane that is rare, anywhere: the block around it is done again. */
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void aRareLaneHasTheBitsOfTheScalarLoop(DType element) {
        Expr e = Expressions.add(Expressions.sin(X), Expressions.mul(Expressions.sigmoid(X), Expressions.ndtr(X)));
        for (Expr root : List.of(e, Expressions.fmod(X, Expressions.fma(X, X, Expr.constant(1))))) {
            Program p = new Program("rare", element, 0, List.of(Kind.VALUE), 0, Basic.of(Formula.of("rare", 1, root), element));
            for (int cols : new int[] {16, 2047, 2048, 3073}) {
                for (int rare : new int[] {-1, 0, 1023, 1024, cols - 1}) {
                    Object x = array(element, cols);
                    for (int i = 0; i < cols; i++) {
                        Array.set(x, i, element == DType.FLOAT32 ? (Object) (float) Math.sin(i) : (Object) Math.sin(i));
                    }
                    if (rare >= 0 && rare < cols) {
                        Array.set(x, rare, element == DType.FLOAT32 ? (Object) 1e12f : (Object) 1e12);
                    }
                    Object[] scalar = results(p, cols);
                    Object[] vector = results(p, cols);
                    Stages.loop(p, false).run(scalar, new int[1], 1, cols, new Object[] {x}, new int[1], new int[1], new double[0]);
                    Stages.loop(p, true).run(vector, new int[1], 1, cols, new Object[] {x}, new int[1], new int[1], new double[0]);
                    assertThat(bits(vector[0])).as("%s, %d lanes, %d rare", element, cols, rare).isEqualTo(bits(scalar[0]));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void loweredFunctionsHaveOneSetOfBits(DType element) {
        for (Op op : Op.values()) {
            if (op.tier() == Op.Tier.ELEMENTARY && op.arity() < 3) {
                Formula f = Formula.of(op.symbol(), 2, Expr.apply(op, op.arity() == 1 ? new Expr[] {X} : new Expr[] {X, Y}));
                Program p = new Program(f.name(), element, 0, f.inputs(), 0, Basic.of(f, element));
                if (p.isVectorizable()) {
                    compare(p, 1, 702);
                }
            }
        }
    }

    @Test
    void aChainOfThousandOperationsIsCutIntoStages() {
        Expr e = X;
        for (int i = 0; i < 500; i++) {
            e = Expressions.add(Expressions.mul(e, Y), i);
        }
        Program p = new Program("chain", DType.FLOAT32, 0, List.of(Kind.VALUE, Kind.VALUE), 0, List.of(e));
        float[] x = (float[]) array(DType.FLOAT32, 2000);
        float[] y = (float[]) array(DType.FLOAT32, 2000);
        float[] expected = x.clone();
        for (int k = 0; k < x.length; k++) {
            for (int i = 0; i < 500; i++) {
                expected[k] = expected[k] * y[k] + i;
            }
        }
        for (boolean isVector : new boolean[] {false, true}) {
            Loop loop = Stages.loop(p, isVector);
            float[] actual = new float[2000];
            loop.run(actual, 0, 1, 2000, x, 0, 0, y, 0, 0, x, 0, 0, 0, 0);
            assertThat(loop).isInstanceOf(StagedLoop.class);
            assertThat(bits(actual)).isEqualTo(bits(expected));
        }
    }

    @Test
    void lanesGiveTheBitsOfPlainJava() {
        float[] a = (float[]) array(DType.FLOAT32, 999);
        float[] b = (float[]) array(DType.FLOAT32, 999);
        Expr root = Expressions.sqrt(Expressions.abs(Expressions.fma(X, Y, Expressions.sub(X, Expressions.div(Y, X)))));
        Expr flipped = Expr.apply(Op.VALUE_OF, Expr.apply(Op.BITS_XOR, Expr.apply(Op.BITS_OF, root), Expr.bits(0x80000000L)));
        Expr chosen = Expressions.select(Expressions.and(Expressions.lt(X, Y), Expressions.not(Expressions.eq(X, 1))), flipped, root);
        Program p = new Program("plain", DType.FLOAT32, 0, List.of(Kind.VALUE, Kind.VALUE), 0, List.of(chosen));
        float[] expected = new float[999];
        for (int i = 0; i < 999; i++) {
            float r = (float) Math.sqrt(Math.abs(Math.fma(a[i], b[i], a[i] - b[i] / a[i])));
            expected[i] = a[i] < b[i] && a[i] != 1 ? -r : r;
        }
        for (boolean isVector : new boolean[] {false, true}) {
            float[] actual = new float[999];
            Stages.loop(p, isVector).run(actual, 0, 1, 999, a, 0, 0, b, 0, 0, a, 0, 0, 0, 0);
            assertThat(bits(actual)).isEqualTo(bits(expected));
        }
    }
}
