package org.covector.bench.tour;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.covector.bench.compare.Progress;
import org.covector.bench.tour.data.Learnable;
import org.covector.bench.tour.data.Split;
import org.covector.bench.tour.data.Table;
import org.covector.bench.tour.data.TableException;
import org.covector.bench.tour.data.Task;
import org.covector.bench.tour.model.Networks;
import org.covector.bench.tour.model.Plan;
import org.covector.bench.tour.model.Text;
import org.covector.bench.tour.model.TextModels;
import org.covector.bench.tour.model.Trained;
import org.covector.bench.tour.model.Training;
import org.covector.functional.Key;
import org.covector.functional.nn.Sequential;

/**
 * The chapter on learning.
 *
 * @param data what was learned from
 * @param pictures whether its samples are pictures of 8 x 8
 * @param models in the order of their training; the last is looked at closely
 */
public record Learning(Split data, boolean pictures, List<Trained> models) {
    private static final String DIGITS = "/data/digits.csv";
    private static final int HIDDEN = 128;
    private static final Key KEY = Key.of(25);

    static Split data(Settings settings) throws IOException, TableException {
        if (settings.data().isDefined()) {
            return Learnable.of(Table.read(settings.data().get()), settings.label());
        }
        try (InputStream in = Learning.class.getResourceAsStream(DIGITS)) {
            if (in == null) {
                throw new IOException(DIGITS + " is not on the class path");
            }
            return Learnable.digits(Table.read("digits.csv", in));
        }
    }

    static Learning show(Settings settings, Split data) throws IOException {
        boolean pictures = settings.data().isEmpty();
        System.out.printf("%s: %d rows to learn from, %d to test, %d features, %s%n", data.name(), data.train().size(), data.test().size(),
                data.train().x().dim(1), target(data.task()));
        List<Trained> models = new ArrayList<>();
        int features = data.train().x().dim(1);
        int outputs = data.task().outputs();
        models.add(train("MLP " + features + "-" + HIDDEN + "-" + outputs, Networks.mlp(KEY.fold(1), features, HIDDEN, outputs), data,
                new Plan(settings.quick() ? 15 : 30, 32, 3e-3, KEY.fold(2))));
        if (pictures) {
            models.add(train("CNN 3x3x16, 3x3x32", Networks.cnn(KEY.fold(3), outputs), data,
                    new Plan(settings.quick() ? 8 : 25, 32, 4e-3, KEY.fold(4))));
        }
        if (pictures && !settings.quick()) {
            text();
        }
        return new Learning(data, pictures, List.copyOf(models));
    }

    private static void text() throws IOException {
        Text text = Text.harbour();
        System.out.printf("%nA text of %d characters, %d different ones, goes on: perplexity on its last tenth%n", text.characters().dim(0),
                text.alphabet().length());
        System.out.printf("LSTM        %.3f%n", TextModels.recurrent(text));
        System.out.printf("transformer %.3f%n", TextModels.transformer(text));
    }

    private static String target(Task task) {
        return switch (task) {
            case Task.Classes(List<String> names) -> names.size() + " classes";
            case Task.Value(String name, double mean, double deviation) -> String.format("%s %.4g +- %.4g", name, mean, deviation);
        };
    }

    private static Trained train(String name, Sequential model, Split data, Plan plan) {
        System.out.println();
        System.out.println(name + ", " + Sequential.TREE.count(model) + " parameters");
        String score = data.task().scoreName();
        Trained trained;
        try (Progress progress = Progress.of(name, plan.epochs())) {
            trained = Training.train(name, model, data, plan, e -> progress.step(String.format("loss %.4f  test %s %.3f", e.trainLoss(),
                    score, e.score())));
        }
        System.out.printf("%s %.3f   (%s)%n", score, trained.score(), trained.pace());
        return trained;
    }
}
