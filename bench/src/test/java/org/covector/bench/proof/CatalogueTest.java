package org.covector.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A few random cases of every operation of the table in the documents, a few corruptions of some; all of them run in profiles of
 * their own.
 */
class CatalogueTest {
    @Test
    void hasEveryFunction() {
        Set<String> known = Samples.all().stream().map(OpInfo::function).collect(Collectors.toSet());
        Set<String> missing = Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()))
                .filter(m -> Arrays.asList(m.getParameterTypes()).contains(Tensor.class)).map(m -> m.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(known);
        assertThat(missing).as("functions of F without random arguments").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> isNotAccused() throws IOException {
        String table = Files.readString(Path.of("../docs/false-accusations.md"));
        return Samples.all().stream().filter(op -> table.contains("| " + op.name() + " |"))
                .map(op -> dynamicTest(op.name(), () -> assertThat(FalseAccusations.run(op, 4).accusations).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> isAccusedWhenCorrupted() {
        List<String> some = List.of("exp", "tanh", "atan2", "silu", "sum", "matmul", "softmax", "layerNorm", "conv2d", "maxPool2d",
                "gather", "cumprod", "solve");
        return Samples.all().stream().filter(op -> some.contains(op.name())).map(op -> dynamicTest(op.name(), () -> {
            Mutation.Tally tally = Mutation.run(op, 1, 5);
            assertThat(tally.killed).isPositive();
            assertThat(tally.survivors).isEmpty();
        }));
    }
}
