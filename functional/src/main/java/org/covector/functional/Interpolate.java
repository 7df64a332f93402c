package org.covector.functional;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.interpolate}: {@code Interpolate.scale(2).withMode(Interpolate.Mode.BILINEAR)}.
 *
 * @param size lengths of the resulting spatial axes, one number for all; empty if there are factors
 * @param scaleFactor factors of the spatial axes, one number for all; empty if there are lengths
 * @param mode how results lie between elements
 * @param alignCorners whether the centres of the outermost elements stay in place, or else their outer edges (the default); only for the
 *     linear and cubic modes
 * @param recomputeScaleFactor whether places follow the ratio of lengths, not the factor that was given, which the rounding of lengths
 *     makes another number
 * @param antialias whether the kernel widens where lengths shrink; only for BILINEAR and BICUBIC
 */
public record Interpolate(List<Integer> size, List<Double> scaleFactor, Mode mode, Option<Boolean> alignCorners,
        boolean recomputeScaleFactor,
        boolean antialias) {
    /** How results lie between elements. */
    public enum Mode {
        /** The element at {@code floor(s q)}. */
        NEAREST,
        /** The element at {@code floor(s (q + 1/2))}. */
        NEAREST_EXACT,
        /** Straight lines between elements, of one spatial axis. */
        LINEAR,
        /** Straight lines along each of two spatial axes. */
        BILINEAR,
        /** Cubic convolution along each of two spatial axes, with a = -0.75 (-0.5 with antialias). */
        BICUBIC,
        /** Straight lines along each of three spatial axes. */
        TRILINEAR,
        /** Means of the elements that a result covers, as adaptive average pooling. */
        AREA
    }

    /** Copies the lists. */
    public Interpolate {
        size = List.copyOf(size);
        scaleFactor = List.copyOf(scaleFactor);
        ArgumentException.require(size.isEmpty() != scaleFactor.isEmpty(), "interpolate", "size and scaleFactor",
                size + " and " + scaleFactor, "one of them");
    }

    /** To lengths; NEAREST. */
    public static Interpolate size(int... lengths) {
        return new Interpolate(Arrays.stream(lengths).boxed().toList(), List.of(), Mode.NEAREST, Option.none(), false, false);
    }

    /** By factors; NEAREST. */
    public static Interpolate scale(double... factors) {
        return new Interpolate(List.of(), Arrays.stream(factors).boxed().toList(), Mode.NEAREST, Option.none(), false, false);
    }

    /** In a mode. */
    public Interpolate withMode(Mode how) {
        return new Interpolate(size, scaleFactor, how, alignCorners, recomputeScaleFactor, antialias);
    }

    /** With the centres of the outermost elements in place, or their outer edges. */
    public Interpolate withAlignCorners(boolean centres) {
        return new Interpolate(size, scaleFactor, mode, Option.of(centres), recomputeScaleFactor, antialias);
    }

    /** With places that follow the ratio of lengths. */
    public Interpolate withRecomputedScaleFactor() {
        return new Interpolate(size, scaleFactor, mode, alignCorners, true, antialias);
    }

    /** With a kernel that widens where lengths shrink. */
    public Interpolate withAntialias() {
        return new Interpolate(size, scaleFactor, mode, alignCorners, recomputeScaleFactor, true);
    }
}
