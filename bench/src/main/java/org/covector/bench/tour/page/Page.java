package org.covector.bench.tour.page;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.covector.bench.tour.Gradients;
import org.covector.bench.tour.Learning;
import org.covector.bench.tour.Speed;
import org.covector.bench.tour.Story;
import org.covector.bench.tour.data.Task;
import org.covector.bench.tour.model.Epoch;
import org.covector.bench.tour.model.Trained;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.train.Metrics;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/** The page: a template filled with what the tour has seen. Nothing of it is loaded from elsewhere. */
public final class Page {
    private static final String TEMPLATE = "page.html";
    private static final Chart.Ink[] INKS = {Chart.Ink.B, Chart.Ink.A};
    private static final int PICTURES = 12;
    private static final int PIXELS = 64;

    private final Map<String, Object> fields = new HashMap<>();

    private Page() {}

    /** As HTML. */
    public static String of(Story story) throws IOException {
        Page page = new Page();
        page.composition(story);
        page.gradients(story.gradients());
        page.learning(story.learning());
        page.fields.put("bars", Bars.draw(story.speed().kernels()));
        page.fields.put("fastest", story.speed().kernels().stream().max(Comparator.comparingDouble(Speed.Kernel::ratio)).stream()
                .map(k -> Map.of("name", k.name(), "ratio", format("%.0f", k.ratio()))).toList());
        page.fields.put("machine", System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + ", "
                + System.getProperty("os.arch")
                + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        page.fields.put("seconds", format("%.0f", story.seconds()));
        try (Reader template = new InputStreamReader(Objects.requireNonNull(Page.class.getResourceAsStream(TEMPLATE), TEMPLATE),
                StandardCharsets.UTF_8)) {
            return Mustache.compiler().compile(template).execute(page.fields);
        }
    }

    private void composition(Story story) {
        fields.put("source", story.composition().source());
        fields.put("run", "x            " + story.composition().x() + "\ny = f(x)     " + story.composition().y()
                + "\ndy           " + story.composition().dy() + "\npullback(dy) " + story.composition().dx());
        fields.put("kernel", story.composition().kernel());
        fields.put("pullbackKernel", story.composition().pullbackKernel());
    }

    private void gradients(Gradients gradients) {
        fields.put("checked", gradients.catalogue().size());
        fields.put("right", gradients.catalogue().stream().filter(Report::isRight).count());
        fields.put("proven", gradients.catalogue().stream().mapToInt(Page::proven).sum());
        fields.put("proofs", gradients.catalogue().stream().map(r -> Map.of("name", r.name(), "verdict", Gradients.verdict(r),
                "type", r.isRight() ? "good" : "poor", "elements", proven(r))).toList());
        fields.put("custom", points(gradients.custom()));
        fields.put("planted", points(gradients.planted()));
        fields.put("mistake", Gradients.MISTAKE);
        fields.put("diagnosis", gradients.planted().diagnosis().stream().map(Cause::text).collect(Collectors.joining("; ")));
        fields.put("report", gradients.planted().toString().strip());
    }

    private static int proven(Report report) {
        return report.count(Verdict.PROVEN) + report.second().map(Page::proven).getOrElse(0);
    }

    private static String points(Report report) {
        return Chart.scatter("numeric", "analytic", report.elements().stream()
                .map(e -> new Chart.Point(e.numeric(), e.analytic(), e.isWrong())).toList());
    }

    private void learning(Learning learning) {
        Task task = learning.data().task();
        fields.put("data", learning.data().name());
        fields.put("trainRows", learning.data().train().size());
        fields.put("testRows", learning.data().test().size());
        fields.put("scoreName", task.scoreName());
        fields.put("models", learning.models().stream().map(m -> Map.of("name", m.model(), "score", format("%.3f", m.score()),
                "seconds", format("%.1f", m.pace().seconds()), "updates", m.pace().updates(),
                "first", format("%.1f", 1e3 * m.pace().first()), "steady", format("%.2f", 1e3 * m.pace().steady()),
                "kilobytes", m.pace().bytes() / 1000, "collections", m.pace().collections())).toList());
        fields.put("loss", Chart.curves("loss over epochs", true, lines(learning.models(), true)));
        fields.put("scores", Chart.curves(task.scoreName() + " over epochs", false, lines(learning.models(), false)));
        Trained last = learning.models().getLast();
        fields.put("last", last.model());
        switch (task) {
            case Task.Classes(List<String> names) -> classes(learning, last, names);
            case Task.Value(String name, double mean, double deviation) -> values(learning, last, name, mean, deviation);
        }
    }

    private static List<Chart.Line> lines(List<Trained> models, boolean loss) {
        List<Chart.Line> lines = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            String name = models.get(i).model().split(" ")[0];
            List<Epoch> epochs = models.get(i).epochs();
            Chart.Ink ink = INKS[(i + 2 - models.size() + INKS.length) % INKS.length];
            if (loss) {
                lines.add(new Chart.Line(name + " train", ink, true, epochs.stream().mapToDouble(Epoch::trainLoss).toArray()));
                lines.add(new Chart.Line(name + " test", ink, false, epochs.stream().mapToDouble(Epoch::testLoss).toArray()));
            } else {
                lines.add(new Chart.Line(name, ink, false, epochs.stream().mapToDouble(Epoch::score).toArray()));
            }
        }
        return lines;
    }

    private void classes(Learning learning, Trained trained, List<String> names) {
        long[] truth = learning.data().test().y().array().toLongArray();
        long[] answer = Metrics.classes(trained.outputs()).toLongArray();
        double[] sure = F.amax(F.softmax(trained.outputs(), 1), 1).array().to(DType.FLOAT64).toDoubleArray();
        List<Map<String, Object>> pictures = new ArrayList<>();
        int slips = 0;
        for (int i = 0; i < truth.length; i++) {
            slips += truth[i] == answer[i] ? 0 : 1;
            if (truth[i] != answer[i] && learning.pictures() && pictures.size() < PICTURES) {
                String said = names.get((int) truth[i]) + " taken for " + names.get((int) answer[i]);
                double[] pixels = F.reshape(F.select(learning.data().test().x(), 0, i), PIXELS).array().to(DType.FLOAT64).toDoubleArray();
                pictures.add(Map.of("picture", Digit.draw(said, pixels), "truth", names.get((int) truth[i]), "answer",
                        names.get((int) answer[i]),
                        "sure", format("%.0f %%", 100 * sure[i])));
            }
        }
        fields.put("confusion", Confusion.draw(names,
                Metrics.confusion(Metrics.classes(trained.outputs()), learning.data().test().y(), names.size())));
        fields.put("slips", slips);
        fields.put("pictures", pictures);
        fields.put("classes", true);
        fields.put("anyPicture", !pictures.isEmpty());
        fields.put("values", false);
    }

    private void values(Learning learning, Trained trained, String name, double mean, double deviation) {
        double[] truth = numbers(learning.data().test().y(), mean, deviation);
        double[] answer = numbers(trained.outputs(), mean, deviation);
        List<Chart.Point> points = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            points.add(new Chart.Point(truth[i], answer[i], false));
        }
        fields.put("scatter", Chart.scatter(name, "predicted", points));
        fields.put("classes", false);
        fields.put("anyPicture", false);
        fields.put("values", true);
    }

    private static double[] numbers(Tensor y, double mean, double deviation) {
        return DoubleStream.of(y.array().to(DType.FLOAT64).toDoubleArray()).map(v -> mean + deviation * v).toArray();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
