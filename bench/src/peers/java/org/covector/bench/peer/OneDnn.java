package org.covector.bench.peer;

import io.vavr.collection.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;

/** oneDNN's single-precision matrix product; its other primitives are reached through libtorch. */
public final class OneDnn implements Contestants {
    private static final String NAME = "oneDNN 3.11";

    @Override
    public void start(int threads) {
        dnnl.dnnl_get_effective_cpu_isa();
    }

    @Override
    public List<Contestant> of(Work work) {
        return work instanceof Work.MatMul w && w.dtype() == DType.FLOAT32
                ? List.of(false, true).map(given -> Gemm.floats(NAME + (given ? ", given buffer" : ""), given, w, OneDnn::product))
                : List.empty();
    }

    private static void product(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
        dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', m, n, k, 1, a, k, b, n, 0, c, n);
    }
}
