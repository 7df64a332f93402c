package org.covector.bench.tour.model;

import java.util.ArrayList;
import java.util.List;
import org.covector.functional.train.Epoch;
import org.covector.functional.train.Listener;
import org.covector.functional.train.TrainState;
import org.covector.functional.train.Trainer;

/** Measures updates; the last of the listeners, so that what others do after a pass is not an update's. */
final class Stopwatch<M> implements Listener<M> {
    private final long start = System.nanoTime();
    private final List<Double> seconds = new ArrayList<>();
    private long since = start;

    @Override
    public void onStep(Trainer.Step<M> step) {
        long now = System.nanoTime();
        seconds.add((now - since) * 1e-9);
        since = now;
    }

    @Override
    public void onEpoch(Epoch epoch, TrainState<M> state) {
        since = System.nanoTime();
    }

    Trained.Pace pace() {
        List<Double> later = seconds.subList(seconds.size() / 2, seconds.size()).stream().sorted().toList();
        return new Trained.Pace(seconds.size(), (System.nanoTime() - start) * 1e-9, seconds.getFirst(), later.get(later.size() / 2));
    }
}
