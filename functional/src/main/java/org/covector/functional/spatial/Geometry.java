package org.covector.functional.spatial;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;

/** Turns of the plane and of space, composed of pointwise functions. */
final class Geometry {
    private Geometry() {}

    private static List<Tensor> parts(String function, String argument, Tensor t, int count) {
        AxisReduction.floating(function, t);
        ArgumentException.require(t.rank() >= 1 && t.dim(-1) == count, function, argument, t.shape(), "[..., " + count + "]");
        return IntStream.range(0, count).mapToObj(i -> Shapes.select(t, -1, i)).toList();
    }

    private static Tensor matrix(int rows, Tensor... elements) {
        List<Tensor> all = alike(elements);
        return Joining.stack(IntStream.range(0, rows).mapToObj(i -> Joining.stack(all.subList(i * rows, (i + 1) * rows), -1)).toList(), -2);
    }

    private static List<Tensor> alike(Tensor... t) {
        Shape shape = t[0].shape();
        for (Tensor each : t) {
            shape = shape.broadcast("rotationMatrix", each.shape());
        }
        Shape all = shape;
        return Arrays.stream(t).map(e -> Expand.to(e, all)).toList();
    }

    static Tensor rotation(Tensor angle) {
        AxisReduction.floating("rotationMatrix", angle);
        Tensor c = F.cos(angle);
        Tensor s = F.sin(angle);
        return matrix(2, c, F.neg(s), s, c);
    }

    /** The vector divided by its length; 0 stays 0. */
    private static Tensor unit(String function, Tensor axis, Tensor angle) {
        parts(function, "axis", axis, 3);
        ArgumentException.require(angle.dtype() == axis.dtype(), function, "angle", angle.dtype(), "axis' dtype, " + axis.dtype());
        Tensor length = F.norm(axis, 2, true, -1);
        return F.div(axis, F.where(F.eq(length, 0), 1, length));
    }

    static Tensor rotation(Tensor axis, Tensor angle) {
        List<Tensor> u = parts("rotationMatrix", "axis", unit("rotationMatrix", axis, angle), 3);
        Tensor x = u.get(0);
        Tensor y = u.get(1);
        Tensor z = u.get(2);
        Tensor s = F.sin(angle);
        Tensor v = F.mul(F.square(F.sin(F.mul(angle, 0.5))), 2); // 1 - cos a without cancellation
        Tensor xy = F.mul(v, F.mul(x, y));
        Tensor xz = F.mul(v, F.mul(x, z));
        Tensor yz = F.mul(v, F.mul(y, z));
        return matrix(3,
                diagonal(v, y, z), F.sub(xy, F.mul(s, z)), F.add(xz, F.mul(s, y)),
                F.add(xy, F.mul(s, z)), diagonal(v, x, z), F.sub(yz, F.mul(s, x)),
                F.sub(xz, F.mul(s, y)), F.add(yz, F.mul(s, x)), diagonal(v, x, y));
    }

    /** {@code 1 - v (a^2 + b^2)}. */
    private static Tensor diagonal(Tensor v, Tensor a, Tensor b) {
        return F.add(F.neg(F.mul(v, F.add(F.square(a), F.square(b)))), 1);
    }

    static Tensor multiply(Tensor p, Tensor q) {
        List<Tensor> a = parts("quaternionMultiply", "p", p, 4);
        List<Tensor> b = parts("quaternionMultiply", "q", q, 4);
        ArgumentException.require(p.dtype() == q.dtype(), "quaternionMultiply", "q", q.dtype(), "p's dtype, " + p.dtype());
        int[][] with = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0}};
        int[][] sign = {{1, -1, -1, -1}, {1, 1, 1, -1}, {1, -1, 1, 1}, {1, 1, -1, 1}};
        return Joining.stack(IntStream.range(0, 4).mapToObj(r -> {
            Tensor sum = F.mul(a.get(0), b.get(with[r][0]));
            for (int k = 1; k < 4; k++) {
                Tensor term = F.mul(a.get(k), b.get(with[r][k]));
                sum = sign[r][k] > 0 ? F.add(sum, term) : F.sub(sum, term);
            }
            return sum;
        }).toList(), -1);
    }

    static Tensor quaternion(Tensor axis, Tensor angle) {
        Tensor u = unit("quaternionOf", axis, angle);
        Tensor half = F.mul(angle, 0.5);
        Tensor s = F.sin(half);
        List<Tensor> v = parts("quaternionOf", "axis", u, 3);
        return Joining.stack(alike(F.cos(half), F.mul(s, v.get(0)), F.mul(s, v.get(1)), F.mul(s, v.get(2))), -1);
    }

    static Tensor matrix(Tensor q) {
        List<Tensor> t = parts("quaternionMatrix", "q", q, 4);
        ArgumentException.require(q.dtype() == DType.FLOAT32 || q.dtype() == DType.FLOAT64, "quaternionMatrix", "q", q.dtype(),
                "FLOAT32 or FLOAT64");
        Tensor length = F.norm(q, 2, false, -1);
        List<Tensor> n = t.stream().map(e -> F.div(e, length)).toList();
        Tensor w = n.get(0);
        Tensor x = n.get(1);
        Tensor y = n.get(2);
        Tensor z = n.get(3);
        Tensor two = Tensor.full(q.dtype(), Shape.SCALAR, 2);
        return matrix(3,
                diagonal(two, y, z), twice(x, y, w, z, false), twice(x, z, w, y, true),
                twice(x, y, w, z, true), diagonal(two, x, z), twice(y, z, w, x, false),
                twice(x, z, w, y, false), twice(y, z, w, x, true), diagonal(two, x, y));
    }

    /** {@code 2 (a b + c d)}, or minus. */
    private static Tensor twice(Tensor a, Tensor b, Tensor c, Tensor d, boolean plus) {
        Tensor ab = F.mul(a, b);
        Tensor cd = F.mul(c, d);
        return F.mul(plus ? F.add(ab, cd) : F.sub(ab, cd), 2);
    }
}
