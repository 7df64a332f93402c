package org.covector.functional.optim;

import io.vavr.collection.LinkedHashMap;
import java.util.function.Consumer;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;
import org.jspecify.annotations.Nullable;

/**
 * A state with parts: numbers and vectors of the whole, a tensor for each parameter, and the states of optimisers inside.
 *
 * {@snippet :
 * Branch state = Branch.EMPTY.with("step", 3L).with("best", Tensor.scalar(0.5));
 * long step = state.count("step"); // 3
 * Tensor best = state.value("best"); // 0.5
 * }
 *
 * @param values tensors by name
 * @param copies by name, a tensor for each parameter
 * @param parts by name, the states inside
 */
public record Branch(
        LinkedHashMap<String, Tensor> values, LinkedHashMap<String, Leaves> copies, LinkedHashMap<String, Node> parts)
        implements Node {
    /** A state with nothing in it. */
    public static final Branch EMPTY = new Branch(LinkedHashMap.empty(), LinkedHashMap.empty(), LinkedHashMap.empty());

    /** Refuses null. */
    public Branch {
        Present.require(Branch.class, values, copies, parts);
    }

    /** This state with a tensor. */
    public Branch with(String name, Tensor value) {
        return new Branch(values.put(name, value), copies, parts);
    }

    /** This state with a tensor for each parameter. */
    public Branch with(String name, Leaves copy) {
        return new Branch(values, copies.put(name, copy), parts);
    }

    /** This state with a state inside. */
    public Branch with(String name, Node part) {
        return new Branch(values, copies, parts.put(name, part));
    }

    /** This state with an INT64 scalar. */
    public Branch with(String name, long value) {
        return with(name, Tensor.scalar(value));
    }

    /** This state with a FLOAT64 scalar. */
    public Branch with(String name, double value) {
        return with(name, Tensor.scalar(value));
    }

    /** A tensor by name. */
    public Tensor value(String name) {
        return values.get(name).getOrElseThrow(() -> strange(name));
    }

    /** An INT64 scalar by name. */
    public long count(String name) {
        return value(name).array().getLong();
    }

    /** A tensor for each parameter, by name. */
    public Leaves copy(String name) {
        return copies.get(name).getOrElseThrow(() -> strange(name));
    }

    /** A state inside, by name. */
    public Node part(String name) {
        return parts.get(name).getOrElseThrow(() -> strange(name));
    }

    private static ArgumentException strange(String name) {
        return new ArgumentException("update", "state", "one without " + name, "the state that this optimiser's init made");
    }

    @Override
    public void held(Consumer<Tensor> holds) {
        values.values().forEach(holds);
        copies.values().forEach(c -> c.held(holds));
        parts.values().forEach(p -> p.held(holds));
    }

    @Override
    public Node traverse(Tree.Path at, Visitor visitor) {
        LinkedHashMap<String, Tensor> newValues = LinkedHashMap.empty();
        for (var e : values) {
            newValues = newValues.put(e._1(), visitor.leaf(at.then(e._1()), e._2()));
        }
        LinkedHashMap<String, Leaves> newCopies = LinkedHashMap.empty();
        for (var e : copies) {
            Leaves old = e._2();
            Tree.Path inside = at.then(e._1());
            newCopies = newCopies.put(e._1(), Leaves.of(old.layout, i -> {
                @Nullable Tensor t = old.maybe(i);
                return t == null ? null : visitor.leaf(inside.then(old.path(i)), t);
            }));
        }
        LinkedHashMap<String, Node> newParts = LinkedHashMap.empty();
        for (var e : parts) {
            newParts = newParts.put(e._1(), e._2().traverse(at.then(e._1()), visitor));
        }
        return new Branch(newValues, newCopies, newParts);
    }
}
