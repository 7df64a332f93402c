package org.covector.engine.expr;

import java.util.List;
import org.covector.engine.runtime.EngineRuntime;

/**
 * A pointwise formula: a directed acyclic graph of operations on the lanes of its inputs.
 *
 * <p>Nodes are interned by the identity of their children, so equal formulas are the same object and shared parts are computed
 * once; comparing is {@code ==}. (Structural hashing of a shared graph would be exponential in its depth.)
 */
public sealed interface Expr {
    /** What a lane holds. */
    enum Kind {
        /** A number of the kernel's element type: float, double or long. */
        VALUE,
        /** The bit pattern of one lane, an integer as wide as the element type. */
        BITS,
        /** A boolean: a lane of a mask. */
        BOOL
    }

    /** What this node's lanes hold. */
    Kind kind();

    /** Operand {@code index} of the kernel: a lane of an array, VALUE or BOOL. */
    record Input(int index, Kind kind) implements Expr {
        @Override
        public boolean equals(Object other) {
            return other instanceof Input in && index == in.index && kind == in.kind;
        }

        @Override
        public int hashCode() {
            return 31 * index + kind.ordinal();
        }
    }

    /** Number {@code index} that the caller gives with each call, the same for all lanes (a learning rate, a slope). */
    record Scalar(int index) implements Expr {
        @Override
        public boolean equals(Object other) {
            return other instanceof Scalar s && index == s.index;
        }

        @Override
        public int hashCode() {
            return index;
        }

        @Override
        public Kind kind() {
            return Kind.VALUE;
        }
    }

    /** A number in the formula itself; {@code bits} holds the raw bits of the double, so that NaN and -0.0 are distinct values. */
    record Constant(long bits) implements Expr {
        /** The number, to be rounded to the element type. */
        public double value() {
            return Double.longBitsToDouble(bits);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Constant c && bits == c.bits;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(bits);
        }

        @Override
        public Kind kind() {
            return Kind.VALUE;
        }
    }

    /** An integer constant of kind BITS; for float lanes the low 32 bits count. */
    record BitsConstant(long value) implements Expr {
        @Override
        public boolean equals(Object other) {
            return other instanceof BitsConstant b && value == b.value;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }

        @Override
        public Kind kind() {
            return Kind.BITS;
        }
    }

    /** An operation on one to three arguments. Made by {@link #apply} only, hence compared by identity. */
    final class Apply implements Expr {
        private final Op op;
        private final List<Expr> args;

        private Apply(Op op, List<Expr> args) {
            this.op = op;
            this.args = args;
        }

        /** The operation. */
        public Op op() {
            return op;
        }

        /** Its arguments, one to three. */
        public List<Expr> args() {
            return args;
        }

        /** Argument {@code i}. */
        public Expr arg(int i) {
            return args.get(i);
        }

        @Override
        public Kind kind() {
            return op.kind();
        }

        @Override
        public String toString() {
            return op.render(args);
        }
    }

    /** The node for {@code op(args)}, the same object for the same arguments. Checks number and kinds. */
    static Expr apply(Op op, Expr... args) {
        op.check(args);
        Interned key = new Interned(op, List.of(args));
        Apply known = EngineRuntime.find(key);
        return known != null ? known : EngineRuntime.share(key, new Apply(op, key.args()));
    }

    /** Input {@code i} of kind VALUE. */
    static Expr input(int i) {
        return new Input(i, Kind.VALUE);
    }

    /** Input {@code i} of kind BOOL: an operand of dtype BOOL. */
    static Expr bool(int i) {
        return new Input(i, Kind.BOOL);
    }

    /** Kernel argument {@code i}. */
    static Expr scalar(int i) {
        return new Scalar(i);
    }

    /** A constant of the formula. */
    static Expr constant(double value) {
        return new Constant(Double.doubleToRawLongBits(value));
    }

    /** An integer constant of kind BITS. */
    static Expr bits(long value) {
        return new BitsConstant(value);
    }
}
