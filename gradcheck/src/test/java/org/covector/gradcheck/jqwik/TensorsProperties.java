package org.covector.gradcheck.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.gradcheck.jqwik.GradientProperties.checkGradient;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;
import org.covector.gradcheck.sample.OpProgram;

/** What a user writes, and what the arbitraries promise. */
@Domain(GradientDomain.class)
class TensorsProperties {
    @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.FIRST)
    void tanhIsRightAnywhere(@ForAll Tensor x) {
        checkGradient(F::tanh, x);
        Covered.VERDICT.require("proven", 80); // not where the values are 1 but for less than a rounding, and those below the normal ones
        for (Magnitude m : Magnitude.values()) {
            Covered.MAGNITUDE.require(m, 2);
        }
        Covered.LAYOUT.require(Layout.TRANSPOSED, 2);
        Covered.LAYOUT.require(Layout.SLICED, 2);
        Covered.LAYOUT.require(Layout.REVERSED, 2);
        Covered.LAYOUT.require(Layout.EXPANDED, 2);
        Covered.TIES.require(true, 10);
        Covered.RANK.require(3, 5);
    }

    @Property(tries = 100, seed = "2")
    void reluHasKinksThatAreRight(@ForAll @TensorOf(value = "n", magnitude = Magnitude.ROUND) Tensor x) {
        checkGradient(F::relu, x);
        Covered.KINKS.require(true, 10);
    }

    @Property(tries = 60, seed = "3", edgeCases = EdgeCasesMode.FIRST)
    void programsOfSmoothOperationsAreRight(@ForAll("smooth") OpProgram program) {
        checkGradient(program);
        Statistics.label("steps").collect(program.size());
        assertThat(program.isSmooth()).isTrue();
    }

    @Provide
    Arbitrary<OpProgram> smooth() {
        return Tensors.programs().smooth().ofSteps(4);
    }

    @Property(tries = 100, seed = "4")
    void namedLengthsAgree(@ForAll @TensorOf({"m,k in -1..1", "float32 n,k", "int64 m below n", "2,n"}) List<Tensor> in) {
        assertThat(in.get(0).dim(1)).isEqualTo(in.get(1).dim(1));
        assertThat(in.get(2).dim(0)).isEqualTo(in.get(0).dim(0));
        assertThat(in.get(3).shape()).isEqualTo(Shape.of(2, in.get(1).dim(0)));
        assertThat(in).extracting(Tensor::dtype).containsExactly(DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.FLOAT64);
        assertThat(Arrays.stream(in.get(0).array().toDoubleArray()).boxed()).allMatch(v -> v >= -1 && v <= 1);
        assertThat(Arrays.stream(in.get(2).array().toLongArray()).boxed()).allMatch(v -> v >= 0 && v < in.get(1).dim(0));
    }

    @Property(tries = 100, seed = "5")
    void shapesStayInTheirRange(@ForAll @ShapeRange(minRank = 1, maxRank = 2, minLength = 0, maxLength = 3) Shape shape,
            @ForAll @ShapeRange(minRank = 2, maxRank = 2, minLength = 2,
            maxLength = 5) @TensorOf(dtype = {DType.FLOAT32, DType.FLOAT64}) Tensor x) {
        assertThat(shape.rank()).isBetween(1, 2);
        assertThat(Arrays.stream(shape.dims()).boxed()).allMatch(d -> d <= 3);
        Statistics.label("empty").collect(shape.size() == 0).coverage(c -> c.check(true).percentage(p -> p > 5));
        assertThat(x.rank()).isEqualTo(2);
        assertThat(x.dim(0)).isBetween(2, 5);
        Statistics.label("dtype").collect(x.dtype()).coverage(c -> c.check(DType.FLOAT64).percentage(p -> p > 20));
        Statistics.label("dtype").coverage(c -> c.check(DType.FLOAT32).percentage(p -> p > 20));
    }

    @Provide
    Arbitrary<Tensor> indices() {
        return Tensors.indices(4).ofRank(1, 1).ofLength(2, 6);
    }

    @Property(tries = 200, seed = "6")
    void indicesHaveDuplicatesAndBorders(@ForAll("indices") Tensor index) {
        List<Long> all = Arrays.stream(index.array().toLongArray()).boxed().toList();
        assertThat(index.dtype()).isEqualTo(DType.INT64);
        assertThat(all).allMatch(i -> i >= 0 && i < 4);
        Statistics.label("duplicates").collect(all.stream().distinct().count() < all.size())
                .coverage(c -> c.check(true).percentage(p -> p > 30));
        Statistics.label("borders").collect(all.contains(0L) && all.contains(3L)).coverage(c -> c.check(true).percentage(p -> p > 20));
    }

    @Property(tries = 300, seed = "7")
    void everyMagnitudeAppears(@ForAll @ShapeRange(minRank = 1) Tensor x) {
        double[] values = x.array().toDoubleArray();
        Statistics.label("first").collect(Magnitude.of(values[0], x.dtype()));
        for (Magnitude m : Magnitude.values()) {
            Statistics.label("first").coverage(c -> c.check(m).percentage(p -> p >= 1));
        }
        Statistics.label("negative").collect(values[0] < 0).coverage(c -> c.check(true).percentage(p -> p > 20));
    }

    @Property(tries = 30, seed = "8")
    void anyOptionsAccept(@ForAll Options options) {
        assertThat(Gradcheck.check(F::sin, Tensor.of(0.5, 1.5), options).isRight()).isTrue();
    }

    @Provide
    Arbitrary<Tensor> cotangents() {
        return Tensors.cotangents(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)).map(List::getFirst);
    }

    @Property(tries = 50, seed = "9", generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
    void cotangentsFitAndAreNeverOnes(@ForAll("cotangents") Tensor dy) {
        assertThat(dy.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(dy.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Arrays.stream(dy.array().toDoubleArray()).boxed()).doesNotContain(1.0);
    }
}
