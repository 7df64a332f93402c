package org.covector.gradcheck.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

class OpProgramTest {
    private static OpProgram program(int seed) {
        Random random = new Random(seed);
        return OpProgram.draw(Op.ALL, 6, Ranks.DEFAULT.draw(1 + random.nextInt(3), Elements.ANY, random), random);
    }

    @Test
    void printsAsJava() {
        OpProgram one = OpProgram.of(Op.of("F.add(%s, %s)", F::add),
                new Ranks(1, 1, 2, 2).draw(2, Elements.PLAIN.between(0.5, 0.5), new Random(4)));
        assertThat(one.toString().lines().toList()).first().isEqualTo("Tensor x0 = Tensor.of(0.5, 0.5);");
        assertThat(one.toString()).endsWith("Tensor y0 = F.add(x0, x1); /* [2] */");
    }

    @Test
    void usesEveryOperationSomewhere() {
        Set<String> used = new TreeSet<>();
        Pattern call = Pattern.compile("F\\.(\\w+)\\(");
        for (int seed = 0; seed < 400; seed++) {
            for (Matcher m = call.matcher(program(seed).toString()); m.find();) {
                used.add(m.group(1));
            }
        }
        for (Op op : Op.ALL) {
            Matcher m = call.matcher(op.text());
            assertThat(m.find()).isTrue();
            assertThat(used).contains(m.group(1));
        }
    }

    @Test
    void textsOfOperationsSayWhatTheyDo() {
        Random random = new Random(3);
        for (Op op : Op.ALL) {
            assertThat(op.text().split("%s", -1)).as(op.text()).hasSize(op.arity() + 1);
            List<Tensor> in = new Ranks(2, 2, 2, 3).draw(op.arity(), Elements.PLAIN, random).tensors();
            if (op.accepts().test(in.stream().map(Tensor::shape).toList())) {
                assertThat(op.f().apply(in).dtype().isFloating()).as(op.text()).isTrue();
            }
        }
    }

    @Test
    void everySimplerProgramRuns() {
        for (int seed = 0; seed < 60; seed++) {
            OpProgram program = program(seed);
            assertThat(program.simpler().limit(200)).allSatisfy(p -> assertThat(p.apply(p.inputs())).isNotNull());
        }
    }

    @Test
    void aProgramShrinksToTheOneStepThatMatters() {
        for (int seed = 0; seed < 60; seed++) {
            OpProgram program = program(seed);
            if (program.toString().contains("F.tanh(")) {
                OpProgram small = DraftTest.simplest(program, p -> p.toString().contains("F.tanh("));
                assertThat(small).hasToString("Tensor x0 = Tensor.scalar(0.0);" + System.lineSeparator()
                        + "Tensor y0 = F.tanh(x0); /* [] */");
            }
        }
    }

    @Test
    void programsWithoutKinksAreSmooth() {
        for (int seed = 0; seed < 60; seed++) {
            OpProgram program = program(seed);
            boolean kinks = program.toString().matches("(?s).*F\\.(relu|abs|elu|leakyRelu|clamp|amax|min|maximum|minimum)\\(.*");
            assertThat(program.isSmooth()).as(program.toString()).isEqualTo(!kinks);
        }
    }
}
