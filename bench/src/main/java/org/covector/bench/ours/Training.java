package org.covector.bench.ours;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Models;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.CellWeights;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.nn.LSTM;
import org.covector.functional.nn.LayerNorm;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.MultiheadAttention;
import org.covector.functional.nn.RecurrentOptions;
import org.covector.functional.nn.TransformerEncoderLayer;
import org.covector.functional.nn.TransformerOptions;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.Optimizer;
import org.covector.functional.optim.SGD;
import org.covector.functional.optim.State;

/** Training steps: loss and gradients by {@code valueAndGrad}, then an optimiser's update. */
final class Training {
    private static final Tree<Seq<Tensor>> PARAMETERS = Tree.seq(Tree.TENSOR);

    private Training() {}

    static Task mlp(Work.MlpStep w) {
        Tensor x = Values.tensor(1, w.batch(), 784);
        Tensor labels = Tensor.of(Inputs.labels(w.batch()));
        return step(Models.MLP, w.update(), p -> {
            Tensor first = F.relu(F.linear(x, p.get(0), p.get(1)));
            Tensor second = F.relu(F.linear(first, p.get(2), p.get(3)));
            return F.crossEntropy(F.linear(second, p.get(4), p.get(5)), labels);
        });
    }

    static Task cnn(Work.CnnStep w) {
        Tensor x = Values.tensor(1, w.batch(), 1, 28, 28);
        Tensor labels = Tensor.of(Inputs.labels(w.batch()));
        ConvOptions same = ConvOptions.padding(1);
        return step(Models.CNN, w.update(), p -> {
            Tensor first = F.maxPool2d(F.relu(F.conv2d(x, p.get(0), p.get(1), same)), 2);
            Tensor second = F.maxPool2d(F.relu(F.conv2d(first, p.get(2), p.get(3), same)), 2);
            return F.crossEntropy(F.linear(F.reshape(second, w.batch(), 32 * 49), p.get(4), p.get(5)), labels);
        });
    }

    static Task lstm(Work.LstmStep w) {
        Tensor x = Values.tensor(1, w.length(), w.batch(), w.hidden());
        List<Tensor> p = Models.LSTM.parameters().map(Training::tensor);
        CellWeights cell = new CellWeights(p.get(0), p.get(2), Option.of(p.get(1)), Option.of(p.get(3)), Option.none());
        LSTM start = new LSTM(java.util.List.of(cell), RecurrentOptions.of(w.hidden(), w.hidden()));
        return new Step<>(LSTM.TREE, Work.Update.SGD, start, m -> F.mean(F.square(m.apply(x))));
    }

    static Task transformer(Work.TransformerStep w) {
        Tensor x = Values.tensor(1, w.batch(), w.length(), w.width());
        List<Tensor> p = Models.TRANSFORMER.parameters().map(Training::tensor);
        TransformerOptions o = TransformerOptions.of(w.width(), w.heads()).withDimFeedforward(4 * w.width()).withDropout(0)
                .withBatchFirst();
        Option<Tensor> none = Option.none();
        MultiheadAttention attention = new MultiheadAttention(Option.of(p.get(0)), none, none, none, Option.of(p.get(1)),
                new Linear(p.get(2), Option.of(p.get(3))),
                none, none, MultiheadAttention.options(w.width(), w.heads()).withBatchFirst());
        TransformerEncoderLayer start = new TransformerEncoderLayer(attention, new Linear(p.get(4), Option.of(p.get(5))),
                new Linear(p.get(6), Option.of(p.get(7))),
                LayerNorm.init(w.width()), LayerNorm.init(w.width()), o);
        return new Step<>(TransformerEncoderLayer.TREE, Work.Update.SGD, start, m -> F.mean(F.square(m.apply(x))));
    }

    private static Task step(Models model, Work.Update update, Function1<Seq<Tensor>, Tensor> loss) {
        return new Step<>(PARAMETERS, update, model.parameters().map(Training::tensor), loss);
    }

    private static final class Step<P> implements Scoped.Stateful<Tuple2<P, State<P>>> {
        private final Tree<Tuple2<P, State<P>>> tree;
        private final Optimizer optimizer;
        private final Function1<P, Tensor> loss;
        private final Function1<P, Tuple2<Tensor, P>> lossAndGradients;
        private P parameters;
        private State<P> state;

        Step(Tree<P> tree, Work.Update update, P start, Function1<P, Tensor> loss) {
            this.optimizer = switch (update) {
                case SGD -> SGD.DEFAULT.withLr(Models.LEARNING_RATE);
                case ADAM -> Adam.DEFAULT.withLr(Models.LEARNING_RATE);
            };
            this.tree = Tree.tuple(tree, State.tree());
            this.loss = loss;
            this.lossAndGradients = Autograd.valueAndGrad(tree, loss);
            this.parameters = start;
            this.state = optimizer.init(tree, start);
        }

        @Override
        public void run() {
            Tuple2<P, State<P>> next = optimizer.update(lossAndGradients.apply(parameters)._2, state, parameters);
            parameters = next._1;
            state = next._2;
        }

        @Override
        public Tree<Tuple2<P, State<P>>> tree() {
            return tree;
        }

        @Override
        public Tuple2<P, State<P>> state() {
            return Tuple.of(parameters, state);
        }

        /** Called before any step: the first loss. */
        @Override
        public double[] result() {
            return new double[] {loss.apply(parameters).item()};
        }
    }

    private static Tensor tensor(Models.Parameter parameter) {
        int[] shape = new int[parameter.shape().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(parameter.shape()[i]);
        }
        return Tensor.of(parameter.values(), shape);
    }
}
