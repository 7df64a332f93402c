package org.covector.functional.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** One call of {@link LBFGS#step} on vectors; fields are what the iterations change. */
final class LbfgsStep {
    /** A pair enters the history only if the curvature along it is more than this: torch's number. */
    private static final double LEAST_CURVATURE = 1e-10;

    /** The loss and its gradient at a point. */
    record Point(double loss, Tensor grad) {}

    private final LBFGS options;
    private final Function<Tensor, Point> f;
    private final List<Tensor> changes; // of the gradient: y
    private final List<Tensor> moves; // s
    private Tensor x = Tensor.zeros(0);
    private Tensor d;
    private Tensor before;
    private double t;
    private double diagonal;
    private long iterations;
    private long evaluations;
    private int here;

    LbfgsStep(LBFGS options, Branch state, Function<Tensor, Point> f) {
        this.options = options;
        this.f = f;
        this.changes = rows(state.value("oldDirs"));
        this.moves = rows(state.value("oldStps"));
        this.d = state.value("d");
        this.before = state.value("prevFlatGrad");
        this.t = state.value("t").item();
        this.diagonal = state.value("hDiag").item();
        this.iterations = state.count("nIter");
        this.evaluations = state.count("funcEvals");
    }

    static Branch begin(Leaves params) {
        Tensor nothing = Tensor.zeros(flat(params, params).dtype(), Shape.of((int) flat(params, params).size()));
        Tensor none = Tensor.zeros(nothing.dtype(), Shape.of(0, (int) nothing.size()));
        return Branch.EMPTY.with("nIter", 0L).with("funcEvals", 0L).with("d", nothing).with("t", 0.0).with("hDiag", 1.0)
                .with("prevFlatGrad", nothing)
                .with("oldDirs", none).with("oldStps", none);
    }

    Branch state() {
        return Branch.EMPTY.with("nIter", iterations).with("funcEvals", evaluations).with("d", d).with("t", t).with("hDiag", diagonal)
                .with("prevFlatGrad", before).with("oldDirs", stacked(changes)).with("oldStps", stacked(moves));
    }

    private Tensor stacked(List<Tensor> rows) {
        return rows.isEmpty() ? Tensor.zeros(d.dtype(), Shape.of(0, (int) d.size())) : F.stack(rows, 0);
    }

    private static List<Tensor> rows(Tensor stacked) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < stacked.dim(0); i++) {
            all.add(F.select(stacked, 0, i));
        }
        return all;
    }

    Tensor x() {
        return x;
    }

    long evaluations() {
        return evaluations;
    }

    long iterations() {
        return iterations;
    }

    // ---- leaves as one vector

    /** All leaves one after the other, in FLOAT64 if one of them is; zeros in the place of absent ones. */
    static Tensor flat(Leaves leaves, Leaves like) {
        List<Tensor> parts = new ArrayList<>();
        boolean wide = false;
        for (int i = 0; i < like.size(); i++) {
            wide |= like.get(i).dtype() == DType.FLOAT64;
        }
        DType dtype = wide || like.size() == 0 ? DType.FLOAT64 : DType.FLOAT32;
        for (int i = 0; i < like.size(); i++) {
            Tensor part = leaves.has(i) ? leaves.get(i) : Tensor.zerosLike(like.get(i));
            parts.add(F.reshape(part, (int) part.size()).to(dtype));
        }
        return parts.isEmpty() ? Tensor.zeros(DType.FLOAT64, Shape.of(0)) : F.cat(parts, 0);
    }

    static Leaves leaves(Layout layout, Tensor flat) {
        int[] start = {0};
        return Leaves.of(layout, i -> {
            Layout.Place place = layout.places.get(i);
            Tensor part = F.slice(flat, 0, start[0], start[0] + place.size(), 1);
            start[0] += place.size();
            return F.reshape(part, place.shape().dims()).to(place.dtype());
        });
    }

    // ---- iterations

    private Point at(Tensor point) {
        here++;
        return f.apply(point);
    }

    private static double dot(Tensor a, Tensor b) {
        return F.sum(F.mul(a, b)).item();
    }

    private static double largest(Tensor a) {
        return a.size() == 0 ? 0 : F.abs(a).max().item();
    }

    private static Tensor plus(Tensor a, double factor, Tensor b) {
        return F.add(a, F.mul(b, factor));
    }

    /** Runs from a point; returns the loss there. */
    double run(Tensor start) {
        x = start;
        Point now = at(x);
        double first = now.loss();
        if (largest(now.grad()) > options.toleranceGrad()) {
            int n = 0;
            boolean goesOn = true;
            while (goesOn && n < options.maxIter()) {
                n++;
                iterations++;
                direct(now.grad());
                double lossBefore = now.loss();
                before = now.grad();
                t = iterations == 1 ? Math.min(1, 1 / F.abs(now.grad()).sum().item()) * options.lr() : options.lr();
                double slope = dot(now.grad(), d);
                if (slope > -options.toleranceChange()) {
                    break;
                }
                now = move(now, slope, n);
                goesOn = n != options.maxIter() && here < options.evaluationsAtMost() && largest(now.grad()) > options.toleranceGrad()
                        && largest(F.mul(d, t)) > options.toleranceChange()
                        && !(Math.abs(now.loss() - lossBefore) < options.toleranceChange());
            }
        }
        evaluations += here;
        return first;
    }

    private Point move(Point now, double slope, int n) {
        if (options.lineSearch() == LBFGS.LineSearch.STRONG_WOLFE) {
            Tensor from = x;
            StrongWolfe.Found found = new StrongWolfe(s -> at(plus(from, s, d)), d).search(t, now, slope);
            t = found.t();
            x = plus(from, t, d);
            return found.point();
        }
        x = plus(x, t, d);
        return n != options.maxIter() ? at(x) : now; // not evaluated after the last one
    }

    /** {@code d = -H g} by the two loops. */
    private void direct(Tensor g) {
        if (iterations == 1) {
            d = F.neg(g);
            changes.clear();
            moves.clear();
            diagonal = 1;
            return;
        }
        Tensor y = F.sub(g, before);
        Tensor s = F.mul(d, t);
        double ys = dot(y, s);
        if (ys > LEAST_CURVATURE) {
            if (changes.size() == options.historySize()) {
                changes.removeFirst();
                moves.removeFirst();
            }
            changes.add(y);
            moves.add(s);
            diagonal = ys / dot(y, y);
        }
        int k = changes.size();
        double[] rho = new double[k];
        double[] alpha = new double[k];
        Arrays.setAll(rho, i -> 1 / dot(changes.get(i), moves.get(i)));
        Tensor q = F.neg(g);
        for (int i = k - 1; i >= 0; i--) {
            alpha[i] = dot(moves.get(i), q) * rho[i];
            q = plus(q, -alpha[i], changes.get(i));
        }
        q = F.mul(q, diagonal);
        for (int i = 0; i < k; i++) {
            q = plus(q, alpha[i] - dot(changes.get(i), q) * rho[i], moves.get(i));
        }
        d = q;
    }
}
