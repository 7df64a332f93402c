package org.covector.gradcheck.render;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.CatalogueReport;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.page.Json;

/** Reports as JSON: every component under its own name, and what follows from them where a reader would have to compute it. */
public final class ReportJson {
    private ReportJson() {}

    /** One report. */
    public static String of(Report report) {
        Map<String, Object> all = report(TensorNames.of(report));
        all.put("snippet", report.snippet());
        return Json.of(all);
    }

    /** Those of all operations of a class. */
    public static String of(CatalogueReport catalogue) {
        return Json.of(map(
                "catalogue", catalogue.name(),
                "right", catalogue.isRight(),
                "proven", catalogue.isProven(),
                "operations", catalogue.operations().stream().map(ReportJson::operation).toList()));
    }

    private static Map<String, Object> operation(CatalogueReport.Checked o) {
        return map(
                "name", o.name(),
                "verdict", o.verdict(),
                "unchecked", o.unchecked().getOrElse(""),
                "reports", o.reports().stream().map(r -> report(TensorNames.of(r))).toList());
    }

    private static Map<String, Object> report(TensorNames names) {
        Report r = names.report();
        Map<String, Object> all = map(
                "name", r.name(),
                "order", r.order(),
                "seed", r.seed(),
                "verdict", ReportText.verdict(r),
                "conclusion", r.conclusion().name(),
                "right", r.isRight(),
                "wrong", r.isWrong(),
                "proven", r.isProven(),
                "inputs", tensors(names.inputs(), r.inputs(), true),
                "outputs", tensors(names.outputs(), r.outputs(), false),
                "counts", counts(r),
                "directions", r.directions(),
                "breaches", r.breaches().stream().map(ReportJson::breach).toList(),
                "diagnosis", r.diagnosis().stream().map(ReportJson::cause).toList(),
                "elements", r.elements().stream().map(e -> element(names, e)).toList(),
                "evidence", evidence(r.evidence()),
                "options", options(r.options()));
        r.second().forEach(next -> all.put("second", report(names.ofNextOrder(next))));
        return all;
    }

    private static Map<String, Object> breach(Breach b) {
        Map<String, Object> all = map("kind", b.kind(), "text", b.text());
        b.input().forEach(i -> all.put("input", i));
        b.result().forEach(k -> all.put("result", k));
        return all;
    }

    private static Map<String, Object> cause(Cause c) {
        Map<String, Object> all = map("kind", c.kind(), "parameters", c.parameters(), "text", c.text());
        c.input().forEach(i -> all.put("input", i));
        return all;
    }

    private static List<Object> tensors(List<String> names, List<Tensor> tensors, boolean values) {
        return IntStream.range(0, tensors.size()).mapToObj(i -> {
            Tensor t = tensors.get(i);
            List<Integer> shape = IntStream.of(t.shape().dims()).boxed().toList();
            Map<String, Object> all = map("name", names.get(i), "dtype", t.dtype(), "shape", shape);
            if (values && t.size() <= Snippet.LITERAL) {
                all.put("values", values(t));
            }
            return (Object) all;
        }).toList();
    }

    private static List<? extends Object> values(Tensor t) {
        return switch (t.dtype()) {
            case FLOAT32, FLOAT64 -> DoubleStream.of(t.array().to(DType.FLOAT64).toDoubleArray()).boxed().toList();
            case INT64 -> LongStream.of(t.array().toLongArray()).boxed().toList();
            case BOOL -> LongStream.of(t.array().to(DType.INT64).toLongArray()).mapToObj(n -> n != 0).toList();
        };
    }

    private static Map<String, Object> counts(Report r) {
        Map<String, Object> all = map();
        EnumSet.allOf(Verdict.class).forEach(v -> all.put(v.name(), r.count(v)));
        return all;
    }

    private static Map<String, Object> element(TensorNames names, Element e) {
        return map(
                "input", e.input(),
                "index", e.index(),
                "output", e.output(),
                "derivative", names.derivative(e),
                "analytic", e.analytic(),
                "numeric", e.numeric(),
                "error", e.error(),
                "verdict", e.verdict(),
                "note", e.note(),
                "contained", e.contained(),
                "wrong", e.isWrong());
    }

    private static Map<String, Object> evidence(Evidence e) {
        return map(
                "jacobians", e.jacobians().stream().map(ReportJson::jacobian).toList(),
                "remainders", e.remainders().stream()
                        .map(r -> map("steps", r.steps(), "zeroth", r.zeroth(), "first", r.first(), "rate", r.rate())).toList(),
                "profiles", e.profiles().stream().map(ReportJson::profile).toList(),
                "oracles", e.oracles().stream().map(o -> map("name", o.name(), "right", o.right(), "note", o.note())).toList(),
                "coverage", e.coverage().stream().map(c -> map("what", c.what(), "cases", c.cases())).toList(),
                "miss", e.miss());
    }

    private static Map<String, Object> jacobian(Evidence.Jacobian j) {
        return map("input", j.input(), "projected", j.projected(), "analytic", j.analytic(), "numeric", j.numeric());
    }

    private static Map<String, Object> profile(Evidence.Profile p) {
        return map("input", p.input(), "index", p.index(), "output", p.output(), "t", p.t(), "y", p.y(), "slope", p.slope());
    }

    private static Map<String, Object> options(Options o) {
        Options.PullbackChecks checks = o.pullbackChecks();
        Map<String, Object> all = map(
                "order", o.order(),
                "projections", o.sampling().above(),
                "miss", o.sampling().miss(),
                "intervals", o.intervals().stream().map(i -> map("low", i.low(), "high", i.high())).toList(),
                "variations", o.variations().stream().sorted().toList(),
                "nondetTol", checks.nondetTol(),
                "checkUndefinedGrad", checks.checkUndefinedGrad(),
                "checkGradDtypes", checks.checkGradDtypes(),
                "checkForwardAd", checks.checkForwardAd(),
                "threads", checks.threads(),
                "genNonContigGradOutputs", checks.genNonContigGradOutputs(),
                "checkBatchedGrad", checks.checkBatchedGrad(),
                "domains", o.domains().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(d -> map("input", d.getKey(), "domain", d.getValue())).toList());
        o.classical().forEach(t -> all.put("classical", map("eps", t.eps(), "atol", t.atol(), "rtol", t.rtol())));
        return all;
    }

    /** Names and values in turn, in this order. */
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
