package org.covector.functional.linalg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Promotion;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Diagonals;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/**
 * Einstein summation: parsed to labels, then contracted two operands at a time, cheapest pair first, each pair as one batched matrix
 * product. Composed of differentiable parts, so it has no derivative of its own.
 */
final class Einsum {
    /** A tensor with a label for each axis. Labels of an ellipsis are digits from its last axis. */
    private record Labelled(Tensor tensor, List<Character> labels) {
        int length(char label) {
            return tensor.dim(labels.indexOf(label));
        }

        double size(Set<Character> some) {
            double size = 1;
            for (char label : some) {
                size *= labels.contains(label) ? length(label) : 1;
            }
            return size;
        }
    }

    private final String expression;
    private final Map<Character, Integer> lengths = new HashMap<>();

    private Einsum(String expression) {
        this.expression = expression;
    }

    static Tensor of(String expression, Tensor... x) {
        return new Einsum(expression).run(x);
    }

    private ArgumentException bad(String argument, Object given, String accepted) {
        return new ArgumentException("einsum", argument, given + " in \"" + expression + "\"", accepted);
    }

    private Tensor run(Tensor... x) {
        String[] sides = expression.replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length > 2 || terms.length != x.length) {
            throw bad("operands", x.length, terms.length + " tensors for as many terms");
        }
        DType dtype = Promotion.of(x);
        List<Labelled> operands = new ArrayList<>();
        int widest = 0;
        for (int i = 0; i < x.length; i++) {
            Labelled l = new Labelled(Convert.to(x[i], dtype), labels(terms[i], x[i].rank()));
            widest = Math.max(widest, (int) l.labels.stream().filter(Character::isDigit).count());
            operands.add(diagonal(l));
        }
        operands.forEach(this::measure);
        int dots = sides.length == 2 && sides[1].contains("...") ? widest : 0; // an ellipsis that the output lacks is summed
        List<Character> output = sides.length == 2 ? labels(sides[1], dots + (int) sides[1].chars().filter(Character::isLetter).count())
                : implicit(sides[0], widest);
        if (output.size() != new LinkedHashSet<>(output).size() || !lengths.keySet().containsAll(output)) {
            throw bad("output", sides.length == 2 ? sides[1] : "", "each label once, all of them labels of the operands");
        }
        return arrange(contract(operands.stream().map(this::broadcast).toList(), output), output);
    }

    /** One label per axis; an ellipsis stands for the axes that letters leave over. */
    private List<Character> labels(String term, int rank) {
        List<Character> labels = new ArrayList<>();
        String letters = term.replaceFirst("\\.\\.\\.", ""); // a second ellipsis is no letter
        int dots = rank - letters.length();
        boolean ellipsis = term.contains("...");
        if (letters.chars().anyMatch(c -> !Character.isLetter(c)) || dots < 0 || dots > 0 && !ellipsis || dots > 10) {
            throw bad("term", "\"" + term + "\" for a tensor of rank " + rank, "a letter for each axis, \"...\" for the rest");
        }
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith("...", i)) {
                for (int d = dots - 1; d >= 0; d--) {
                    labels.add((char) ('0' + d));
                }
                i += 2;
            } else {
                labels.add(term.charAt(i));
            }
        }
        return labels;
    }

    /** Without an arrow: the ellipsis, then the letters that occur once, in alphabetical order. */
    private static List<Character> implicit(String terms, int widest) {
        List<Character> output = new ArrayList<>();
        for (int d = widest - 1; d >= 0; d--) {
            output.add((char) ('0' + d));
        }
        terms.chars().filter(Character::isLetter).filter(c -> terms.indexOf(c) == terms.lastIndexOf(c)).sorted().forEach(c ->
                output.add((char) c));
        return output;
    }

    /** Axes with the same label become one: their diagonal. */
    private Labelled diagonal(Labelled x) {
        for (int i = 0; i < x.labels.size(); i++) {
            int j = x.labels.lastIndexOf(x.labels.get(i));
            if (j > i) {
                int n = x.tensor.dim(i);
                if (x.tensor.dim(j) != n) {
                    throw bad("axis lengths of label '" + x.labels.get(i) + "'", n + " and " + x.tensor.dim(j),
                            "equal lengths in one term");
                }
                List<Character> left = new ArrayList<>(x.labels);
                left.remove(j);
                left.add(left.remove(i));
                return diagonal(new Labelled(Diagonals.diagonal("einsum", x.tensor, 0, i, j), left));
            }
        }
        return x;
    }

    private void measure(Labelled x) {
        for (char label : x.labels) {
            int n = x.length(label);
            int known = lengths.merge(label, n, (a, b) -> a == 1 ? b : a);
            if (n != known && n != 1) {
                throw bad("axis lengths of label '" + label + "'", known + " and " + n, "equal lengths, or 1");
            }
        }
    }

    private Labelled broadcast(Labelled x) {
        return new Labelled(Expand.to(x.tensor, Shape.of(x.labels.stream().mapToInt(lengths::get).toArray())), x.labels);
    }

    private Labelled contract(List<Labelled> all, List<Character> output) {
        List<Labelled> open = new ArrayList<>(all);
        while (open.size() > 1) {
            int left = 0;
            int right = 1;
            double cheapest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < open.size(); i++) {
                for (int j = i + 1; j < open.size(); j++) {
                    double cost = cost(open.get(i), open.get(j), needed(open, i, j, output));
                    if (cost < cheapest) {
                        cheapest = cost;
                        left = i;
                        right = j;
                    }
                }
            }
            Set<Character> needed = needed(open, left, right, output);
            Labelled b = open.remove(right);
            Labelled a = open.remove(left);
            open.add(product(summed(a, union(needed, b.labels)), summed(b, union(needed, a.labels)), needed));
        }
        return summed(open.getFirst(), new LinkedHashSet<>(output));
    }

    /** Labels that the result or another operand still wants. */
    private static Set<Character> needed(List<Labelled> open, int i, int j, List<Character> output) {
        Set<Character> needed = new LinkedHashSet<>(output);
        for (int k = 0; k < open.size(); k++) {
            if (k != i && k != j) {
                needed.addAll(open.get(k).labels);
            }
        }
        return needed;
    }

    /** Elements of the result less those it replaces, then multiplications: what greedy path finders minimise. */
    private double cost(Labelled a, Labelled b, Set<Character> needed) {
        Set<Character> both = union(new LinkedHashSet<>(a.labels), b.labels);
        double work = both.stream().mapToDouble(lengths::get).reduce(1, (x, y) -> x * y);
        double result = both.stream().filter(needed::contains).mapToDouble(lengths::get).reduce(1, (x, y) -> x * y);
        return result - a.size(new LinkedHashSet<>(a.labels)) - b.size(new LinkedHashSet<>(b.labels)) + 1e-3 * work;
    }

    private static Set<Character> union(Set<Character> a, List<Character> b) {
        Set<Character> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all;
    }

    private static Labelled summed(Labelled x, Set<Character> kept) {
        int[] axes = IntStream.range(0, x.labels.size()).filter(i -> !kept.contains(x.labels.get(i))).toArray();
        return axes.length == 0 ? x : new Labelled(AxisReduction.sum(x.tensor, axes, false),
                x.labels.stream().filter(kept::contains).toList());
    }

    private Labelled product(Labelled a, Labelled b, Set<Character> needed) {
        List<Character> batch = a.labels.stream().filter(l -> b.labels.contains(l) && needed.contains(l)).toList();
        List<Character> inner = a.labels.stream().filter(l -> b.labels.contains(l) && !needed.contains(l)).toList();
        List<Character> rows = a.labels.stream().filter(l -> !b.labels.contains(l)).toList();
        List<Character> columns = b.labels.stream().filter(l -> !a.labels.contains(l)).toList();
        Tensor left = Shapes.reshape(arrange(a, join(batch, rows, inner)), size(batch), size(rows), size(inner));
        Tensor right = Shapes.reshape(arrange(b, join(batch, inner, columns)), size(batch), size(inner), size(columns));
        Tensor y = inner.isEmpty() ? F.mul(left, right) : Matrix.matmul(left, right);
        List<Character> labels = join(batch, rows, columns);
        return new Labelled(Shapes.reshape(y, Shape.of(labels.stream().mapToInt(lengths::get).toArray())), labels);
    }

    private static List<Character> join(List<Character> a, List<Character> b, List<Character> c) {
        return Stream.of(a, b, c).flatMap(List::stream).collect(Collectors.toList());
    }

    private int size(List<Character> labels) {
        return Shape.length("einsum", Shape.of(labels.stream().mapToInt(lengths::get).toArray()).size());
    }

    private static Tensor arrange(Labelled x, List<Character> order) {
        return Shapes.permute(x.tensor, order.stream().mapToInt(x.labels::indexOf).toArray());
    }
}
