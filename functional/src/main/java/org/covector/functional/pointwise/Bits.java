package org.covector.functional.pointwise;

import java.util.function.BinaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Bitwise;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Promotion;
import org.covector.functional.primitive.Convert;

/** Operations on the bits of numbers. */
final class Bits {
    private Bits() {}

    /** Of two INT64 or BOOL arguments. */
    enum Op {
        BITWISE_AND("bitwiseAnd", Bitwise::and),
        BITWISE_OR("bitwiseOr", Bitwise::or),
        BITWISE_XOR("bitwiseXor", Bitwise::xor),
        LEFT_SHIFT("bitwiseLeftShift", Bitwise::leftShift),
        RIGHT_SHIFT("bitwiseRightShift", Bitwise::rightShift),
        GCD("gcd", Bitwise::gcd),
        LCM("lcm", Bitwise::lcm);

        private final String function;
        private final BinaryOperator<NdArray> kernel;

        Op(String function, BinaryOperator<NdArray> kernel) {
            this.function = function;
            this.kernel = kernel;
        }
    }

    private record Binary(Op op) implements Constant {
        @Override
        public String name() {
            return op.function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {op.kernel.apply(x[0], x[1])};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int rank = Math.max(at.rank(x, 0), at.rank(x, 1));
            return Apply.all(this, at.aligned(x, 0, rank), at.aligned(x, 1, rank));
        }
    }

    private record BitwiseNot() implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Bitwise.not(x[0])};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    static Tensor of(Op op, Tensor x, Tensor y) {
        return Apply.one(new Binary(op), x, y);
    }

    static Tensor of(Op op, Tensor x, long y) {
        return of(op, x, Tensor.of(NdArray.of(y).reshape(Shape.SCALAR)));
    }

    static Tensor not(Tensor x) {
        ArgumentException.require(!x.dtype().isFloating(), "bitwiseNot", "dtype of x", x.dtype(), "INT64 or BOOL");
        return Apply.one(new BitwiseNot(), x);
    }

    static Tensor isclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
        ArgumentException.require(rtol >= 0, "isclose", "rtol", rtol, "0 or more");
        ArgumentException.require(atol >= 0, "isclose", "atol", atol, "0 or more");
        Tensor close = F.eq(x, y);
        DType dtype = Promotion.of(x, y);
        Tensor a = dtype.isFloating() ? x : Convert.to(x, DType.FLOAT64);
        Tensor b = dtype.isFloating() ? y : Convert.to(y, DType.FLOAT64);
        Tensor distance = F.abs(F.sub(a, b));
        Tensor within = F.le(distance, F.add(F.mul(F.abs(b), rtol), atol));
        close = F.logicalOr(close, F.logicalAnd(F.isfinite(distance), within));
        return equalNan ? F.logicalOr(close, F.logicalAnd(F.isnan(a), F.isnan(b))) : close;
    }
}
