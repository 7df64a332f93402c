package org.covector.bench.tour.data;

import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.train.Metrics;

/** What is to be learned. */
public sealed interface Task {
    /** How many outputs a model has. */
    int outputs();

    /** What training makes small. */
    Tensor loss(Tensor outputs, Tensor y);

    /** How good outputs are; 1 is perfect. */
    double score(Tensor outputs, Tensor y);

    /** What the score is called. */
    String scoreName();

    /** One of several classes, by their names. */
    record Classes(List<String> names) implements Task {
        @Override
        public int outputs() {
            return names.size();
        }

        @Override
        public Tensor loss(Tensor outputs, Tensor y) {
            return F.crossEntropy(outputs, y);
        }

        @Override
        public double score(Tensor outputs, Tensor y) {
            return Metrics.accuracy(Metrics.classes(outputs), y);
        }

        @Override
        public String scoreName() {
            return "accuracy";
        }
    }

    /** A number, learned as {@code (number - mean) / deviation}. */
    record Value(String name, double mean, double deviation) implements Task {
        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public Tensor loss(Tensor outputs, Tensor y) {
            return F.mseLoss(outputs, y);
        }

        @Override
        public double score(Tensor outputs, Tensor y) {
            return Metrics.r2(outputs, y);
        }

        @Override
        public String scoreName() {
            return "R2";
        }
    }
}
