package org.covector.functional.sequence;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.RotaryEmbedding;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;

/** Positions of sequences and the search for the best ones. */
final class Sequences {
    private Sequences() {}

    /** {@code base^(-2 i / d)}, i from 0 to d / 2 - 1. */
    private static double[] frequencies(double base, int d) {
        double[] f = Create.doubles(d / 2);
        for (int i = 0; i < f.length; i++) {
            f[i] = Math.pow(base, -2.0 * i / d);
        }
        return f;
    }

    static Tensor rotary(Tensor x, RotaryEmbedding o) {
        String f = "rotaryEmbedding";
        AxisReduction.floating(f, x);
        ArgumentException.require(x.rank() >= 2, f, "x", x.shape(), "[..., L, E]");
        int d = o.depth().getOrElse(x.dim(-1));
        ArgumentException.require(d >= 0 && d % 2 == 0 && d <= x.dim(-1), f, "depth", d, "even, at most " + x.dim(-1));
        int length = x.dim(-2);
        Shape rows = x.shape().sub(0, x.rank() - 1);
        Tensor positions = o.positions().getOrElse(() -> Tensor.of(Create.arange(0, length, 1)));
        boolean fits = positions.dtype() == DType.INT64 && positions.rank() <= rows.rank()
                && rows.broadcast(f, positions.shape()).equals(rows);
        ArgumentException.require(fits, f, "positions", positions.dtype() + " " + positions.shape(),
                "INT64, a shape that broadcasts to " + rows);
        Tensor angle = F.mul(Shapes.unsqueeze(Convert.to(positions, DType.FLOAT64), -1), Tensor.of(frequencies(o.base(), d)));
        Tensor cos = Convert.to(F.cos(angle), x.dtype());
        Tensor sin = Convert.to(F.sin(angle), x.dtype());
        Tensor turning = Shapes.narrow(x, -1, 0, d);
        Shape pairs = o.interleaved() ? rows.concat(Shape.of(d / 2, 2)) : rows.concat(Shape.of(2, d / 2));
        int axis = o.interleaved() ? -1 : -2;
        Tensor t = Shapes.reshape(turning, pairs);
        Tensor a = Shapes.select(t, axis, 0);
        Tensor b = Shapes.select(t, axis, 1);
        Tensor turned = Joining.stack(List.of(F.sub(F.mul(a, cos), F.mul(b, sin)), F.add(F.mul(b, cos), F.mul(a, sin))), axis);
        Tensor y = Shapes.reshape(turned, turning.shape());
        return d == x.dim(-1) ? y : Joining.cat(List.of(y, Shapes.narrow(x, -1, d, x.dim(-1) - d)), -1);
    }

    static Tensor sinusoidal(DType dtype, int length, int depth, double base) {
        String f = "sinusoidalPositions";
        ArgumentException.require(dtype.isFloating(), f, "dtype", dtype, "FLOAT32 or FLOAT64");
        ArgumentException.require(length >= 0 && depth >= 0 && (long) length * depth <= Integer.MAX_VALUE, f, "length and depth",
                length + ", " + depth, "less than 2^31 elements");
        ArgumentException.require(base > 0 && Double.isFinite(base), f, "base", base, "a positive number");
        double[] all = Create.doubles((long) length * depth);
        for (int i = 0; i < depth; i++) {
            double frequency = Math.pow(base, -2.0 * (i / 2) / depth);
            for (int p = 0; p < length; p++) {
                all[p * depth + i] = i % 2 == 0 ? Math.sin(p * frequency) : Math.cos(p * frequency);
            }
        }
        return Tensor.of(NdArray.of(all).to(dtype).reshape(Shape.of(length, depth)));
    }

    /** Scores, beams and tokens of the best continuations. */
    static Tensor[] beamSearchStep(Tensor scores, Tensor logProbs, int beams) {
        String f = "beamSearchStep";
        AxisReduction.floating(f, scores);
        boolean fits = logProbs.rank() >= 2 && logProbs.dtype() == scores.dtype()
                && logProbs.shape().sub(0, logProbs.rank() - 1).equals(scores.shape());
        ArgumentException.require(fits, f, "scores and logProbs",
                scores.dtype() + " " + scores.shape() + ", " + logProbs.dtype() + " " + logProbs.shape(),
                "[..., K] and [..., K, V] of one dtype");
        int k = scores.dim(-1);
        int v = logProbs.dim(-1);
        ArgumentException.require(beams >= 1 && beams <= (long) k * v && (long) k * v <= Integer.MAX_VALUE, f, "beams", beams,
                "1 to " + (long) k * v);
        Tensor all = F.add(Shapes.unsqueeze(scores, -1), logProbs);
        Tensor flat = Shapes.reshape(all, scores.shape().with(scores.rank() - 1, k * v));
        Selected best = F.topk(flat, beams, -1, true);
        Tensor beam = F.floorDivide(best.indices(), Tensor.full(DType.INT64, Shape.SCALAR, v));
        return new Tensor[] {best.values(), beam, F.sub(best.indices(), F.mul(beam, Tensor.full(DType.INT64, Shape.SCALAR, v)))};
    }
}
