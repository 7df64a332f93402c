package org.covector.functional.optim;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;

/**
 * Parameters with different optimisers, or different options, by path: the first group whose predicate holds takes a leaf, the last takes
 * what is left.
 *
 * {@snippet :
 * Optimizer sgd = SGD.DEFAULT.withLr(0.1);
 * Optimizer o = Groups.of(sgd).with("biases", path -> path.endsWith("bias"), sgd.withLr(0));
 * Linear model = new Linear(Tensor.of(new double[][] {{1}}), Option.of(Tensor.of(1.0)));
 * Linear grads = model;
 * Linear next = o.update(grads, o.init(Linear.TREE, model), model)._1();
 * Tensor weight = next.weight(); // [[0.9]]
 * Tensor bias = next.bias().get(); // [1]
 * }
 *
 * @param groups the special ones
 * @param others the optimiser of all other leaves
 */
public record Groups(Seq<Group> groups, Optimizer others) implements Optimizer {
    /** The name of the group of all other leaves in the state. */
    private static final String OTHERS = "others";

    /** Refuses null. */
    public Groups {
        Present.require(Groups.class, groups, others);
    }

    /** Leaves by path with their optimiser. */
    public record Group(String name, Predicate<String> paths, Optimizer optimizer) {
        /** Refuses null. */
        public Group {
            Present.require(Group.class, name, paths, optimizer);
        }
    }

    /** One group: all leaves. */
    public static Groups of(Optimizer others) {
        return new Groups(Vector.empty(), others);
    }

    /** These groups with another one, asked after those before. */
    public Groups with(String name, Predicate<String> paths, Optimizer optimizer) {
        ArgumentException.require(!name.equals(OTHERS) && groups.forAll(g -> !g.name().equals(name)), "Groups", "name", name,
                "a name not used before");
        return new Groups(groups.append(new Group(name, paths, optimizer)), others);
    }

    @Override
    public double lr() {
        return others.lr();
    }

    @Override
    public Groups withLr(double lr) {
        return new Groups(groups.map(g -> new Group(g.name(), g.paths(), g.optimizer().withLr(lr))), others.withLr(lr));
    }

    @Override
    public Option<Double> cycledMomentum() {
        return others.cycledMomentum();
    }

    @Override
    public Groups withMomentum(double momentum) {
        return new Groups(groups.map(g -> new Group(g.name(), g.paths(), g.optimizer().withMomentum(momentum))),
                others.withMomentum(momentum));
    }

    @Override
    public Seq<Rate> rates() {
        return groups.flatMap(g -> g.optimizer().rates()).appendAll(others.rates());
    }

    @Override
    public Groups withRates(Seq<Rate> rates) {
        Seq<Rate> left = rates;
        Seq<Group> made = Vector.empty();
        for (Group g : groups) {
            int n = g.optimizer().rates().size();
            made = made.append(new Group(g.name(), g.paths(), g.optimizer().withRates(left.take(n))));
            left = left.drop(n);
        }
        return new Groups(made, others.withRates(left));
    }

    /** The numbers of each group's leaves; those of all others come last. */
    private int[][] assigned(Layout layout) {
        int[][] which = new int[groups.size() + 1][];
        Predicate<String> free = _ -> true;
        for (int i = 0; i < groups.size(); i++) {
            Predicate<String> paths = groups.get(i).paths();
            which[i] = layout.where(free.and(paths));
            free = free.and(paths.negate());
        }
        which[groups.size()] = layout.where(free);
        return which;
    }

    private Seq<Group> all() {
        return groups.append(new Group(OTHERS, _ -> true, others));
    }

    @Override
    public Node begin(Leaves params) {
        int[][] which = assigned(params.layout);
        Branch state = Branch.EMPTY;
        for (int i = 0; i < which.length; i++) {
            Group g = all().get(i);
            state = state.with(g.name(), g.optimizer().begin(params.only(params.layout.only(params, which[i]), which[i])));
        }
        return state;
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        int[][] which = assigned(params.layout);
        Branch at = state.branch();
        Leaves next = params;
        for (int i = 0; i < which.length; i++) {
            Group g = all().get(i);
            Layout part = params.layout.only(params, which[i]);
            Moved moved = g.optimizer().step(grads.only(part, which[i]), at.part(g.name()), params.only(part, which[i]));
            next = next.with(moved.leaves(), which[i]);
            at = at.with(g.name(), moved.state());
        }
        return new Moved(next, at);
    }
}
