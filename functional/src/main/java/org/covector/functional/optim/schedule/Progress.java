package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Branch;
import org.covector.functional.optim.Node;
import org.covector.functional.optim.Rate;

/**
 * Where a {@link Schedule} is: an immutable value, and a tree of tensors ({@link #TREE}) to be saved.
 *
 * {@snippet :
 * Schedule s = new Schedules.StepLR(2, 0.1);
 * Progress at = s.step(s.step(s.begin(1)));
 * long epoch = at.epoch(); // 2
 * double lr = at.lr(0); // 0.1
 * }
 *
 * @param epoch steps so far
 * @param rates of the groups now
 * @param bases the learning rates that the groups began with
 * @param numbers what the schedule remembers besides
 * @param parts the progress of schedules inside
 */
public record Progress(long epoch, Seq<Rate> rates, Seq<Double> bases, Seq<Double> numbers, Seq<Progress> parts) {
    /** Where the tensors of a progress are: FLOAT64 vectors, INT64 for the step. */
    public static final Tree<Progress> TREE = (value, at, visitor) -> {
        Node node = value.branch().traverse(at, (path, t) -> visitor.leaf(path, Tree.Kind.BUFFER, t));
        return value.from(node.branch());
    };

    /** Refuses null. */
    public Progress {
        Present.require(Progress.class, rates, bases, numbers, parts);
    }

    /** Before step 0. */
    static Progress of(Seq<Rate> rates) {
        return new Progress(0, rates, rates.map(Rate::lr), Vector.empty(), Vector.empty());
    }

    /** The learning rate of a group. */
    public double lr(int group) {
        return rates.get(group).lr();
    }

    /** The learning rate that a group began with. */
    public double base(int group) {
        return bases.get(group);
    }

    Progress at(long step, Seq<Rate> next) {
        return new Progress(step, next, bases, numbers, parts);
    }

    Progress withRates(Seq<Rate> next) {
        return new Progress(epoch, next, bases, numbers, parts);
    }

    Progress withBases(Seq<Double> next) {
        return new Progress(epoch, rates, next, numbers, parts);
    }

    Progress with(Double... remembered) {
        return new Progress(epoch, rates, bases, Vector.of(remembered), parts);
    }

    Progress withParts(Seq<Progress> inside) {
        return new Progress(epoch, rates, bases, numbers, inside);
    }

    // ---- as tensors

    private static Tensor vector(Seq<Double> values) {
        return Tensor.of(values.toJavaStream().mapToDouble(v -> v).toArray());
    }

    private static Seq<Double> numbers(Tensor t) {
        return Vector.ofAll(t.toDoubleArray());
    }

    Branch branch() {
        Branch made = Branch.EMPTY.with("epoch", epoch).with("lr", vector(rates.map(Rate::lr)))
                .with("momentum", vector(rates.map(r -> r.momentum().getOrElse(Double.NaN)))).with("baseLr", vector(bases)).with("numbers",
                vector(numbers));
        for (int i = 0; i < parts.size(); i++) {
            made = made.with(String.valueOf(i), parts.get(i).branch());
        }
        return made;
    }

    Progress from(Branch saved) {
        Seq<Double> lr = numbers(saved.value("lr"));
        Seq<Double> momentum = numbers(saved.value("momentum"));
        Seq<Rate> made = rates.zipWithIndex((r, i) -> new Rate(lr.get(i), Double.isNaN(momentum.get(i)) ? Option.none()
                : Option.of(momentum.get(i)), r.isBeta()));
        return new Progress(saved.count("epoch"), made, numbers(saved.value("baseLr")), numbers(saved.value("numbers")),
                parts.zipWithIndex((p, i) -> p.from(saved.part(String.valueOf(i)).branch())));
    }
}
