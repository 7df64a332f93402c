package org.covector.engine.op;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.kernel.norm.NormKernel;
import org.covector.engine.kernel.norm.NormKernel.PerPiece;
import org.covector.engine.kernel.norm.NormKernel.Run;
import org.covector.engine.kernel.reduction.FinishKernel;
import org.covector.engine.op.Normalization.Gradients;
import org.covector.engine.op.Normalization.Normalized;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Group norm and batch norm: (N, C, ...) as planes of dense elements, plane p = n C + c, with a weight and a bias for each
 * channel; statistics belong to a group of channels of one n, or to a channel.
 */
final class PlaneNorm {
    private static final double NANOS = 0.3;

    /** Planes shorter than this are not worth their overhead: channels first, then, in a copy. */
    private static final int SHORT = 16;

    private final NdArray x;
    private final Object values;
    private final int batch;
    private final int channels;
    private final int plane;
    /** Groups of one n; 0 where statistics belong to channels. */
    private final int groups;
    /** Whether x is a copy with axes 0 and 1 exchanged. */
    private final boolean exchanged;
    private final NormKernel kernel;

    private PlaneNorm(NdArray x, int groups, boolean exchanged) {
        this.x = x;
        this.values = x.storage().array();
        this.batch = x.shape().dim(exchanged ? 1 : 0);
        this.channels = x.shape().dim(exchanged ? 0 : 1);
        this.plane = Shape.length("batchNorm", x.shape().sub(2, x.rank()).size());
        this.groups = groups;
        this.exchanged = exchanged;
        this.kernel = ReductionKernels.norm(x.dtype());
    }

    /** Statistics for each group of channels of each n. */
    static PlaneNorm groups(NdArray compact, int groups) {
        return new PlaneNorm(compact, groups, false);
    }

    /** Statistics for each channel. */
    static PlaneNorm channels(NdArray x) {
        boolean isShort = x.shape().sub(2, x.rank()).size() < SHORT;
        return new PlaneNorm(Operands.compact(isShort ? x.transpose(0, 1) : x), 0, isShort);
    }

    private Storage fresh(long size) {
        return Storage.uninitialised(x.dtype(), size);
    }

    private Shape statistics() {
        return groups == 0 ? Shape.of(channels) : Shape.of(batch, groups);
    }

    /** The elements that share a statistic. */
    private Run statisticRun(int stat) {
        return groups == 0 ? channelRun(stat) : new Run(stat * (channels / groups) * plane, channels / groups, plane, plane);
    }

    /** The elements that share a weight. */
    private Run channelRun(int channel) {
        return exchanged
                ? new Run(channel * batch * plane, 1, batch * plane, 0)
                : new Run(channel * plane, batch, plane, channels * plane);
    }

    /** The channel of piece j of a statistic's run. */
    private int channel(int stat, int j) {
        return groups == 0 ? stat : stat % groups * (channels / groups) + j;
    }

    /** A statistic as a channel's pieces see it. */
    private PerPiece ofChannel(Object statistic, int channel) {
        return groups == 0 ? new PerPiece(statistic, channel, 0) : new PerPiece(statistic, channel / (channels / groups), groups);
    }

    private interface Runs {
        void run(int index, Object work);
    }

    private void parallel(int count, Runs body) {
        int perChunk = Math.max(1, (1 << 14) / Math.max(1, Shape.length("batchNorm", x.size() / Math.max(1, count))));
        EngineRuntime.parallel(Math.ceilDiv(count, perChunk), (long) (x.size() * NANOS), chunk -> {
            Object work = fresh(kernel.work()).array();
            for (int i = chunk * perChunk; i < Math.min(count, (chunk + 1) * perChunk); i++) {
                body.run(i, work);
            }
        });
    }

    private NdArray restored(Storage y) {
        NdArray a = NdArray.wrap(y, x.shape());
        return exchanged ? a.transpose(0, 1).dense() : a;
    }

    Normalized forward(NdArray weight, NdArray bias, double eps) {
        Shape stats = statistics();
        NdArray mean = NdArray.wrap(fresh(stats.size()), stats);
        NdArray variance = NdArray.wrap(fresh(stats.size()), stats);
        return forward(weight, bias, eps, mean, variance, true);
    }

    /** With given statistics. */
    Normalized forward(NdArray weight, NdArray bias, double eps, NdArray mean, NdArray variance) {
        return forward(weight, bias, eps, mean, variance, false);
    }

    private Normalized forward(NdArray weight, NdArray bias, double eps, NdArray mean, NdArray variance, boolean training) {
        FinishKernel finish = ReductionKernels.finish(x.dtype());
        Object m = mean.storage().array();
        Object v = variance.storage().array();
        Object w = weight.storage().array();
        Object b = bias.storage().array();
        Storage rstd = fresh(mean.size());
        Storage y = fresh(x.size());
        Object r = rstd.array();
        Object to = y.array();
        parallel((int) mean.size(), (stat, work) -> {
            Run run = statisticRun(stat);
            if (training) {
                kernel.moments(values, run, true, m, v, stat, work);
            }
            finish.reciprocalRoot(v, eps, r, stat, 1);
            for (int j = 0; j < run.pieces(); j++) {
                int c = channel(stat, j);
                kernel.piece(values, run.start() + j * run.step(), run.length(), m, r, stat, w, c, b, c, to);
            }
        });
        return new Normalized(restored(y), mean, NdArray.wrap(rstd, mean.shape()), variance);
    }

    Gradients backward(NdArray given, NdArray mean, NdArray rstd, NdArray weight, boolean training) {
        Object dy = Operands.compact(exchanged ? given.transpose(0, 1) : given).storage().array();
        Object m = mean.storage().array();
        Object r = rstd.storage().array();
        Object w = weight.storage().array();
        PerPiece one = new PerPiece(NdArray.ones(x.dtype(), Shape.of(1)).storage().array(), 0, 0);
        Storage dw = fresh(channels);
        Storage db = fresh(channels);
        Object dWeight = dw.array();
        Object dBias = db.array();
        parallel(channels, (c, work) -> {
            Run run = channelRun(c);
            kernel.weighted(dy, run, one, dBias, c, work);
            kernel.correlated(dy, values, run, ofChannel(m, c), ofChannel(r, c), one, dWeight, c, work);
        });
        Storage c1 = Storage.zeros(x.dtype(), mean.size()); // stay so where the statistics are given
        Storage c2 = Storage.zeros(x.dtype(), mean.size());
        if (training && groups == 0) { // a channel's weight is a factor of its sums
            ReductionKernels.finish(x.dtype()).multiply(dBias, w, c1.array(), channels);
            ReductionKernels.finish(x.dtype()).multiply(dWeight, w, c2.array(), channels);
        }
        Storage dx = fresh(x.size());
        Object s1 = c1.array();
        Object s2 = c2.array();
        Object input = dx.array();
        parallel((int) mean.size(), (stat, work) -> {
            Run run = statisticRun(stat);
            if (training && groups > 0) {
                PerPiece weights = new PerPiece(w, channel(stat, 0), 1);
                kernel.weighted(dy, run, weights, s1, stat, work);
                kernel.correlated(dy, values, run, new PerPiece(m, stat, 0), new PerPiece(r, stat, 0), weights, s2, stat, work);
            }
            for (int j = 0; j < run.pieces(); j++) {
                kernel.pieceBackward(dy, values, run.start() + j * run.step(), run.length(), m, r, stat, w, channel(stat, j),
                        s1, s2, run.size(), input);
            }
        });
        Shape c = Shape.of(channels);
        return new Gradients(restored(dx), NdArray.wrap(dw, c), NdArray.wrap(db, c));
    }
}
