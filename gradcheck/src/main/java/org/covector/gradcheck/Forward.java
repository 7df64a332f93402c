package org.covector.gradcheck;

import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Jvp;

/**
 * The derivative along a direction by forward rules that share nothing with the pullbacks, where the function is made of operations
 * that have one. It needs no steps and so tells where values are too coarse for a difference quotient; but what it follows is the
 * program, which at kinks and where a singularity is lifted by a selection is not all of the function.
 */
final class Forward {
    private static final double EQUAL = 1e-9;
    private static final double CLEAR = 1e-3;
    private static final int ASKED = 64;
    private static final double VANISHING = 0x1p-960; // changes of a value too close to the smallest number for steps on the way
    private static final int MANY = 64; // roundings of numbers below the normal ones

    private final Subject subject;
    private final Probes probes;
    private final Rows rows;
    private final boolean single;

    Forward(Subject subject, Probes probes, Rows rows) {
        this.subject = subject;
        this.probes = probes;
        this.rows = rows;
        this.single = subject.epsilon() > 0x1p-40;
    }

    /** What the probes see of the tangent, or why there is none. */
    private Either<String, double[]> along(double[] u) {
        Tensor[] dx = Arrays.stream(subject.arrays(u)).map(Tensor::of).toArray(Tensor[]::new);
        try {
            Jvp run = org.covector.functional.core.Forward.throughBodies(
                    in -> subject.function().apply(List.of(in)).toArray(Tensor[]::new), subject.inputs().toArray(Tensor[]::new), dx);
            NdArray[] dy = new NdArray[run.outputs().length];
            Arrays.setAll(dy, i -> run.tangents()[i].orZeros(run.outputs()[i]).array());
            return Either.right(seen(dy));
        } catch (RuntimeException without) {
            return Either.left(String.valueOf(without.getMessage()));
        }
    }

    private double[] seen(NdArray... dy) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < dy.length; i++) {
            if (subject.outputs().get(i).dtype().isFloating()) {
                all.add(Tensor.of(dy[i]));
            }
        }
        return probes.see(Subject.numbers(all));
    }

    /** The vote on a direction within some elements. */
    Evidence.Oracle vote(int[] elements, double... share) {
        double[] u = new double[subject.point().length];
        for (int k = 0; k < share.length; k++) {
            u[elements[k]] = share[k];
        }
        return along(u).fold(reason -> new Evidence.Oracle("forward rule", true, "no vote: " + reason), seen -> compare(seen, u));
    }

    private Evidence.Oracle compare(double[] seen, double... u) {
        double worst = 0;
        double its = 0;
        double ours = 0;
        for (int r = 0; r < seen.length; r++) {
            double slope = 0;
            Norm norm = new Norm();
            double noise = 0;
            for (int j = 0; j < u.length; j++) {
                double part = u[j] == 0 ? 0 : rows.analytic(r, j) * u[j];
                slope += part;
                norm.add(part);
            }
            if (!Double.isFinite(seen[r]) || !Double.isFinite(slope)) {
                continue;
            }
            double allowed = (single ? 1e4 : 1) * EQUAL * norm.value();
            if (Math.abs(seen[r] - slope) > allowed) {
                for (int j = 0; j < u.length; j++) {
                    noise += u[j] == 0 ? 0 : Math.abs(rows.noise(r, j) * u[j]);
                }
            }
            double off = Math.abs(seen[r] - slope) / (allowed + 8 * noise + Double.MIN_NORMAL);
            if (off > worst) {
                worst = off;
                its = seen[r];
                ours = slope;
            }
        }
        return worst <= 1 ? new Evidence.Oracle("forward rule", true, "agrees along a random direction")
                : new Evidence.Oracle("forward rule", false, String.format(Locale.ROOT, "%.9g along a random direction, where the pullback gives %.9g", its, ours));
    }

    /** Elements that difference quotients could not decide, with what the forward rule says of them. */
    List<Element> decide(List<Element> elements) {
        List<Element> all = new ArrayList<>(elements);
        int asked = 0;
        for (int k = 0; k < all.size() && asked < ASKED; k++) {
            Element e = all.get(k);
            if (e.verdict() == Verdict.NOISE) {
                asked++;
                all.set(k, decide(e));
            }
        }
        return all;
    }

    private Element decide(Element e) {
        double[] u = new double[subject.point().length];
        int j = subject.start(e.input()) + e.index();
        u[j] = 1;
        return along(u).fold(_ -> e, seen -> {
            Element worst = e;
            double most = 0;
            for (int r = 0; r < seen.length; r++) {
                double a = rows.analytic(r, j);
                double off = Math.abs(a - seen[r]) / Math.max(Math.abs(seen[r]), 0.01 * rows.scale(r, e.input()));
                boolean vanishes = Math.max(Math.abs(a), Math.abs(seen[r])) * Math.abs(subject.point()[j]) < VANISHING && subject.point()[j] != 0;
                if (!vanishes && off > most && off > CLEAR && Math.abs(a - seen[r]) > 16 * rows.noise(r, j) + MANY * Double.MIN_VALUE) {
                    most = off;
                    worst = new Element(e.input(), e.index(), r, a, seen[r], e.error(), Verdict.WRONG,
                            e.note() + ", but the forward rule says otherwise", false);
                }
            }
            return worst;
        });
    }
}
