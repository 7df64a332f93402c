package org.covector.functional.nn;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * What each layer of a model makes of an input, in evaluation. {@link Sequential} and {@link Residual} are taken apart: each layer within
 * has its own result. Other models with models within are a row with their result and FLOPs, and a row for the tensors of each
 * model within.
 *
 * {@snippet :
 * Sequential net = Sequential.of(Linear.init(Key.of(1), 4, 8), F::relu);
 * long flops = Summary.of(net, Tensor.ones(5, 4)).flops(); // 320
 * }
 *
 * @param rows in the order of application
 */
public record Summary(List<Row> rows) {
    /** Refuses null. */
    public Summary {
        Present.require(Summary.class, rows);
    }

    /**
     * A layer.
     *
     * @param path in the model
     * @param layer its class
     * @param output shape of its result; none for a part of another layer, which alone knows what it is applied to
     * @param parameters how many numbers are learned, those of models within not counted
     * @param bytes of its tensors, buffers included, those of models within not counted
     * @param flops additions and multiplications; 0 for a part of another layer, which has them
     */
    public record Row(String path, String layer, Option<Shape> output, long parameters, long bytes, long flops) {
        /** Refuses null. */
        public Row {
            Present.require(Row.class, path, layer, output);
        }
    }

    /** The rows of a layer applied to x. */
    public static Summary of(Layer layer, Tensor x) {
        List<Row> rows = new ArrayList<>();
        collect("", layer, x, rows);
        return new Summary(List.copyOf(rows));
    }

    private static Tensor collect(String path, Layer layer, Tensor x, List<Row> rows) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (layer instanceof Sequential s) {
            Tensor y = x;
            for (int i = 0; i < s.layers().size(); i++) {
                y = collect(prefix + "layers." + i, s.layers().get(i), y, rows);
            }
            return y;
        }
        if (layer instanceof Residual r) {
            collect(prefix + "inner", r.inner(), x, rows);
            return layer.apply(x);
        }
        Tensor y = layer.apply(x);
        tensors(path, layer, Option.of(y.shape()), layer.flops(x.shape(), y.shape()), rows);
        return y;
    }

    @SuppressWarnings("unchecked") // a model's tree is of its own class
    private static void tensors(String path, Model model, Option<Shape> output, long flops, List<Row> rows) {
        List<Tuple2<String, Model>> within = model.children();
        List<Tree.Leaf> own = ((Tree<Model>) model.tree()).named(model).stream()
                .filter(leaf -> within.stream().noneMatch(w -> leaf.path().startsWith(w._1() + "."))).toList();
        long parameters = own.stream().filter(leaf -> leaf.kind() == Tree.Kind.PARAMETER).mapToLong(leaf -> leaf.value().size()).sum();
        long bytes = own.stream().mapToLong(leaf -> leaf.value().size() * leaf.value().dtype().bytes()).sum();
        rows.add(new Row(path, model instanceof Fn f ? f.name() : model.getClass().getSimpleName(), output, parameters, bytes, flops));
        within.forEach(w -> tensors(path.isEmpty() ? w._1() : path + "." + w._1(), w._2(), Option.none(), 0, rows));
    }

    /** Parameters of all rows. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** Bytes of all rows. */
    public long bytes() {
        return rows.stream().mapToLong(Row::bytes).sum();
    }

    /** Additions and multiplications of all rows. */
    public long flops() {
        return rows.stream().mapToLong(Row::flops).sum();
    }

    /** A table with a line for each row and the totals. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(String.format(Locale.ROOT, "%-24s %-18s %-20s %12s %12s %14s%n", "path", "layer", "output",
                "parameters", "bytes", "FLOPs"));
        for (Row r : rows) {
            s.append(String.format(Locale.ROOT, "%-24s %-18s %-20s %12d %12d %14d%n", r.path, r.layer,
                    r.output.map(Shape::toString).getOrElse(""), r.parameters, r.bytes, r.flops));
        }
        return s.append(String.format(Locale.ROOT, "parameters %d, bytes %d, FLOPs %d%n", parameters(), bytes(), flops())).toString();
    }
}
