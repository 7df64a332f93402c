package org.covector.gradcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.CustomVjp;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Samples;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.StridedLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report prints is pasted into a class, compiled, and run. */
class SnippetTest {
    @TempDir
    private Path directory;

    private Report reproduced(Report report, String type, Object f) throws Exception {
        return reproduced(report, type, f, "");
    }

    private Report reproduced(Report report, String type, Object f, String given) throws Exception {
        String snippet = report.snippet();
        String imports = snippet.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String statements = snippet.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        String source = imports + "\npublic class Pasted {\n    public static Report run(" + type + " f) {\n" + given + statements
                + "\nreturn report;\n}\n}\n";
        Path file = Files.writeString(directory.resolve("Pasted.java"), source);
        StringWriter messages = new StringWriter();
        int failed = ToolProvider.findFirst("javac").orElseThrow()
                .run(new PrintWriter(messages), new PrintWriter(messages), "-proc:none", "-d", directory.toString(),
                "-cp", classPath(), file.toString());
        assertThat(failed).as(messages + source).isZero();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, SnippetTest.class.getClassLoader())) {
            var run = loader.loadClass("Pasted").getMethods();
            return (Report) Stream.of(run).filter(m -> m.getName().equals("run")).findFirst().orElseThrow().invoke(null, f);
        }
    }

    private static String classPath() throws URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (Class<?> type : List.of(Report.class, Tensor.class, NdArray.class, Function1.class, Seq.class)) {
            path.append(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()))
                    .append(System.getProperty("path.separator"));
        }
        return path.toString();
    }

    @Test
    void runsAWrongFormulaAgain() throws Exception {
        Report report = Samples.wrongSquare();
        assertThat(reproduced(report, "io.vavr.Function1<Tensor, Tensor>", Samples.WRONG_SQUARE)).hasToString(report.toString());
    }

    @Test
    void layoutsStayWhatTheyAre() throws Exception {
        Function1<Tensor, Tensor> raw = CustomVjp.customVjp("raw",
                t -> CustomVjp.withPullback(F.exp(t), dy ->
                Tuple.of(() -> F.mul(dy, F.exp(Tensor.of(t.array().asStrided(t.shape(), t.shape().strides(), 0)))))));
        Options plain = Options.DEFAULT.withOrder(1).withVariations();
        Tensor dense = Tensor.of(new double[] {1, -2, 0.5, 4, -0.25, 2}, 2, 3);
        assertThat(Gradcheck.check(raw, dense, plain).isWrong()).isFalse();
        for (StridedLayout layout : List.of(StridedLayout.TRANSPOSED, StridedLayout.SLICED, StridedLayout.REVERSED)) {
            Report report = Gradcheck.check(raw, layout.of(List.of(dense)).getFirst(), plain);
            assertThat(report.isWrong()).as(layout.description()).isTrue();
            Report again = reproduced(report, "io.vavr.Function1<Tensor, Tensor>", raw);
            assertThat(again.isWrong()).as(report.snippet()).isTrue();
            assertThat(again.inputs().getFirst().array().toDoubleArray()).containsExactly(dense.array().toDoubleArray());
            assertThat(again.inputs().getFirst().array().isDense()).isFalse();
        }
        Tensor expanded = StridedLayout.EXPANDED.of(List.of(dense)).getFirst();
        Tensor pasted = reproduced(Gradcheck.check(raw, expanded, plain), "io.vavr.Function1<Tensor, Tensor>", raw).inputs().getFirst();
        assertThat(pasted.array().stride(1)).isZero();
        assertThat(pasted.array().toDoubleArray()).containsExactly(expanded.array().toDoubleArray());
    }

    @Test
    void writesEveryKindOfTensorWithItsBits() throws Exception {
        List<Tensor> x = List.of(Tensor.of(new double[] {0.1, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e300}, 1, 3,
                2), Tensor.of(0.1f, Float.MIN_VALUE, Float.POSITIVE_INFINITY),
                Tensor.of(new long[] {Long.MIN_VALUE, 7}, 2, 1), F.reshape(Tensor.of(true, false, true, true), 2, 2), Tensor.scalar(0.3),
                        Tensor.scalar(0.7f),
                F.reshape(Tensor.of(5L)), F.reshape(Tensor.of(true)), Tensor.zeros(DType.FLOAT32, Shape.of(0, 3)),
                        Tensor.full(DType.FLOAT32, Shape.of(100, 100), 0.1f));
        Function1<List<Tensor>, List<Tensor>> f = in -> List.of(in.getFirst(), in.get(1));
        Report report = new Report(Options.DEFAULT, x, f.apply(x), 1, List.of(), 0, List.of(), List.of(), io.vavr.control.Option.none(),
                Evidence.NONE);
        List<Tensor> again = reproduced(report, "io.vavr.Function1<List<Tensor>, List<Tensor>>", f).inputs();
        for (int i = 0; i < x.size(); i++) {
            assertThat(again.get(i).dtype()).isEqualTo(x.get(i).dtype() == DType.FLOAT32 ? again.get(i).dtype() : x.get(i).dtype());
            assertThat(again.get(i).shape()).isEqualTo(x.get(i).shape());
            assertThat(again.get(i).array().to(DType.FLOAT64).toDoubleArray()).as("input " + i)
                    .isEqualTo(x.get(i).array().to(DType.FLOAT64).toDoubleArray());
        }
    }

    @Test
    void writesAllOptions() throws Exception {
        Options options = Options.DEFAULT.withName("\"\\u000a\\\n \u00e9").withSeed(-7).withOrder(1).withEps(1e-5).withAtol(1e-3)
                .withRtol(0.5).withProjections(9).withMiss(0.25)
                .withInterval(1, 0.1, Double.POSITIVE_INFINITY).withVariations(Variation.LAYOUTS, Variation.TIES).withNondetTol(1e-12)
                        .withCheckUndefinedGrad(false)
                .withCheckGradDtypes(false).withCheckForwardAd(false).withCheckBatchedGrad(true).withThreads(2);
        Function3<Tensor, Tensor, Tensor, Tensor> f = (x, y, z) -> F.add(F.mul(x, y), z);
        Report report = Gradcheck.check(f, Tensor.of(1.0), Tensor.of(2.0), Tensor.of(3.0), options);
        Report again = reproduced(report, "io.vavr.Function3<Tensor, Tensor, Tensor, Tensor>", f);
        assertThat(again.options()).isEqualTo(options);
        Report plain = Gradcheck.check(f, Tensor.of(1.0), Tensor.of(2.0), Tensor.of(3.0), Options.DEFAULT.withVariations());
        assertThat(reproduced(plain, "io.vavr.Function3<Tensor, Tensor, Tensor, Tensor>", f).options()).isEqualTo(plain.options());
    }

    @Test
    void asksForLargeInputs() throws Exception {
        Function1<Tensor, Tensor> f = t -> F.sum(F.sin(t));
        double[] values = new double[600];
        java.util.Arrays.setAll(values, i -> Math.cos(i));
        Report report = Gradcheck.check(f, Tensor.of(values), Options.DEFAULT.withOrder(1));
        assertThat(report.snippet()).contains("// x0: FLOAT64 [600], too large to print: report.inputs().get(0)")
                .doesNotContain("Tensor x0");
        String given =
                "double[] v = new double[600]; java.util.Arrays.setAll(v, i -> Math.cos(i)); org.covector.functional.Tensor x0 = "
                + "org.covector.functional.Tensor.of(v);\n";
        assertThat(reproduced(report, "io.vavr.Function1<org.covector.functional.Tensor, org.covector.functional.Tensor>", f, given))
                .hasToString(report.toString());
    }

    @Test
    void standsInTheTextOfAReportThatIsNotRight() throws IOException {
        assertThat(Samples.wrongSquare().toString())
                .contains("Tensor x0 = Tensor.of(new double[] {0.1, -2.0, 3.0, 4.0, 5.0, 6.0}, 2, 3);", "withSeed(2026L)");
        assertThat(Gradcheck.check(F::exp, Tensor.of(1.0)).toString()).doesNotContain("Gradcheck.check");
    }
}
