package org.covector.functional.sample;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.GridSample;
import org.covector.functional.Interpolate;
import org.covector.functional.Interpolate.Mode;
import org.covector.functional.Tensor;

/** Samples of images. */
final class VisionSamples {
    private VisionSamples() {}

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            all.add(new OpInfo("interpolate, " + mode, random -> interpolate(mode, false, random)));
        }
        all.add(new OpInfo("interpolate, BILINEAR, antialias", random -> interpolate(Mode.BILINEAR, true, random)));
        all.add(new OpInfo("interpolate, BICUBIC, antialias", random -> interpolate(Mode.BICUBIC, true, random)));
        all.add(new OpInfo("interpolate, to lengths", random -> Sample.of(t -> F.interpolate(t, 3), random.x(1, 2, random.between(1, 5))))
                .at(Sample.of(t -> F.interpolate(t, 3), Tensor.zeros(DType.FLOAT64, Shape.of(0, 2, 4)))));
        all.add(new OpInfo("upsample", random -> Sample.of(t -> F.upsample(t, Interpolate.scale(2).withMode(Mode.LINEAR)),
                random.x(1, 2, 3))));
        all.add(new OpInfo("upsampleNearest", random -> Sample.of(t -> F.upsampleNearest(t, Interpolate.scale(2)), random.x(1, 2, 2, 3))));
        all.add(new OpInfo("upsampleBilinear", random -> Sample.of(t -> F.upsampleBilinear(t, Interpolate.size(4, 3)),
                random.x(1, 2, 2, 3))));
        for (GridSample.Mode mode : GridSample.Mode.values()) {
            for (GridSample.Padding padding : GridSample.Padding.values()) {
                all.add(new OpInfo("gridSample, " + mode + " " + padding, random -> gridSample(mode, padding, random)));
            }
        }
        all.add(new OpInfo("gridSample, defaults", random -> Sample.of((t, g) -> F.gridSample(t, within(g)), random.x(1, 2, 2, 3),
                random.plain(1, 2, 1, 2)))
                .at(Sample.of((t, g) -> F.gridSample(t, g), Tensor.zeros(DType.FLOAT64, Shape.of(1, 1, 2, 2)),
                        Tensor.zeros(DType.FLOAT64, Shape.of(1, 0, 2, 2)))));
        all.add(new OpInfo("affineGrid", random -> {
            boolean corners = random.coin();
            return random.coin() ? Sample.of(t -> F.affineGrid(t, corners, 2, 1, 2, 3), random.x(2, 2, 3))
                    : Sample.of(t -> F.affineGrid(t, corners, 1, 1, 2, 1, 2), random.x(1, 3, 4));
        }));
        all.add(new OpInfo("pixelShuffle", random -> Sample.of(t -> F.pixelShuffle(t, 2), random.coin() ? random.x(4, 2, 1)
                : random.x(2, 8, 1, 2))));
        all.add(new OpInfo("pixelUnshuffle", random -> Sample.of(t -> F.pixelUnshuffle(t, 2), random.coin() ? random.x(1, 4, 2)
                : random.x(2, 2, 2, 4))));
        all.add(new OpInfo("channelShuffle", random -> Sample.of(t -> F.channelShuffle(t, 2), random.x(1, 2 * random.between(1, 2), 2))));
        all.add(new OpInfo("rotationMatrix", random -> Sample.of(t -> F.rotationMatrix(t), random.x(random.shape(0, 2)))));
        all.add(new OpInfo("rotationMatrix, about an axis", random -> Sample.of(F::rotationMatrix, random.plain(2, 3), random.plain(2))));
        all.add(new OpInfo("quaternionMultiply", random -> Sample.of(F::quaternionMultiply, random.x(2, 4), random.x(4))));
        all.add(new OpInfo("quaternionOf", random -> Sample.of(F::quaternionOf, random.plain(2, 3), random.plain(2))));
        all.add(new OpInfo("quaternionMatrix", random -> Sample.of(F::quaternionMatrix, random.plain(2, 4))));
        return all;
    }

    /** Points in and just beside the image, off its elements, whatever the numbers are. */
    private static Tensor within(Tensor g) {
        return F.add(F.mul(F.sin(g), 1.2), 0.07);
    }

    private static Sample interpolate(Mode mode, boolean antialias, Arguments random) {
        int axes = switch (mode) {
            case LINEAR -> 1;
            case BILINEAR, BICUBIC -> 2;
            case TRILINEAR -> 3;
            default -> random.between(1, 3);
        };
        int[] dims = new int[axes + 2];
        double[] factors = new double[axes];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = random.between(1, i < 2 ? 2 : 3);
        }
        for (int i = 0; i < axes; i++) {
            factors[i] = random.between(dims[i + 2] == 1 ? 10 : 5, 18) / 10.0;
        }
        Interpolate o = Interpolate.scale(factors).withMode(mode);
        boolean smooth = mode != Mode.NEAREST && mode != Mode.NEAREST_EXACT && mode != Mode.AREA;
        Interpolate aligned = smooth && random.coin() ? o.withAlignCorners(random.coin()) : o;
        Interpolate recomputed = random.coin() ? aligned.withRecomputedScaleFactor() : aligned;
        Interpolate options = antialias ? recomputed.withAntialias() : recomputed;
        return Sample.of(t -> F.interpolate(t, options), random.x(dims));
    }

    private static Sample gridSample(GridSample.Mode mode, GridSample.Padding padding, Arguments random) {
        GridSample options = new GridSample(mode, padding, random.coin());
        boolean space = mode != GridSample.Mode.BICUBIC && random.coin();
        return space ? Sample.of((t, g) -> F.gridSample(t, within(g), options), random.x(1, 2, 2, 2, 3), random.plain(1, 1, 2, 1, 3))
                : Sample.of((t, g) -> F.gridSample(t, within(g), options), random.x(2, 1, 3, 2), random.plain(2, 2, 1, 2));
    }
}
