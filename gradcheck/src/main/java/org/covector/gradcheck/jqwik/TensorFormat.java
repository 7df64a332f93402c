package org.covector.gradcheck.jqwik;

import java.util.List;
import net.jqwik.api.SampleReportingFormat;
import org.covector.functional.core.Tensor;
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
        return value instanceof Tensor x ? SampleReportingFormat.plainLabel(Source.of(x))
                : List.of(value.toString().split("\\R")).stream().map(SampleReportingFormat::plainLabel).toList();
    }
}
