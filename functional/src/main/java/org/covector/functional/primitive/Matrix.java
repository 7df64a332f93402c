package org.covector.functional.primitive;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Matmul;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Promotion;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Matrix products. Bilinear, so every derivative is made of the same products again. */
public final class Matrix {
    private Matrix() {}

    /** {@code y = a b} for tensors of rank 2 and more, batch axes broadcast. */
    private record Product() implements Linear {
        private static final Linearity BILINEAR = Linearity.each(0, 1);

        @Override
        public String name() {
            return "matmul";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Matmul.matmul(x[0], x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor a = x[0];
            Tensor b = x[1];
            return Vjp.of(Apply.one(this, x), List.of(x), (dy, which) -> new Cotangent[] {
                which.has(0) ? SumTo.to(matmul(dy, transposed(b)), a.shape()) : Cotangent.ZERO,
                which.has(1) ? SumTo.to(matmul(transposed(a), dy), b.shape()) : Cotangent.ZERO
            });
        }

        @Override
        public Linearity linearity() {
            return BILINEAR;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int rank = Math.max(at.rank(x, 0), at.rank(x, 1));
            return new Tensor[] {product(at.aligned(x, 0, rank), at.aligned(x, 1, rank))};
        }
    }

    /** {@code y = x w^T + b} for x of rank 2. Inputs x, w and maybe b. */
    private record Affine() implements Structural {
        private static final Linearity AFFINE = Linearity.affine(Ints.of(0, 1), 2);

        @Override
        public String name() {
            return "linear";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Matmul.linear(x[0], x[1], x.length > 2 ? Option.of(x[2]) : Option.none())};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            boolean bias = x.length > 2;
            return Vjp.of(Apply.one(this, x), List.of(x[0], x[1]), (dy, which) -> {
                Cotangent dx = which.has(0) ? matmul(dy, x[1]) : Cotangent.ZERO;
                Cotangent dw = which.has(1) ? matmul(transposed(dy), x[0]) : Cotangent.ZERO;
                Cotangent db = which.has(2) ? AxisReduction.sum(dy, new int[] {0}, false) : Cotangent.ZERO;
                return bias ? new Cotangent[] {dx, dw, db} : new Cotangent[] {dx, dw};
            });
        }

        @Override
        public Linearity linearity() {
            return AFFINE;
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tangent dy = Jvp.sum(dx[0] instanceof Tensor d ? Apply.one(this, d, x[1]) : Cotangent.ZERO,
                    dx[1] instanceof Tensor d ? Apply.one(this, x[0], d) : Cotangent.ZERO);
            return Jvp.of(y, Jvp.sum(dy, x.length > 2 && dx[2] instanceof Tensor d ? Expand.to(d, y.shape()) : Cotangent.ZERO));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.only(0)) { // one tall product
                Tensor[] in = x.clone();
                in[0] = Shapes.reshape(x[0], Shape.of(rows(x[0]), x[0].dim(-1)));
                return new Tensor[] {Shapes.reshape(Apply.one(this, in), x[0].dim(0), x[0].dim(1), x[1].dim(0))};
            }
            Tensor y = product(x[0], transposed(x[1]));
            Tensor all = y.rank() == 2 ? at.repeated(y) : y;
            return new Tensor[] {x.length == 2 ? all : F.add(all, at.has(2) ? Shapes.unsqueeze(x[2], 1) : x[2])};
        }
    }

    public static Tensor transposed(Tensor x) {
        return Shapes.transpose(x, -2, -1);
    }

    /** f of matrices, NaN for those with an element that is NaN or infinite. */
    public static Tensor whereFinite(Tensor a, Function1<Tensor, Tensor> f) {
        Tensor finite = F.all(F.isfinite(a), true, -2, -1);
        return F.where(finite, f.apply(F.where(finite, a, 0)), Double.NaN);
    }

    /** Every case of torch: vectors count as rows on the left and columns on the right, batch axes broadcast. */
    public static Tensor matmul(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) { // not require: a small product would feel the making of the texts
            throw new ArgumentException("matmul", "shapes", x.shape() + " and " + y.shape(), "tensors with at least one axis");
        }
        DType dtype = Promotion.of(x, y);
        if (dtype == DType.BOOL) {
            throw new ArgumentException("matmul", "dtypes", x.dtype() + " and " + y.dtype(), "numbers");
        }
        Tensor a = Convert.to(x.rank() == 1 ? Shapes.unsqueeze(x, 0) : x, dtype);
        Tensor b = Convert.to(y.rank() == 1 ? Shapes.unsqueeze(y, 1) : y, dtype);
        if (a.dim(-1) != b.dim(-2)) {
            throw new ArgumentException("matmul", "shapes", x.shape() + " and " + y.shape(),
                    "as many columns on the left as rows on the right");
        }
        Tensor z = product(a, b);
        if (x.rank() == 1) {
            z = Shapes.reshape(z, z.shape().without(z.rank() - 2));
        }
        return y.rank() == 1 ? Shapes.reshape(z, z.shape().without(z.rank() - 1)) : z;
    }

    private static Tensor product(Tensor a, Tensor b) {
        if (b.rank() == 2 && a.rank() > 2) { // one tall product, whose weight gradient is one product too
            Tensor tall = Shapes.reshape(a, Shape.of(rows(a), a.dim(-1)));
            return Shapes.reshape(Apply.one(new Product(), tall, b), a.shape().with(a.rank() - 1, b.dim(-1)));
        }
        return Apply.one(new Product(), a, b);
    }

    private static int rows(Tensor a) {
        return Shape.length("matmul", a.shape().sub(0, a.rank() - 1).size());
    }

    /** {@code x w^T + b}; x of any rank from 1, w of rank 2, or 1 for a single output. */
    public static Tensor linear(Tensor x, Tensor w, Option<Tensor> b) {
        ArgumentException.require(x.rank() > 0, "linear", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(w.rank() == 1 || w.rank() == 2, "linear", "weight", w.shape(), "[out, in], or [in] for one output");
        if (x.dim(-1) != w.dim(-1)) {
            throw new ArgumentException("linear", "shapes", x.shape() + " and " + w.shape(),
                    "a last axis of x as long as that of the weight");
        }
        DType dtype = b.isDefined() ? Promotion.of(x, w, b.get()) : Promotion.of(x, w);
        if (dtype == DType.BOOL) {
            throw new ArgumentException("linear", "dtypes", x.dtype() + " and " + w.dtype(), "numbers");
        }
        int out = w.rank() == 1 ? 1 : w.dim(0);
        b.forEach(t -> ArgumentException.require(t.rank() == 0 || t.rank() == 1 && (t.dim(0) == out || t.dim(0) == 1), "linear", "bias",
                t.shape(), "[" + out + "]"));
        Tensor x2 = Shapes.reshape(Convert.to(x, dtype), Shape.of(rows(x), x.dim(-1)));
        Tensor w2 = Shapes.reshape(Convert.to(w, dtype), Shape.of(out, x.dim(-1)));
        if (dtype == DType.INT64) {
            Tensor product = Shapes.reshape(matmul(x2, transposed(w2)), affine(x, w, out));
            return b.fold(() -> product, t -> F.add(product, Convert.to(w.rank() == 1 ? Shapes.reshape(t, Shape.SCALAR) : t, dtype)));
        }
        Tensor y = b.fold(
                () -> Apply.one(new Affine(), x2, w2),
                t -> Apply.one(new Affine(), x2, w2, Expand.to(Convert.to(t, dtype), Shape.of(out))));
        return Shapes.reshape(y, affine(x, w, out));
    }

    private static Shape affine(Tensor x, Tensor w, int out) {
        return w.rank() == 1 ? x.shape().without(x.rank() - 1) : x.shape().with(x.rank() - 1, out);
    }

    public static Tensor outer(Tensor x, Tensor y) {
        vectors("outer", x, y);
        return F.mul(Shapes.unsqueeze(x, 1), Shapes.unsqueeze(y, 0));
    }

    public static Tensor dot(Tensor x, Tensor y) {
        vectors("dot", x, y);
        ArgumentException.require(x.dim(0) == y.dim(0), "dot", "shapes", x.shape() + " and " + y.shape(), "vectors of equal length");
        return matmul(x, y);
    }

    public static Tensor mm(Tensor x, Tensor y) {
        ranks("mm", 2, 2, x, y);
        return matmul(x, y);
    }

    public static Tensor mv(Tensor x, Tensor y) {
        ranks("mv", 2, 1, x, y);
        return matmul(x, y);
    }

    public static Tensor bmm(Tensor x, Tensor y) {
        ranks("bmm", 3, 3, x, y);
        ArgumentException.require(x.dim(0) == y.dim(0), "bmm", "shapes", x.shape() + " and " + y.shape(), "equally many matrices");
        return matmul(x, y);
    }

    private static void vectors(String function, Tensor x, Tensor y) {
        ranks(function, 1, 1, x, y);
    }

    private static void ranks(String function, int left, int right, Tensor x, Tensor y) {
        ArgumentException.require(x.rank() == left && y.rank() == right, function, "shapes", x.shape() + " and " + y.shape(),
                "ranks " + left + " and " + right);
    }
}
