package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every operation at length 0, each axis in turn: a value with derivatives to second order both ways, or a refusal by name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmptyAxesTest {
    private int values;
    private int refusals;

    @AfterAll
    void mostAreServed() {
        assertThat(values).isGreaterThan(refusals);
    }

    @TestFactory
    Stream<DynamicTest> everyAxisMayBeEmpty() {
        return Samples.all().stream().map(op -> dynamicTest(op.name(), () -> {
            List<String> faults = new ArrayList<>();
            Sample s = op.samples(1).getFirst();
            for (Tensor[] x : emptied(s.inputs().toArray(Tensor[]::new))) {
                at(op, s, faults, x);
            }
            assertThat(faults).isEmpty();
        }));
    }

    /** The inputs with an axis emptied: of one of them, or of all, counted from the first or from the last. */
    private static List<Tensor[]> emptied(Tensor... x) {
        List<Tensor[]> all = new ArrayList<>();
        int most = Arrays.stream(x).mapToInt(Tensor::rank).max().orElse(0);
        for (int axis = 0; axis < most; axis++) {
            for (int from = 0; from < 2; from++) {
                Tensor[] joint = x.clone();
                for (int i = 0; i < x.length; i++) {
                    int a = from == 0 ? axis : x[i].rank() - 1 - axis;
                    joint[i] = a >= 0 && a < x[i].rank() ? empty(x[i], a) : x[i];
                }
                all.add(joint);
            }
            for (int i = 0; i < x.length && x.length > 1; i++) {
                if (axis < x[i].rank()) {
                    Tensor[] one = x.clone();
                    one[i] = empty(x[i], axis);
                    all.add(one);
                }
            }
        }
        return all;
    }

    private static Tensor empty(Tensor x, int axis) {
        return F.narrow(x, axis, 0, 0);
    }

    private void at(OpInfo op, Sample s, List<String> faults, Tensor... x) {
        String where = op + " at " + Arrays.stream(x).map(Tensor::shape).toList() + ", ";
        Tensor[] y;
        try {
            y = s.values(x);
        } catch (ArgumentException refused) {
            refusals++;
            return;
        } catch (RuntimeException | Error e) {
            faults.add(where + "value: " + e + Arrays.stream(e.getStackTrace()).limit(4).toList());
            return;
        }
        values++;
        Tensor[] dy = Arrays.stream(y).map(Tensor::onesLike).toArray(Tensor[]::new);
        Tensor[] dx = Arrays.stream(x).map(Tensor::onesLike).toArray(Tensor[]::new);
        tried(faults, where + "tangent", () -> fits(y, dense(Forward.jvp(s::values, x, dx))));
        if (Arrays.stream(x).noneMatch(t -> t.dtype().isFloating())) {
            return; // nothing to differentiate by
        }
        tried(faults, where + "gradient", () -> fits(x, gradient(s, dy, x)));
        tried(faults, where + "second gradient", () -> {
            Vjp second = Reverse.vjp(t -> gradient(s, dy, t), x);
            fits(x, dense(second.pullback().apply(dx, Wanted.NONE), x));
        });
        tried(faults, where + "tangent of the gradient", () -> fits(x, dense(Forward.jvp(t -> gradient(s, dy, t), x, dx))));
    }

    private static void tried(List<String> faults, String what, Runnable derivative) {
        try {
            derivative.run();
        } catch (MissingFormulaException none) {
            // declared
        } catch (RuntimeException | Error e) {
            faults.add(what + ": " + e + Arrays.stream(e.getStackTrace()).limit(4).toList());
        }
    }

    private static Tensor[] gradient(Sample s, Tensor[] dy, Tensor... x) {
        return dense(Reverse.vjp(s::values, x).pullback().apply(dy, Wanted.NONE), x);
    }

    private static Tensor[] dense(Cotangent[] c, Tensor... x) {
        Tensor[] all = new Tensor[x.length];
        Arrays.setAll(all, i -> c[i].dense(x[i]));
        return all;
    }

    private static Tensor[] dense(Jvp jvp) {
        Tensor[] all = new Tensor[jvp.outputs().length];
        Arrays.setAll(all, i -> jvp.tangents()[i].orZeros(jvp.outputs()[i]));
        return all;
    }

    private static void fits(Tensor[] x, Tensor... d) {
        for (int i = 0; i < x.length; i++) {
            assertThat(d[i].shape()).isEqualTo(x[i].shape());
        }
    }
}
