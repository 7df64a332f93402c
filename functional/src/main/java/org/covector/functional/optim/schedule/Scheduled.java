package org.covector.functional.optim.schedule;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Branch;
import org.covector.functional.optim.Leaves;
import org.covector.functional.optim.Moved;
import org.covector.functional.optim.Node;
import org.covector.functional.optim.Optimizer;
import org.covector.functional.optim.Rate;
import org.covector.functional.optim.State;

/**
 * An optimiser whose learning rates follow a schedule by itself, one step of it for each update; where it is, is part of the state.
 *
 * {@snippet :
 * Optimizer o = new Scheduled(SGD.DEFAULT.withLr(0.1), new Schedules.ExponentialLR(0.5));
 * Tensor p = Tensor.of(1.0);
 * var one = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p);
 * Tensor two = o.update(Tensor.of(2.0), one._2(), one._1())._1(); // [0.7]
 * }
 *
 * @param optimizer with the base learning rates
 * @param schedule which looks at no metric
 */
public record Scheduled(Optimizer optimizer, Schedule schedule) implements Optimizer {
    /** Refuses null. */
    public Scheduled {
        Present.require(Scheduled.class, optimizer, schedule);
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public Scheduled withLr(double lr) {
        return new Scheduled(optimizer.withLr(lr), schedule);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public Scheduled withMomentum(double momentum) {
        return new Scheduled(optimizer.withMomentum(momentum), schedule);
    }

    @Override
    public Seq<Rate> rates() {
        return optimizer.rates();
    }

    @Override
    public Scheduled withRates(Seq<Rate> rates) {
        return new Scheduled(optimizer.withRates(rates), schedule);
    }

    /** The rates of the next update. */
    public Seq<Rate> rates(State<?> state) {
        return at(state.node().branch()).rates();
    }

    private Progress at(Branch state) {
        return schedule.begin(optimizer.rates()).from(state.part("schedule").branch());
    }

    @Override
    public Node begin(Leaves params) {
        Branch progress = schedule.begin(optimizer.rates()).branch();
        return new Branch(LinkedHashMap.empty(), LinkedHashMap.empty(), LinkedHashMap.of("optimizer", optimizer.begin(params), "schedule",
                progress));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch branch = state.branch();
        Progress now = at(branch);
        Moved moved = optimizer.withRates(now.rates()).step(grads, branch.part("optimizer"), params);
        return new Moved(moved.leaves(), branch.with("optimizer", moved.state()).with("schedule", schedule.step(now).branch()));
    }
}
