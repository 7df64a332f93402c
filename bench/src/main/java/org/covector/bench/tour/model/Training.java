package org.covector.bench.tour.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.covector.bench.tour.data.Split;
import org.covector.functional.Tensor;
import org.covector.functional.nn.Sequential;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.schedule.Scheduled;
import org.covector.functional.optim.schedule.Schedules;
import org.covector.functional.train.Batches;
import org.covector.functional.train.Examples;
import org.covector.functional.train.Fit;
import org.covector.functional.train.Listener;
import org.covector.functional.train.Objective;
import org.covector.functional.train.TrainState;
import org.covector.functional.train.Trainer;

/** Adam on shuffled mini-batches, along a cosine. */
public final class Training {
    private Training() {}

    /** Trains; {@code watch} sees every epoch as it ends. */
    public static Trained train(String name, Sequential model, Split data, Plan plan, Consumer<Epoch> watch) {
        Batches<Examples> batches = data.train().batches(plan.batch());
        Trainer<Sequential, Examples> trainer = Trainer.of(Sequential.TREE,
                new Scheduled(Adam.DEFAULT.withLr(plan.rate()), new Schedules.CosineAnnealingLR(plan.epochs() * batches.count(), 0)),
                Objective.of(data.task()::loss));
        List<Epoch> epochs = new ArrayList<>();
        Listener<Sequential> test = new Listener<>() {
            @Override
            public void onEpoch(org.covector.functional.train.Epoch epoch, TrainState<Sequential> state) {
                Tensor y = state.model().apply(data.test().x());
                epochs.add(new Epoch((int) epoch.number(), epoch.loss(), data.task().loss(y, data.test().y()).item(),
                        data.task().score(y, data.test().y())));
                watch.accept(epochs.getLast());
            }
        };
        Stopwatch<Sequential> stopwatch = new Stopwatch<>();
        Sequential trained = Fit.of(trainer, batches, plan.epochs()).withListener(test).withListener(stopwatch)
                .run(trainer.begin(model, plan.key())).last().model();
        return new Trained(name, List.copyOf(epochs), trained.apply(data.test().x()), stopwatch.pace());
    }
}
