package org.covector.functional.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * What each layer of a model makes of an input, in evaluation. {@link Sequential} and {@link Residual} are taken apart; other layers are one
 * row each.
 *
 * @param rows in the order of application
 */
public record Summary(List<Row> rows) {
    /**
     * A layer.
     *
     * @param path in the model
     * @param layer its class
     * @param output shape of its result
     * @param parameters how many numbers are learned
     * @param bytes of all its tensors, buffers included
     * @param flops additions and multiplications
     */
    public record Row(String path, String layer, Shape output, long parameters, long bytes, long flops) {}

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
        rows.add(row(path, layer, x, y));
        return y;
    }

    @SuppressWarnings("unchecked") // a layer's tree is of its own class
    private static Row row(String path, Layer layer, Tensor x, Tensor y) {
        Tree<Layer> tree = (Tree<Layer>) layer.tree();
        long bytes = tree.leaves(layer).stream().mapToLong(t -> t.size() * t.dtype().bytes()).sum();
        String name = layer instanceof Fn f ? f.name() : layer.getClass().getSimpleName();
        return new Row(path, name, y.shape(), tree.count(layer), bytes, layer.flops(x.shape(), y.shape()));
    }

    /** Parameters of all rows. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** Additions and multiplications of all rows. */
    public long flops() {
        return rows.stream().mapToLong(Row::flops).sum();
    }

    /** A table with a line for each row and the totals. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(String.format(Locale.ROOT, "%-24s %-18s %-20s %12s %12s %14s%n", "path", "layer", "output", "parameters", "bytes", "FLOPs"));
        for (Row r : rows) {
            s.append(String.format(Locale.ROOT, "%-24s %-18s %-20s %12d %12d %14d%n", r.path, r.layer, r.output, r.parameters, r.bytes, r.flops));
        }
        return s.append(String.format(Locale.ROOT, "parameters %d, FLOPs %d%n", parameters(), flops())).toString();
    }
}
