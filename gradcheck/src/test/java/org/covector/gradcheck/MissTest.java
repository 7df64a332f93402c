package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Random directions overlook a wrong element no oftener than the report says: one is planted at random, many times. */
class MissTest {
    private static final int ELEMENTS = 300;
    private static final int TIMES = 400;
    private static final double MISS = 0.1;
    private static final Pattern STATED = Pattern.compile("wrong by more than (\\S+) is overlooked with a probability of (\\S+)");
    private static final Options DIRECTIONS = Options.DEFAULT.withOrder(1).withVariations().withThreads(1).withFastMode().withMiss(MISS);

    /** The part that an element must have in the derivative along a direction to be noticed, as the report on the right formula has it. */
    private static double stated(Report right) {
        assertThat(right.isRight()).as(right.toString()).isTrue();
        double most = 0;
        for (Element e : right.elements()) {
            Matcher said = STATED.matcher(e.note());
            assertThat(said.find()).as(e.note()).isTrue();
            assertThat(Double.parseDouble(said.group(2))).isEqualTo(MISS);
            most = Math.max(most, 1.05 * Double.parseDouble(said.group(1))); // two digits are given
        }
        return most;
    }

    /**
     * How often an error of some times the stated size passes. All elements are 1 or -1 and all derivatives between 1 and 2, so that
     * an element's part in a direction is its error over its derivative.
     */
    private static double overlooked(UnaryOperator<Tensor> f, UnaryOperator<Tensor> dy, double times) {
        int passed = 0;
        for (int k = 0; k < TIMES; k++) {
            RandomGenerator random = new SplittableRandom(k);
            Tensor x = Tensor.of(random.doubles(ELEMENTS).map(u -> u < 0.5 ? -1 : 1).toArray());
            Options options = DIRECTIONS.withSeed(random.nextLong());
            double part = times * stated(Gradcheck.check(f::apply, x, options));
            double[] factor = new double[ELEMENTS];
            factor[random.nextInt(ELEMENTS)] = random.nextBoolean() ? part : -part;
            Tensor off = F.add(Tensor.of(factor), 1);
            Function1<Tensor, Tensor> wrong = customVjp("wrong",
                    t -> withPullback(f.apply(t), g -> Tuple.of(() -> F.mul(F.mul(dy.apply(g), F.add(F.mul(t, 0.4), 1.5)), off))));
            passed += Gradcheck.check(wrong, x, options).isRight() ? 1 : 0;
        }
        return passed / (double) TIMES;
    }

    private static Tensor bent(Tensor t) {
        return F.add(F.mul(t, 1.5), F.mul(F.square(t), 0.2));
    }

    @Test
    void ofOneResult() {
        UnaryOperator<Tensor> expanded = g -> F.expand(g, ELEMENTS);
        assertThat(overlooked(t -> F.sum(bent(t)), expanded, 1)).isLessThanOrEqualTo(MISS);
        assertThat(overlooked(t -> F.sum(bent(t)), expanded, 1e-3)).as("errors of a size of which nothing is said").isGreaterThan(0.5);
    }

    @Test
    void ofManyResults() {
        assertThat(overlooked(MissTest::bent, UnaryOperator.identity(), 1)).isLessThanOrEqualTo(MISS);
    }
}
