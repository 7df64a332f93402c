package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values, gradients and second-order gradients against PyTorch's, case by case: the files in the resources, or those of
 * {@code -Dgolden.dir=DIR}. Where ours differ, a rule of {@link Deviations} says what they must be, and why.
 */
class GoldenTest {
    private static final Dispatch DISPATCH = Dispatch.all();
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final AtomicInteger UNSUPPORTED = new AtomicInteger();

    @AfterAll
    static void summary() {
        int all = PASSED.get() + FAILED.get() + UNSUPPORTED.get();
        System.out.println("golden: " + all + " cases, " + PASSED + " passed, " + FAILED + " failed, " + UNSUPPORTED + " not supported");
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReference() throws IOException {
        Path dir = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
        List<JsonObject> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().forEach(f -> read(f, cases));
        }
        assertThat(cases).as("cases in %s", dir).isNotEmpty();
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.get("id").getAsString(), () -> counted(c)));
    }

    private static void read(Path file, List<JsonObject> cases) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)),
                StandardCharsets.UTF_8))) {
            in.lines().forEach(line -> cases.add(JsonParser.parseString(line).getAsJsonObject()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void counted(JsonObject c) {
        try {
            run(c);
            PASSED.incrementAndGet();
        } catch (UnsupportedCase e) {
            UNSUPPORTED.incrementAndGet();
            throw new AssertionError("not supported: " + e.getMessage(), e); // nothing is left out in silence
        } catch (RuntimeException | Error e) {
            FAILED.incrementAndGet();
            throw e;
        }
    }

    private static void run(JsonObject c) {
        String fn = c.get("fn").getAsString();
        Arguments args = new Arguments(c.getAsJsonObject("args"));
        if (c.has("raises")) {
            if (!DISPATCH.knows(fn)) {
                throw new UnsupportedCase("function " + fn);
            }
            assertThatThrownBy(() -> DISPATCH.call(fn, args)).isInstanceOf(ArgumentException.class);
            return;
        }
        List<Tensor> outputs = DISPATCH.call(fn, args);
        Signs signs = Signs.of(c, outputs);
        JsonArray want = c.getAsJsonArray("outputs");
        assertThat(outputs.size()).as("number of outputs").isEqualTo(want.size());
        List<String> names = c.has("grads") ? List.copyOf(c.getAsJsonObject("grads").keySet()) : List.of();
        Tensor[] dy = names.isEmpty() ? new Tensor[outputs.size()] : cotangents(c.getAsJsonArray("cotangents"), outputs, signs);
        Check check = new Check(c.get("rtol").getAsDouble(), c.get("atol").getAsDouble(),
                d -> Deviations.explain(Subject.of(c, args, names, dy, DISPATCH), d));
        for (int i = 0; i < want.size(); i++) {
            check.same("outputs[" + i + "]", signs.turn(i, outputs.get(i)), Arguments.tensor(want.get(i).getAsJsonObject()), 1);
        }
        if (names.isEmpty()) {
            return;
        }
        Tensor[] x = names.stream().map(args::tensor).toArray(Tensor[]::new);
        Function<Tensor[], Tensor[]> f = t -> DISPATCH.call(fn, args.with(names, t)).toArray(Tensor[]::new);
        try {
            Tensor[] dx = gradients(f, x, dy);
            for (int i = 0; i < x.length; i++) {
                check.same("grads." + names.get(i), dx[i], wanted(c.getAsJsonObject("grads"), names.get(i), x[i]), 1);
            }
            if (c.has("second")) {
                second(c.getAsJsonObject("second"), names, f, x, dy, check, signs);
            }
        } catch (MissingFormulaException e) {
            throw new UnsupportedCase(e.getMessage());
        }
    }

    private static Tensor[] cotangents(JsonArray json, List<Tensor> outputs, Signs signs) {
        Tensor[] dy = new Tensor[outputs.size()];
        for (int i = 0; i < dy.length; i++) {
            JsonElement e = i < json.size() ? json.get(i) : null;
            dy[i] = e == null || e.isJsonNull() ? null : signs.turn(i, Arguments.tensor(e.getAsJsonObject()));
        }
        return dy;
    }

    private static Tensor[] gradients(Function<Tensor[], Tensor[]> f, Tensor[] x, Tensor[] dy) {
        Vjp run = Reverse.vjp(f, x);
        Cotangent[] given = new Cotangent[run.outputs().length];
        for (int i = 0; i < given.length; i++) {
            given[i] = dy[i] == null ? Cotangent.ZERO : dy[i];
        }
        Cotangent[] dx = run.pullback().apply(given, Wanted.NONE);
        Tensor[] dense = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            dense[i] = dx[i].dense(x[i]);
        }
        return dense;
    }

    private static Tensor wanted(JsonObject grads, String name, Tensor like) {
        JsonElement e = grads.get(name);
        return e == null || e.isJsonNull() ? Tensor.zeros(like.dtype(), like.shape()) : Arguments.tensor(e.getAsJsonObject());
    }

    private static void second(JsonObject second, List<String> names, Function<Tensor[], Tensor[]> f, Tensor[] x, Tensor[] dy, Check check,
            Signs signs) {
        Map<Integer, Integer> place = new LinkedHashMap<>(); // output -> position among the differentiated inputs
        List<Tensor> in = new ArrayList<>(List.of(x));
        for (int i = 0; i < dy.length; i++) {
            if (dy[i] != null) {
                place.put(i, in.size());
                in.add(dy[i]);
            }
        }
        Function<Tensor[], Tensor[]> s = t -> {
            Tensor[] at = java.util.Arrays.copyOf(t, x.length);
            Tensor[] cotangents = dy.clone();
            place.forEach((output, position) -> cotangents[output] = t[position]);
            Tensor[] g = gradients(f, at, cotangents);
            Tensor sum = Tensor.zeros(x[0].dtype(), org.covector.engine.Shape.SCALAR);
            for (int i = 0; i < g.length; i++) {
                JsonElement v = second.getAsJsonObject("v").get(names.get(i));
                if (v != null && !v.isJsonNull()) {
                    sum = F.add(sum, F.sum(F.mul(g[i], Arguments.tensor(v.getAsJsonObject()))));
                }
            }
            return new Tensor[] {sum};
        };
        Tensor[] all = in.toArray(Tensor[]::new);
        Tensor[] d = gradients(s, all, new Tensor[] {Tensor.ones(x[0].dtype(), org.covector.engine.Shape.SCALAR)});
        for (int i = 0; i < x.length; i++) {
            check.same("second.grads." + names.get(i), d[i], wanted(second.getAsJsonObject("grads"), names.get(i), x[i]), 10);
        }
        JsonArray cotangentGrads = second.getAsJsonArray("cotangent_grads");
        place.forEach((output, position) -> {
            JsonElement e = output < cotangentGrads.size() ? cotangentGrads.get(output) : null;
            Tensor want = e == null || e.isJsonNull() ? Tensor.zeros(all[position].dtype(), all[position].shape())
                    : Arguments.tensor(e.getAsJsonObject());
            check.same("second.cotangent_grads[" + output + "]", signs.turn(output, d[position]), want, 10);
        });
    }
}
