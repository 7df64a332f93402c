package org.covector.bench.tour.model;

import io.vavr.Function1;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.covector.bench.tour.data.Sample;
import org.covector.bench.tour.data.Split;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Minibatch gradient descent: one pure function from a model and data to what became of it. */
public final class Training {
    private Training() {}

    /** Trains; {@code watch} sees every epoch as it ends. */
    public static <P> Trained train(Model<P> model, Split data, Plan plan, Consumer<Epoch> watch) {
        long start = System.nanoTime();
        Adam<P> state = Adam.start(model.tree(), model.start());
        List<Epoch> epochs = new ArrayList<>();
        int batches = Math.ceilDiv(data.train().size(), plan.batch());
        for (int epoch = 0; epoch < plan.epochs(); epoch++) {
            Tensor order = F.permutation(plan.key().fold(epoch), data.train().size());
            double loss = 0;
            for (int b = 0; b < batches; b++) {
                int from = b * plan.batch();
                Tensor rows = F.narrow(order, 0, from, Math.min(plan.batch(), data.train().size() - from));
                Sample batch = data.train().rows(rows);
                Function1<P, Tensor> objective = p -> data.task().loss(model.forward().apply(p, batch.x()), batch.y());
                Tuple2<Tensor, P> at = Autograd.valueAndGrad(model.tree(), objective).apply(state.params());
                state = state.update(at._2(), plan.rateAt((epoch + (double) b / batches) / plan.epochs()));
                loss += at._1().item() / batches;
            }
            Tensor y = model.forward().apply(state.params(), data.test().x());
            Epoch done = new Epoch(epoch + 1, loss, data.task().loss(y, data.test().y()).item(), data.task().score(y, data.test().y()));
            epochs.add(done);
            watch.accept(done);
        }
        Tensor outputs = model.forward().apply(state.params(), data.test().x());
        return new Trained(model.name(), List.copyOf(epochs), outputs, (System.nanoTime() - start) * 1e-9, state.step());
    }
}
