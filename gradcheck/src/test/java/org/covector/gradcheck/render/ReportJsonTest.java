package org.covector.gradcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Samples;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    private static JsonNode parsed(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    @Test
    void holdsEveryField() throws JsonProcessingException {
        Report report = Samples.full();
        JsonNode json = parsed(report.toJson());
        assertThat(json.get("name").textValue()).isEqualTo(report.name());
        assertThat(json.get("seed").longValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(json.get("order").intValue()).isEqualTo(1);
        assertThat(json.get("verdict").textValue()).isEqualTo("WRONG");
        assertThat(json.get("wrong").booleanValue()).isTrue();
        assertThat(json.get("directions").intValue()).isZero();
        assertThat(json.get("breaches").get(0).get("text").textValue()).isEqualTo("a breach");
        assertThat(json.get("diagnosis").get(0).get("text").textValue()).isEqualTo("a guess");
        assertThat(json.get("counts").get("WRONG").intValue()).isEqualTo(1);
        assertThat(json.get("snippet").textValue()).isEqualTo(report.snippet());
        assertThat(json.get("options").get("classical").get("eps").doubleValue()).isEqualTo(1e-5);
        assertThat(number(json.get("options").get("intervals").get(0).get("low"))).isNegative().isInfinite();
        assertThat(json.get("inputs").get(0).get("dtype").textValue()).isEqualTo("FLOAT64");
        assertThat(json.get("inputs").get(0).get("shape").get(0).intValue()).isEqualTo(2);
        assertThat(json.get("inputs").get(0).get("values").get(0).doubleValue()).isEqualTo(0.1);
        assertThat(json.get("elements")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            Element e = report.elements().get(i);
            JsonNode n = json.get("elements").get(i);
            assertThat(List.of(n.get("input").intValue(), n.get("index").intValue(), n.get("output").intValue()))
                    .containsExactly(e.input(), e.index(), e.output());
            assertThat(List.of(number(n.get("analytic")), number(n.get("numeric")), number(n.get("error"))))
                    .containsExactly(e.analytic(), e.numeric(), e.error());
            assertThat(List.of(n.get("verdict").textValue(), n.get("note").textValue())).containsExactly(e.verdict().name(), e.note());
            assertThat(n.get("contained").booleanValue()).isTrue();
        }
    }

    @Test
    void nestsTheSecondDerivative() throws JsonProcessingException {
        JsonNode second = parsed(Samples.full().toJson()).get("second");
        assertThat(second.get("order").intValue()).isEqualTo(2);
        assertThat(second.get("inputs").get(1).get("name").textValue()).isEqualTo("dy0");
        assertThat(second.has("second")).isFalse();
    }

    @Test
    void holdsAllEvidence() throws JsonProcessingException {
        JsonNode evidence = parsed(Samples.full().toJson()).get("evidence");
        for (RecordComponent c : Evidence.class.getRecordComponents()) {
            assertThat(evidence.has(c.getName())).as(c.getName()).isTrue();
        }
        List.of(Evidence.Jacobian.class, Evidence.Remainder.class, Evidence.Profile.class, Evidence.Oracle.class, Evidence.Coverage.class)
                .forEach(type -> {
            String list = type.getSimpleName().toLowerCase() + "s";
            JsonNode first = evidence.get(list.equals("coverages") ? "coverage" : list).get(0);
            Arrays.stream(type.getRecordComponents())
                    .forEach(c -> assertThat(first.has(c.getName())).as(type + "." + c.getName()).isTrue());
        });
        assertThat(evidence.get("jacobians").get(0).get("analytic").get(1).get(1).textValue()).isEqualTo("Infinity");
        assertThat(evidence.get("jacobians").get(0).get("numeric").get(1).get(1).textValue()).isEqualTo("NaN");
        assertThat(evidence.get("remainders").get(0).get("first").get(1).doubleValue()).isEqualTo(1e-17);
        assertThat(evidence.get("oracles").get(1).get("right").booleanValue()).isFalse();
        assertThat(evidence.get("miss").doubleValue()).isEqualTo(1e-6);
    }

    @Test
    void holdsTheComponentsOfAReport() throws JsonProcessingException {
        JsonNode json = parsed(Samples.full().toJson());
        for (RecordComponent c : Report.class.getRecordComponents()) {
            assertThat(json.has(c.getName())).as(c.getName()).isTrue();
        }
    }

    @Test
    void leavesOutTheValuesOfLargeTensors() throws JsonProcessingException {
        Report report = Gradcheck.check(t -> F.sum(F.sin(t)), Tensor.full(DType.FLOAT64, Shape.of(600), 0.5), Options.DEFAULT.withOrder(1));
        assertThat(parsed(report.toJson()).get("inputs").get(0).has("values")).isFalse();
    }

    @Test
    void writesWordsThatNeedEscapes() throws JsonProcessingException {
        String hostile = "\"\\\n\t\u0000</script>\u2028\ud83d\ude00";
        Report report = Gradcheck.check(F::exp, Tensor.of(1.0), Options.DEFAULT.withName(hostile));
        assertThat(parsed(report.toJson()).get("name").textValue()).isEqualTo(hostile);
    }
}
