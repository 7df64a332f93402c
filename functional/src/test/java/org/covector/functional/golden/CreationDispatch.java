package org.covector.functional.golden;

import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reference functions that make tensors of numbers, or compare whole tensors. */
final class CreationDispatch {
    private CreationDispatch() {}

    static void addTo(Dispatch d) {
        d.one("torch.zeros", a -> Tensor.zeros(a.dtype(DType.FLOAT32), a.ints("size")));
        d.one("torch.ones", a -> Tensor.ones(a.dtype(DType.FLOAT32), a.ints("size")));
        d.one("torch.full", a -> Tensor.full(a.dtype(DType.FLOAT32), Shape.of(a.ints("size")), a.number("fill_value", 0)));
        d.one("torch.zeros_like", a -> Tensor.zerosLike(a.tensor("input")).to(a.dtype(a.tensor("input").dtype())));
        d.one("torch.ones_like", a -> Tensor.onesLike(a.tensor("input")).to(a.dtype(a.tensor("input").dtype())));
        d.one("torch.full_like", a -> Tensor.full(a.dtype(a.tensor("input").dtype()), a.tensor("input").shape(),
                a.number("fill_value", 0)));
        d.one("torch.eye", a -> Tensor.eye(a.dtype(DType.FLOAT32), a.whole("n", 0), a.whole("m", a.whole("n", 0))));
        d.one("torch.arange", a -> Tensor.arange(a.dtype(a.isWhole("start") && a.isWhole("end") && a.isWhole("step") ? DType.INT64
                : DType.FLOAT32), a.number("start", 0), a.number("end", 0), a.number("step", 1)));
        d.one("torch.linspace", a -> Tensor.linspace(a.dtype(DType.FLOAT32), a.number("start", 0), a.number("end", 1),
                a.whole("steps", 1)));
        d.one("torch.logspace", a -> Tensor.of(Create.logspace(a.dtype(DType.FLOAT32), a.number("start", 0), a.number("end", 1),
                a.whole("steps", 1), a.number("base", 10))));
        d.one("torch.allclose", a -> truth(a.tensor("input").shape().equals(a.tensor("other").shape())
                && F.all(F.isclose(a.tensor("input"), a.tensor("other"), a.number("rtol", 1e-5), a.number("atol", 1e-8),
                a.flag("equal_nan", false))).item() != 0));
        d.one("torch.equal", a -> truth(a.tensor("input").equal(a.tensor("other"))));
    }

    private static Tensor truth(boolean value) {
        return Tensor.full(DType.BOOL, Shape.SCALAR, value ? 1 : 0);
    }
}
