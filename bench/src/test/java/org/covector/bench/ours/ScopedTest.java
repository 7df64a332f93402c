package org.covector.bench.ours;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import java.util.stream.Stream;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Task;
import org.covector.bench.report.Measurement;
import org.covector.bench.workload.Work;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScopedTest {
    private static Task task(String name, Work work) {
        return List.ofAll(new Covector().of(work)).find(c -> c.name().equals(name)).map(Contestant::prepare).get().get();
    }

    @TestFactory
    Stream<DynamicTest> stepsInScopesLeaveWhatStepsLeave() {
        return Stream.of(new Work.AdamStep(3, 300), new Work.AdamStep(1, 5000), new Work.MlpStep(4, Work.Update.SGD),
                new Work.MlpStep(4, Work.Update.ADAM), new Work.CnnStep(2, Work.Update.ADAM), new Work.LstmStep(3, 2, 128))
                .map(work -> DynamicTest.dynamicTest(work.toString(), () -> {
                    Task plain = task(Measurement.COVECTOR, work);
                    Task scoped = task(Measurement.SCOPED, work);
                    assertThat(scoped.result()).isEqualTo(plain.result());
                    plain.repeat(3);
                    scoped.repeat(2);
                    scoped.run();
                    assertThat(scoped.result()).isEqualTo(plain.result());
                }));
    }
}
