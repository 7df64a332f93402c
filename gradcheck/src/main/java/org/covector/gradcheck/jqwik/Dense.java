package org.covector.gradcheck.jqwik;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Source;

/** Whether a function and its pullback give the same bits for views as for dense memory. */
final class Dense {
    private static final Tree<List<Tensor>> LIST = Tree.list(Tree.TENSOR);

    private Dense() {}

    /** What differs, if anything does. */
    static Option<String> difference(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x, long seed) {
        if (x.stream().allMatch(t -> Layout.of(t) == Layout.DENSE)) {
            return Option.none();
        }
        var viewed = Autograd.vjp(LIST, LIST, f, x);
        var dense = Autograd.vjp(LIST, LIST, f, x.stream().map(Layout.DENSE::lay).toList());
        Option<String> value = difference("result", viewed.value(), dense.value());
        if (value.isDefined()) {
            return value;
        }
        List<Tensor> dy = dense.value().stream().map(y -> cotangent(y, new Random(seed))).toList();
        return difference("gradient of input", viewed.pullback().apply(dy), dense.pullback().apply(dy));
    }

    private static Option<String> difference(String what, List<Tensor> viewed, List<Tensor> dense) {
        for (int i = 0; i < dense.size(); i++) {
            Tensor a = Autograd.stopGradient(viewed.get(i));
            Tensor b = Autograd.stopGradient(dense.get(i));
            if (!a.shape().equals(b.shape()) || !Arrays.equals(a.array().toDoubleArray(), b.array().toDoubleArray())) {
                return Option.of(what + " " + i + " depends on the inputs' layout: " + Source.of(a) + ", for dense inputs " + Source.of(b));
            }
        }
        return Option.none();
    }

    private static Tensor cotangent(Tensor y, Random random) {
        double[] values = IntStream.range(0, (int) y.size()).mapToDouble(_ -> y.dtype().isFloating() ? random.nextInt(1, 64) / 32.0 : 0)
                .toArray();
        return Tensor.of(NdArray.of(values).to(y.dtype()).reshape(y.shape()));
    }
}
