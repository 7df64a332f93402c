package org.covector.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void namesAreUnique() {
        List<String> names = Catalogue.all().map(Workload::name);
        assertThat(names.distinct()).isEqualTo(names);
    }

    @Test
    void noWorkIsListedTwice() {
        List<Work> works = Catalogue.all().map(Workload::work);
        assertThat(works.distinct()).isEqualTo(works);
    }

    @Test
    void everyWorkloadHasATarget() {
        assertThat(Catalogue.all()).allSatisfy(w -> assertThat(w.target()).as(w.name()).isBetween(0.4, 100.0));
    }

    @Test
    void everyFamilyHasWorkloads() {
        assertThat(Catalogue.all().map(Workload::family).distinct()).containsExactly(Family.values());
    }

    @Test
    void everyKindOfWorkIsThere() {
        assertThat(Catalogue.all().<Object>map(w -> w.work().getClass()).toJavaSet())
                .containsExactlyInAnyOrder((Object[]) Work.class.getPermittedSubclasses());
    }

    @Test
    void everyPointwiseFunctionIsMeasuredFromCacheToMemory() {
        for (PointwiseOp op : PointwiseOp.values()) {
            assertThat(Catalogue.all().map(Workload::work).filter(w -> w instanceof Work.Pointwise p && p.op() == op))
                    .as(op.name())
                    .hasSize(4);
        }
    }

    @Test
    void onlyDispatchBoundWorkHasNoLimit() {
        assertThat(Catalogue.all()).allSatisfy(w ->
                assertThat(w.work().flops() + w.work().bytes() > 0).as(w.name()).isEqualTo(w.family() != Family.TINY));
    }

    @Test
    void namesFitIntoFilesAndTables() {
        assertThat(Catalogue.all()).allSatisfy(w -> assertThat(w.name()).hasSizeLessThan(50).matches("[ -~]+"));
    }

    @Test
    void flopsOfAConvolutionCountEveryOutputOnce() {
        assertThat(new Work.Convolution(2, 3, 5, 4, 3, 1, false).flops()).isEqualTo(2.0 * 2 * 4 * 25 * 3 * 9);
        assertThat(new Work.Convolution(1, 1, 7, 1, 3, 0, false).outSize()).isEqualTo(5);
        assertThat(new Work.MaxPool(1, 1, 112, false).outSize()).isEqualTo(56);
    }

    @Test
    void inputsAreTheSameForEverybodyAndInRange() {
        assertThat(Inputs.floats(100, 1)).isEqualTo(Inputs.floats(100, 1)).isNotEqualTo(Inputs.floats(100, 2));
        for (float x : Inputs.of(PointwiseOp.LOG, 1000, 1)) {
            assertThat(x).isBetween(0.1f, 1.1f);
        }
    }

    @Test
    void parametersComeInPairsOfWeightAndBias() {
        for (Models model : Models.values()) {
            List<Models.Parameter> parameters = model.parameters();
            assertThat(parameters.size()).isGreaterThan(2).isEven();
            for (int i = 0; i < parameters.size(); i += 2) {
                assertThat(parameters.get(i + 1).values()).hasSize((int) parameters.get(i).shape()[0]).containsOnly(0f);
                assertThat(parameters.get(i).values()).hasSizeGreaterThan(100);
            }
        }
    }
}
