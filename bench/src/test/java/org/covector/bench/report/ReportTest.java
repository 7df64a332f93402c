package org.covector.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.bench.report.Samples.SGEMM;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final List<Row> rows = Samples.mixed().rows();

    private Row row(String workload) {
        return rows.find(r -> r.workload().equals(workload)).get();
    }

    @Test
    void theBestPeerIsTheOneWithTheLowestRatioInItsOwnProcess() {
        Row row = row(SGEMM);
        assertThat(row.peer()).isEqualTo("MKL 1");
        assertThat(row.ours()).isEqualTo(280_000);
        assertThat(row.ratio()).isEqualTo(0.75);
        assertThat(row.reached()).isFalse();
    }

    @Test
    void aPeerWithAGivenBufferIsShownApart() {
        assertThat(row(SGEMM).givenBufferPeer()).isEqualTo("MKL 1, given buffer");
        assertThat(row(SGEMM).givenBufferRatio()).isEqualTo(0.5);
    }

    @Test
    void ourTimeInAScopeHasARatioToTheSamePeer() {
        Row row = Samples.mixed().with(List.of(
                Samples.measurement("tanh 1e6", "OPENBLAS", Measurement.COVECTOR, 300_000),
                Samples.measurement("tanh 1e6", "OPENBLAS", Measurement.SCOPED, 150_000),
                Samples.measurement("tanh 1e6", "OPENBLAS", "libtorch 1", 1_500_000))).rows().find(r -> r.workload().equals("tanh 1e6"))
                        .get();
        assertThat(row.ratio()).isEqualTo(5);
        assertThat(row.scoped()).isEqualTo(150_000);
        assertThat(row.scopedRatio()).isEqualTo(10);
        assertThat(row(SGEMM).scopedRatio()).isNull();
    }

    @Test
    void theShareOfTheLimitIsOfOurTime() {
        assertThat(row(SGEMM).percentOfLimit()).isCloseTo(100 * (2.0 * 256 * 256 * 256 / 200) / 280_000, within(1e-9));
    }

    @Test
    void aTargetThatIsReachedSaysSo() {
        assertThat(row("tanh 1e6").ratio()).isEqualTo(5);
        assertThat(row("tanh 1e6").reached()).isTrue();
    }

    @Test
    void aPeerAloneHasNoRatio() {
        Row row = row("exp 1e3");
        assertThat(row.peerTime()).isEqualTo(900);
        assertThat(row.ours()).isNull();
        assertThat(row.ratio()).isNull();
        assertThat(row.reached()).isFalse();
    }

    @Test
    void rowsFollowTheCatalogue() {
        assertThat(rows.map(Row::workload)).containsExactly(SGEMM, "exp 1e3", "tanh 1e6");
    }

    @Test
    void newerMeasurementsReplaceThoseOfTheSameProcessOnly() {
        Report report = Samples.mixed()
                .with(List.of(
                        Samples.measurement(SGEMM, "MKL", Measurement.COVECTOR, 200_000),
                        Samples.measurement(SGEMM, "MKL", "MKL 1", 300_000)));
        Row row = report.rows().head();
        assertThat(row.peer()).isEqualTo("OpenBLAS 1");
        assertThat(row.ratio()).isCloseTo(250.0 / 300, within(1e-12));
        assertThat(report.measurements()).hasSize(7);
    }

    @Test
    void contestantsAreNamedOnce() {
        assertThat(Samples.mixed().contestants()).containsExactly("Covector", "MKL 1", "OpenBLAS 1", "libtorch 1");
    }

    @Test
    void probesAreBoundFromAboveOrBelow() {
        assertThat(Samples.mixed().probes()).extracting(Probe::reached).containsExactly(true, false);
    }

    @Test
    void newerProbesReplaceThoseOfTheSameName() {
        Report report = Samples.mixed().withProbes(List.of(new Probe("first call", 1, 41, "ms", 40, true)));
        assertThat(report.probes()).extracting(Probe::value).containsExactly(0.5, 41.0);
    }
}
