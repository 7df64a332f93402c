package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class BitwiseTest {
    private final Random random = new Random(9);

    private void check(BinaryOperator<NdArray> f, LongBinaryOperator want) {
        long[] special = {0, 1, -1, 2, -7, 12, 63, 64, 65, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1L << 40};
        long[] v = new long[200];
        long[] w = new long[200];
        for (int i = 0; i < 200; i++) {
            v[i] = random.nextBoolean() ? special[random.nextInt(special.length)] : random.nextInt(100) - 50;
            w[i] = random.nextBoolean() ? special[random.nextInt(special.length)] : random.nextInt(100) - 50;
        }
        NdArray a = NdArray.of(v).reshape(Shape.of(20, 10));
        NdArray b = NdArray.of(w).reshape(Shape.of(20, 10)).select(0, 3);
        NdArray y = f.apply(a.transpose(0, 1).dense().transpose(0, 1), b);
        for (int i = 0; i < 200; i++) {
            assertThat(y.getLong(i / 10, i % 10)).isEqualTo(want.applyAsLong(v[i], b.getLong(i % 10)));
        }
        assertThat(f.apply(NdArray.scalar(DType.INT64, 12), NdArray.of(5L)).toLongArray()).containsExactly(want.applyAsLong(12, 5));
        assertThat(f.apply(NdArray.zeros(DType.INT64, Shape.of(0, 3)), NdArray.of(5L)).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> f.apply(NdArray.of(1.0),
                NdArray.of(1L))).isInstanceOf(ArgumentException.class).hasMessageContaining("FLOAT64");
    }

    @Test
    void bitsOfLongs() {
        check(Bitwise::and, (a, b) -> a & b);
        check(Bitwise::or, (a, b) -> a | b);
        check(Bitwise::xor, (a, b) -> a ^ b);
        check(Bitwise::leftShift, (a, b) -> b < 0 || b > 63 ? 0 : a << b);
        check(Bitwise::rightShift, (a, b) -> b < 0 || b > 63 ? a >> 63 : a >> b);
        assertThat(Bitwise.not(NdArray.of(0L, 5, -1)).toLongArray()).containsExactly(-1, -6, 0);
    }

    @Test
    void divisorsMultiplesAndPowersOfLongs() {
        check(Bitwise::gcd, (a, b) -> BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue());
        check(Bitwise::lcm, (a, b) -> a == 0 || b == 0 ? 0 : Math.abs(BigInteger.valueOf(a)
                .divide(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b))).multiply(BigInteger.valueOf(b)).longValue()));
        check(Bitwise::pow, (a, b) -> {
            if (b < 0) {
                return a == 1 ? 1 : a == -1 ? b % 2 == 0 ? 1 : -1 : 0;
            }
            return BigInteger.valueOf(a).modPow(BigInteger.valueOf(b), BigInteger.ONE.shiftLeft(64)).longValue();
        });
    }

    @Test
    void booleansStayBooleans() {
        NdArray a = NdArray.of(true, true, false, false);
        NdArray b = NdArray.of(true, false, true, false);
        assertThat(Bitwise.and(a, b).toBooleanArray()).containsExactly(true, false, false, false);
        assertThat(Bitwise.or(a, b).toBooleanArray()).containsExactly(true, true, true, false);
        assertThat(Bitwise.xor(a, b).toBooleanArray()).containsExactly(false, true, true, false);
        assertThat(Bitwise.not(a).toBooleanArray()).containsExactly(false, false, true, true);
        assertThat(Bitwise.and(a, NdArray.of(3L)).toLongArray()).containsExactly(1, 1, 0, 0);
        assertThatThrownBy(() -> Bitwise.leftShift(a, b)).isInstanceOf(ArgumentException.class);
    }
}
