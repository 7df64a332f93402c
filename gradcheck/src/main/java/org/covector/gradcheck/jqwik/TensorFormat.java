package org.covector.gradcheck.jqwik;

import net.jqwik.api.SampleReportingFormat;
import org.covector.functional.Tensor;
import org.covector.gradcheck.sample.OpProgram;
import org.covector.gradcheck.sample.Source;

/** Tensors and programs in reports of jqwik as Java that makes them again. */
public final class TensorFormat implements SampleReportingFormat {
    /** For the service loader. */
    public TensorFormat() {}

    @Override
    public boolean appliesTo(Object value) {
        return value instanceof Tensor || value instanceof OpProgram;
    }

    @Override
    public Object report(Object value) {
        return SampleReportingFormat.plainLabel(value instanceof Tensor x ? Source.of(x) : value.toString());
    }
}
