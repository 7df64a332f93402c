package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.Function1;
import java.util.LinkedHashMap;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

/** Which dtype a number makes of a tensor: by the types of the call, never by the number's value, as torch's table of promotion. */
class PromotionTest {
    private static final Tensor WHOLE = Tensor.of(7L, -2, 3);
    private static final Tensor TRUTH = Tensor.of(true, false, true);

    private static Map<String, Function1<Tensor, Tensor>> withFloatingNumbers() {
        Map<String, Function1<Tensor, Tensor>> all = new LinkedHashMap<>();
        all.put("add", x -> F.add(x, 2.0));
        all.put("sub", x -> F.sub(x, 2.0));
        all.put("sub from", x -> F.sub(2.0, x));
        all.put("mul", x -> F.mul(x, 2.0));
        all.put("div", x -> F.div(x, 2.0));
        all.put("pow", x -> F.pow(x, 2.0));
        all.put("pow of", x -> F.pow(2.0, x));
        all.put("maximum", x -> F.maximum(x, 2.0));
        all.put("minimum", x -> F.minimum(x, 2.0));
        all.put("clamp", x -> F.clamp(x, 0, 2.0));
        all.put("where", x -> F.where(TRUTH, x, 2.0));
        all.put("where else", x -> F.where(TRUTH, 2.0, x));
        all.put("maskedFill", x -> F.maskedFill(x, TRUTH, 2.0));
        all.put("fmod", x -> F.fmod(x, 2.0));
        all.put("remainder", x -> F.remainder(x, 2.0));
        all.put("Tensor.add", x -> x.add(2.0));
        all.put("Tensor.sub", x -> x.sub(2.0));
        all.put("Tensor.mul", x -> x.mul(2.0));
        all.put("Tensor.pow", x -> x.pow(2.0));
        return all;
    }

    private static Map<String, Function1<Tensor, Tensor>> withIntegers() {
        Map<String, Function1<Tensor, Tensor>> all = new LinkedHashMap<>();
        all.put("add", x -> F.add(x, 2));
        all.put("sub", x -> F.sub(x, 2L));
        all.put("sub from", x -> F.sub(2, x));
        all.put("mul", x -> F.mul(x, 2L));
        all.put("pow", x -> F.pow(x, 2));
        all.put("pow of", x -> F.pow(2L, F.abs(x)));
        all.put("maximum", x -> F.maximum(x, 2));
        all.put("minimum", x -> F.minimum(x, 2L));
        all.put("clamp", x -> F.clamp(x, 0, 2));
        all.put("where", x -> F.where(TRUTH, x, 2));
        all.put("where else", x -> F.where(TRUTH, 2L, x));
        all.put("maskedFill", x -> F.maskedFill(x, TRUTH, 2));
        all.put("fmod", x -> F.fmod(x, 2));
        all.put("remainder", x -> F.remainder(x, 2L));
        all.put("Tensor.add", x -> x.add(2));
        all.put("Tensor.sub", x -> x.sub(2L));
        all.put("Tensor.mul", x -> x.mul(2));
        all.put("Tensor.pow", x -> x.pow(2));
        return all;
    }

    @Test
    void anIntegerTensorWithAFloatingNumberIsFloating() {
        withFloatingNumbers().forEach((name, f) -> {
            assertThat(f.apply(WHOLE).dtype()).as(name).isEqualTo(DType.FLOAT32);
            assertThat(f.apply(WHOLE).toDoubleArray()).as(name).containsExactly(f.apply(WHOLE.to(DType.FLOAT32)).toDoubleArray());
            assertThat(Functions.fuse(f).apply(WHOLE).dtype()).as("fused " + name).isEqualTo(DType.FLOAT32);
        });
    }

    @Test
    void anIntegerTensorWithAnIntegerIsInteger() {
        withIntegers().forEach((name, f) -> {
            assertThat(f.apply(WHOLE).dtype()).as(name).isEqualTo(DType.INT64);
            assertThat(f.apply(WHOLE).toDoubleArray()).as(name).usingComparatorWithPrecision(0.0)
                    .containsExactly(f.apply(WHOLE.to(DType.FLOAT64)).toDoubleArray());
            assertThat(f.apply(Tensor.scalar(3)).dtype()).as(name + " of a scalar").isEqualTo(DType.INT64);
        });
    }

    @Test
    void aFloatingTensorKeepsItsDtype() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Tensor x = WHOLE.to(dtype);
            withFloatingNumbers().forEach((name, f) -> assertThat(f.apply(x).dtype()).as(name).isEqualTo(dtype));
            withIntegers().forEach((name, f) -> assertThat(f.apply(x).dtype()).as(name).isEqualTo(dtype));
        }
    }

    @Test
    void truthValuesAreIntegersBesideIntegersAndFloatingBesideFloatingNumbers() {
        assertThat(F.add(TRUTH, 2).toLongArray()).containsExactly(3, 2, 3);
        assertThat(F.add(TRUTH, 2).dtype()).isEqualTo(DType.INT64);
        assertThat(F.where(TRUTH, TRUTH, 5).dtype()).isEqualTo(DType.INT64);
        assertThat(F.add(TRUTH, 2.0).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(F.where(TRUTH, TRUTH, 5.0).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void largeAndInfiniteNumbersAreWhatTheyAre() {
        assertThat(F.add(WHOLE, 1e30).toFloatArray()).containsExactly(1e30f, 1e30f, 1e30f);
        assertThat(F.mul(WHOLE, Double.POSITIVE_INFINITY).toDoubleArray())
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThat(F.maximum(WHOLE, Double.NEGATIVE_INFINITY).toDoubleArray()).containsExactly(7, -2, 3);
        assertThat(F.lt(WHOLE, 1e30).toBooleanArray()).containsExactly(true, true, true);
        assertThat(F.gt(WHOLE, Double.NEGATIVE_INFINITY).toBooleanArray()).containsExactly(true, true, true);
        assertThat(F.where(TRUTH, WHOLE, Double.NaN).toDoubleArray()).containsExactly(7, Double.NaN, 3);
        assertThat(F.nanToNum(WHOLE, 0, 1e30, -1e30).toLongArray()).containsExactly(7, -2, 3);
        assertThatThrownBy(() -> Tensor.full(DType.INT64, WHOLE.shape(), 1e30)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("full: value is 1.0E30");
        assertThatThrownBy(() -> F.indexFill(WHOLE, 0, Tensor.of(1L), Double.NaN)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("indexFill: value is NaN");
        assertThatThrownBy(() -> F.pad(WHOLE, Pad.CONSTANT, Double.POSITIVE_INFINITY, 1, 1)).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("pad: value is Infinity");
    }

    @Test
    void integersAreExactOrRefused() {
        long odd = (1L << 53) + 1;
        Tensor x = Tensor.of(odd);
        assertThat(F.sub(x, 1).toLongArray()).containsExactly(odd - 1);
        assertThat(F.le(x, Long.MAX_VALUE).toBooleanArray()).containsExactly(true);
        assertThat(F.add(x, Tensor.scalar(odd)).toLongArray()).containsExactly(2 * odd);
        assertThatThrownBy(() -> F.eq(x, odd)).isInstanceOf(ArgumentException.class)
                .hasMessage("eq: number is 9007199254740993; accepted: beside INT64 an integer that FLOAT64 holds exactly; others as "
                + "Tensor.scalar(9007199254740993L)");
        assertThat(F.add(Tensor.of(2.0), odd).item()).isEqualTo(0x1p53 + 2);
    }

    @Test
    void theDerivativeIsThatOfTheFloatingNumber() {
        Tensor x = Tensor.of(0.5, 2, -1);
        assertThat(Autograd.grad((Tensor t) -> F.sum(F.pow(t, 3))).apply(x).toDoubleArray()).containsExactly(0.75, 12, 3);
        assertThat(Autograd.grad((Tensor t) -> F.sum(F.maximum(t, 2))).apply(x).toDoubleArray()).containsExactly(0, 0, 0);
    }
}
