package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Variation;

/** Java code that runs a check again. */
public final class Snippet {
    /** The most elements an input is written out with. */
    public static final int LITERAL = 512;

    private static final int REPEATED = 4;
    private static final int FUNCTIONS = 3;
    private static final int WIDTH = 120;

    private Snippet() {}

    /** Imports and statements; inputs of more than {@code most} elements are the caller's. */
    public static String of(Report report, int most) {
        List<Tensor> x = report.inputs();
        List<String> code = new ArrayList<>();
        code.add("// f: the function " + report.name().replaceAll("[^ -~]|\\\\", "?")
                + (report.order() > 1 ? ", whose derivative of order " + (report.order() - 1) + " this is" : ""));
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            String name = "x" + i;
            arguments.add(name);
            Tensor t = x.get(i);
            String literal = t.size() <= most ? ViewExpression.of(t).code(Snippet::literal) : repeated(t) ? literal(t) : "";
            code.add(literal.isEmpty() ? "// " + name + ": " + t.dtype() + " " + t.shape() + ", too large to print: report.inputs().get("
                    + i + ")"
                    : wrapped("Tensor " + name + " = " + literal + ";"));
        }
        code.add("Options options = " + options(report.options()) + ";");
        String all = String.join(", ", arguments);
        boolean plain = x.size() >= 1 && x.size() <= FUNCTIONS && report.outputs().size() == 1;
        code.add("Report report = Gradcheck.check(f, " + (plain ? all : "List.of(" + all + ")") + ", options);");
        return Stream.concat(imports(String.join("\n", code)).map(type -> "import " + type + ";"),
                Stream.concat(Stream.of(""), code.stream()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> imports(String code) {
        Set<String> types = new TreeSet<>(List.of("org.covector.gradcheck.Gradcheck", "org.covector.gradcheck.Options",
                "org.covector.gradcheck.Report"));
        for (String type : List.of("java.util.List", "org.covector.engine.DType", "org.covector.engine.Shape", "org.covector.functional.F",
                "org.covector.functional.Tensor", "org.covector.gradcheck.InputDomain", "org.covector.gradcheck.Variation")) {
            if (code.contains(type.substring(type.lastIndexOf('.') + 1) + ".") || type.endsWith("Tensor") && code.contains("Tensor x")) {
                types.add(type);
            }
        }
        return types.stream();
    }

    private static String literal(Tensor t) {
        String dims = Arrays.stream(t.shape().dims()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        if (repeated(t)) {
            double value = t.array().reshape(Shape.of((int) t.size())).getDouble(0);
            return "Tensor.full(DType." + t.dtype() + ", Shape.of(" + dims + "), " + number(value) + ")";
        }
        if (t.size() == 0) {
            return "Tensor.zeros(DType." + t.dtype() + ", Shape.of(" + dims + "))";
        }
        String shape = dims.isEmpty() ? "new int[0]" : dims;
        return switch (t.dtype()) {
            case FLOAT64 -> "Tensor.of(new double[] {" + joined(DoubleStream.of(t.array().toDoubleArray()).mapToObj(Snippet::number))
                    + "}, " + shape + ")";
            case FLOAT32 -> "Tensor.of(new float[] {" + joined(floats(t.array().toFloatArray())) + "}, " + shape + ")";
            case INT64 -> "Tensor.of(new long[] {" + joined(LongStream.of(t.array().toLongArray()).mapToObj(n -> n + "L")) + "}, " + shape
                    + ")";
            case BOOL -> "F.reshape(Tensor.of(" + joined(LongStream.of(t.array().to(DType.INT64).toLongArray())
                    .mapToObj(n -> n != 0 ? "true" : "false"))
                    + ")" + (dims.isEmpty() ? "" : ", " + dims) + ")";
        };
    }

    /** Whether all elements of a floating tensor have the same bits. */
    private static boolean repeated(Tensor t) {
        if (t.size() <= REPEATED || !t.dtype().isFloating()) {
            return false;
        }
        double[] values = t.array().to(DType.FLOAT64).toDoubleArray();
        long first = Double.doubleToRawLongBits(values[0]);
        return !Double.isNaN(values[0]) && Arrays.stream(values).allMatch(v -> Double.doubleToRawLongBits(v) == first);
    }

    private static String joined(Stream<String> literals) {
        return literals.collect(Collectors.joining(", "));
    }

    private static Stream<String> floats(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> Float.isFinite(values[i]) ? values[i] + "f"
                : Float.isNaN(values[i]) ? "Float.NaN" : values[i] > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY");
    }

    private static String number(double v) {
        return Double.isFinite(v) ? Double.toString(v) : Double.isNaN(v) ? "Double.NaN" : v > 0 ? "Double.POSITIVE_INFINITY"
                : "Double.NEGATIVE_INFINITY";
    }

    /** The default options and what is different. */
    private static String options(Options o) {
        StringBuilder code = new StringBuilder("Options.DEFAULT.withName(" + quoted(o.name()) + ").withSeed(" + o.seed() + "L)");
        Options d = Options.DEFAULT;
        add(code, o.order() != d.order(), "withOrder", o.order());
        o.classical().forEach(t -> code.append(".withEps(").append(number(t.eps())).append(").withAtol(").append(number(t.atol()))
                .append(").withRtol(")
                .append(number(t.rtol())).append(')'));
        add(code, o.sampling().above() != d.sampling().above(), "withProjections", o.sampling().above());
        add(code, o.sampling().miss() != d.sampling().miss(), "withMiss", o.sampling().miss());
        for (int i = 0; i < o.intervals().size(); i++) {
            Options.Interval range = o.intervals().get(i);
            add(code, !range.equals(Options.Interval.ALL), "withInterval", i + ", " + number(range.low()) + ", " + number(range.high()));
        }
        o.domains().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(e -> add(code, true, "withDomain", e.getKey() + ", InputDomain." + e.getValue().name()));
        add(code, !o.variations().equals(d.variations()), "withVariations", o.variations().isEmpty() ? ""
                : joined(EnumSet.copyOf(o.variations()).stream().map((Variation v) -> "Variation." + v)));
        add(code, o.pullbackChecks().nondetTol() != d.pullbackChecks().nondetTol(), "withNondetTol", o.pullbackChecks().nondetTol());
        add(code, o.pullbackChecks().checkUndefinedGrad() != d.pullbackChecks().checkUndefinedGrad(), "withCheckUndefinedGrad",
                o.pullbackChecks().checkUndefinedGrad());
        add(code, o.pullbackChecks().checkGradDtypes() != d.pullbackChecks().checkGradDtypes(), "withCheckGradDtypes",
                o.pullbackChecks().checkGradDtypes());
        add(code, o.pullbackChecks().checkForwardAd() != d.pullbackChecks().checkForwardAd(), "withCheckForwardAd",
                o.pullbackChecks().checkForwardAd());
        add(code, o.pullbackChecks().genNonContigGradOutputs() != d.pullbackChecks().genNonContigGradOutputs(),
                "withGenNonContigGradOutputs",
                o.pullbackChecks().genNonContigGradOutputs());
        add(code, o.pullbackChecks().checkBatchedGrad() != d.pullbackChecks().checkBatchedGrad(), "withCheckBatchedGrad",
                o.pullbackChecks().checkBatchedGrad());
        add(code, o.pullbackChecks().threads() != d.pullbackChecks().threads(), "withThreads", o.pullbackChecks().threads());
        return code.toString();
    }

    private static void add(StringBuilder code, boolean differs, String method, Object value) {
        if (differs) {
            code.append('.').append(method).append('(').append(value).append(')');
        }
    }

    private static String quoted(String words) {
        StringBuilder safe = new StringBuilder("\"");
        words.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                safe.append('\\').append((char) c);
            } else if (c < ' ') { // a Unicode escape would end the literal's line
                safe.append(String.format("\\%03o", c));
            } else {
                safe.append(c > '~' ? String.format("\\u%04x", c) : (char) c);
            }
        });
        return safe.append('"').toString();
    }

    /** Long statements over several lines, broken after commas. */
    private static String wrapped(String statement) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : statement.split("(?<=, )")) {
            if (column > 0 && column + word.stripTrailing().length() > WIDTH) {
                lines.setLength(lines.length() - 1);
                lines.append("\n        ");
                column = 8;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }
}
