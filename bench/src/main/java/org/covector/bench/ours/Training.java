package org.covector.bench.ours;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Models;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Tree;
import org.covector.functional.Tensor;

/** Training steps: loss and gradients by {@code valueAndGrad}, then new parameters by one fused kernel. */
final class Training {
    private static final Tree<Seq<Tensor>> PARAMETERS = Tree.seq(Tree.TENSOR);

    private Training() {}

    static Task mlp(Work.MlpStep w) {
        Tensor x = Values.tensor(1, w.batch(), 784);
        Tensor labels = Tensor.of(Inputs.labels(w.batch()));
        return new Step(Models.MLP, p -> {
            Tensor first = F.relu(F.linear(x, p.get(0), p.get(1)));
            Tensor second = F.relu(F.linear(first, p.get(2), p.get(3)));
            return F.crossEntropy(F.linear(second, p.get(4), p.get(5)), labels);
        });
    }

    static Task cnn(Work.CnnStep w) {
        Tensor x = Values.tensor(1, w.batch(), 1, 28, 28);
        Tensor labels = Tensor.of(Inputs.labels(w.batch()));
        ConvOptions same = ConvOptions.padding(1);
        return new Step(Models.CNN, p -> {
            Tensor first = F.maxPool2d(F.relu(F.conv2d(x, p.get(0), p.get(1), same)), 2);
            Tensor second = F.maxPool2d(F.relu(F.conv2d(first, p.get(2), p.get(3), same)), 2);
            return F.crossEntropy(F.linear(F.reshape(second, w.batch(), 32 * 49), p.get(4), p.get(5)), labels);
        });
    }

    private static final class Step implements Scoped.Stateful {
        private final Function2<Tensor, Tensor, Tensor> descend = Functions.fuse2((Tensor p, Tensor g) -> F.sub(p, F.mul(g, Models.LEARNING_RATE)));
        private final Function1<Seq<Tensor>, Tensor> loss;
        private final Function1<Seq<Tensor>, Tuple2<Tensor, Seq<Tensor>>> lossAndGradients;
        private Seq<Tensor> parameters;

        Step(Models model, Function1<Seq<Tensor>, Tensor> loss) {
            this.loss = loss;
            this.lossAndGradients = Autograd.valueAndGrad(PARAMETERS, loss);
            this.parameters = model.parameters().map(Training::tensor);
        }

        @Override
        public void run() {
            Seq<Tensor> gradients = lossAndGradients.apply(parameters)._2;
            parameters = List.ofAll(parameters.zipWith(gradients, descend));
        }

        @Override
        public Seq<Tensor> state() {
            return parameters;
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
