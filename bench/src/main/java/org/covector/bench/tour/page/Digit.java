package org.covector.bench.tour.page;

/** A picture of 8 x 8. */
final class Digit {
    private static final int SIDE = 8;

    private Digit() {}

    /** Of pixels 0 (paper) to 1 (ink). */
    static String draw(String description, double... pixels) {
        Svg svg = new Svg(SIDE, SIDE, description);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] > 0) {
                svg.rect("ink", i % SIDE, Math.floorDiv(i, SIDE), 1.02, 1.02, pixels[i]);
            }
        }
        return svg.toString();
    }
}
