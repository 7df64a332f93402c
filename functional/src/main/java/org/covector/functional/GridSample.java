package org.covector.functional;

/**
 * Options of {@code F.gridSample}.
 *
 * @param mode how an image is continued between its elements
 * @param padding what lies outside of the image
 * @param alignCorners whether -1 and 1 are the centres of the outermost elements, or else their outer edges
 */
public record GridSample(Mode mode, Padding padding, boolean alignCorners) {
    /** BILINEAR, ZEROS, edges: torch's defaults. */
    public static final GridSample DEFAULT = new GridSample(Mode.BILINEAR, Padding.ZEROS, false);

    /** How an image is continued between its elements. */
    public enum Mode {
        /** Straight lines along each spatial axis. */
        BILINEAR,
        /** The nearest element, of two the even one. */
        NEAREST,
        /** Cubic convolution with a = -0.75 along each of two spatial axes. */
        BICUBIC
    }

    /** What lies outside of the image. */
    public enum Padding {
        /** Zeros. */
        ZEROS,
        /** The element at the border. */
        BORDER,
        /** The image reflected at its border. */
        REFLECTION
    }

    /** In a mode. */
    public GridSample withMode(Mode how) {
        return new GridSample(how, padding, alignCorners);
    }

    /** With another outside. */
    public GridSample withPadding(Padding outside) {
        return new GridSample(mode, outside, alignCorners);
    }

    /** With -1 and 1 as the centres of the outermost elements. */
    public GridSample withAlignCorners() {
        return new GridSample(mode, padding, true);
    }
}
