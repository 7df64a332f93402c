package org.covector.gradcheck.threshold;

/** What decisions rest on: each number with its reason. A new one goes into the part of the decision it belongs to. */
public final class Thresholds {
    // ---- precision

    /** A unit roundoff above is that of FLOAT32, below that of FLOAT64. */
    public static final double SINGLE_PRECISION = 0x1p-40;

    /**
     * Relative error that a quotient must reach to prove: half of the digits of FLOAT64, which extrapolation reaches for smooth
     * functions.
     */
    public static final double RESOLUTION = 1e-7;

    /** The same in FLOAT32: its values leave two digits to a difference. */
    public static final double RESOLUTION_SINGLE = 3e-2;

    /** Relative error of a value that has more digits than FLOAT32. */
    public static final double PRECISE = 0x1p-36;

    // ---- difference quotients

    /** Error bars within which an analytic value agrees: bars are estimates, and the truth may lie a little beyond one. */
    public static final double AGREES = 3;

    /** Error bars beyond which a value is excluded: far more than estimates of errors are ever off by. */
    public static final double EXCLUDES = 10;

    /** Error bars within which two estimates do not contradict each other. */
    public static final double CONSISTENT = 5;

    /** Error bars beyond which two estimates contradict each other even if both are overconfident. */
    public static final double CONTRADICTS = 30;

    /** Error bars that one-sided derivatives differ by at a kink: a smaller difference is an error that was estimated too small. */
    public static final double KINK = 20;

    /** A quotient differs by the noise of its two values over a step of 1/16 of the first, the smallest of the table. */
    public static final double NOISE_IN_SLOPE = 16;

    /** Four times that: a kink is the difference of two one-sided quotients, each over half the distance. */
    public static final double NOISE_IN_KINK = 64;

    /** Of the resolution: an error so small that smaller steps are not worth their while. */
    public static final double SHARP = 1e-3;

    /** Of the values around: one-sided derivatives that differ by less are the same. */
    public static final double SHARP_KINK = 1e-3;

    /** Of the values around: what a blunt quotient must differ by to call a value wrong. */
    public static final double CLEARLY_WRONG = 0.01;

    /** Of the resolution: a difference so small is an error bar that was estimated too small. */
    public static final double SLIGHT = 0.01;

    /** A quotient that grows by more from the largest to the smallest step has no limit. */
    public static final double UNBOUNDED = 2;

    /** Times the rounding of a central quotient: the difference of two one-sided ones, each over half the distance. */
    public static final double EXHAUSTED_KINK = 4;

    // ---- discontinuities and scales

    /** Of a jump: what it may differ by from distance to distance. */
    public static final double JUMP_STAYS = 0.05;

    /** Of the gradient: what slopes beside a jump may be off by for their curvature. */
    public static final double JUMP_SLOPE = 1e-3;

    /** Of a change where equal elements part: what is left of it when they part a thousand times less, if it is a jump. */
    public static final double STILL_JUMPS = 0.05;

    /** Roundings of a value that are no jump of it. */
    public static final double JUMP_NOISE_VALUE = 64;

    /** Measured rounding errors of a value that are no jump of it. */
    public static final double JUMP_NOISE_SCATTER = 16;

    /** Four values, each off by the noise, over a quarter of the distance. */
    public static final double JUMP_SLOPE_NOISE = 16;

    /** Roundings of an element and a value on the way. */
    public static final double ROUNDED_ELEMENT = 8;

    /** Of that noise over the step: what a difference of slopes may owe to it. */
    public static final double ROUNDED_STEP = 16;

    /** Roundings of the largest input: a change below is lost where inputs are added. */
    public static final double LOST_BESIDE_INPUTS = 64;

    /** Changes of a value so close to the smallest number have no digits on the way. */
    public static final double VANISHING = 0x1p-960;

    /** Measured rounding errors that a value at another distance may be off by. */
    public static final double SCALE_SCATTER = 4;

    /** Roundings that a value at another distance may be off by. */
    public static final double SCALE_ROUNDING = 32;

    /** Times the noise: a change that can be compared with a slope. */
    public static final double SCALE_VISIBLE = 8;

    /** Of a slope: what curvature may change it by from distance to distance. */
    public static final double SCALE_SLOPE = 0.25;

    /** Of the analytic derivative, and of the value over the element: a numeric derivative that is smaller is the rounding of 0. */
    public static final double ZERO_SLOPE = 1e-12;

    /** Of the distance of two derivatives: the error of a quotient that tells them apart. */
    public static final double TELLS_APART = 0.25;

    /** Times the rounding of a value: what a value close by may be off by. */
    public static final double ROUNDING_CLOSE_BY = 2;

    /** Times the width of a plateau: where a quantized value follows its slope. */
    public static final double QUANTIZED_FAR = 4;

    /** A quantized value rises by its slope to within this factor. */
    public static final double QUANTIZED_SLOPE = 4;

    /** Of a distance: values so close together are the same on a plateau. */
    public static final double FLAT = 0x1p-12;

    /** Roundings of a value over its slope: the width on which a smooth one must have changed. */
    public static final double PLATEAU_ROUNDING = 8;

    /** Units in the last place over the slope: the narrower width, by the number itself. */
    public static final double PLATEAU_ULPS = 2;

    /** Units in the last place: from plateau to plateau a value rises by more than rounding. */
    public static final double PLATEAU_RISE = 8;

    /** Points further apart for noise, from attempt to attempt: four bits at a time. */
    public static final double NOISE_SPACING_GROWTH = 16;

    /** Of a difference: one that falls below it at closer distances is no jump. */
    public static final double JUMP_FALLEN = 0.5;

    // ---- single elements

    /** Roundings of the largest number: what changes by no more, and only far away, is coarse. */
    public static final double NOISE_GRAIN = 64;

    /** Roundings of the largest value of a row that the pullback may be off by. */
    public static final double ANALYTIC_ROUNDING = 128;

    /** Measured errors of the pullback that its value may be off by. */
    public static final double ANALYTIC_SCATTER = 4;

    /** Of the mean of its tensor: a smaller element is checked by steps of the tensor too. */
    public static final double SMALL_IN_TENSOR = 0.25;

    /** Of a gradient: those nearby that differ by less are the same. */
    public static final double CLARKE_SLACK = 1e-6;

    /** The same in FLOAT32, whose neighbours are so far away that a gradient bends up to there. */
    public static final double CLARKE_SLACK_SINGLE = 0x1p-8;

    /** Of an element: the distance within which a steep function has changed. */
    public static final double UNDECIDED_CLOSE = 0x1p-20;

    /** Of the value: a change within that distance which is called steep. */
    public static final double UNDECIDED_STEEP = 0.01;

    /** Roundings of a value that are no change of it. */
    public static final double UNDECIDED_ROUNDINGS = 64;

    /** Of the change within large steps: one as large within the smallest steps says nothing of a slope. */
    public static final double STEEP = 0.25;

    /** Of the largest value of a row: what is visible beside it. */
    public static final double VISIBLE = 0.01;

    /** Roundings of a value in a quotient that is as sharp as they allow. */
    public static final double QUOTIENT_ROUNDING = 256;

    /** The same for a value whose rounding error is measured. */
    public static final double QUOTIENT_SCATTER = 64;

    // ---- groups and directions

    /** Roundings of a directional derivative: the terms of its sum err at random. */
    public static final double GROUP_ROUNDING = 64;

    /** Measured errors of the pullback that their sum, a random walk, may be off by. */
    public static final double GROUP_SCATTER = 8;

    /** Of an element: the part of its derivative that a kink may hide in a window. */
    public static final double GROUP_KINK = 0.1;

    /** Of the window that proves a mean element: nearly all of the group are proven at once. */
    public static final double GROUP_GOAL = 0.1;

    /** Times the goal: a window so narrow is not made narrower. */
    public static final double GROUP_SHARP = 4;

    /** A step that narrows the window by less is the last. */
    public static final double GROUP_PROGRESS = 4;

    /** Of the resolution: a direction, which stands for all elements, is asked for more digits. */
    public static final double GROUP_DIGITS = 1e-4;

    /** Times the goal: the size of kinks that a direction may leave. */
    public static final double GROUP_KINK_GOAL = 1e5;

    /** Roundings of a directional derivative whose terms are not random. */
    public static final double DIRECTION_ROUNDING = 256;

    /** Times the slack: how far outside of the plane of gradients nearby one has to lie. */
    public static final double OUTSIDE_PLANE = 16;

    /** Of a step: the coarsest grid it is rounded to. */
    public static final double GRID_OF_STEP = 1.0 / 16;

    /** Of a gradient: differences of gradients nearby that are no direction of their own. */
    public static final double SUBGRADIENT_SAME = 1e-6;

    /** The same in FLOAT32. */
    public static final double SUBGRADIENT_SAME_SINGLE = 0x1p-8;

    /** Of the largest derivative, or of the value over the element: smaller errors are lost in rounding. */
    public static final double ERROR_FLOOR = 0x1p-14;

    /** Times the goal: an error bar so small denies what lies outside of it. */
    public static final double GROUP_DENIAL = 100;

    // ---- oracles

    /** Roundings of a remainder, which is a difference of three values. */
    public static final double TAYLOR_NOISE = 4;

    /** Roundings of the slope in a remainder. */
    public static final double TAYLOR_SLOPE_NOISE = 16;

    /** Of the first change: with more noise no order can be seen. */
    public static final double TAYLOR_COARSE = 1e-3;

    /** Of the bend two steps before: at a kink it stays, at a smooth point it falls to a sixteenth. */
    public static final double TAYLOR_SIDED = 0.3;

    /** Between order 1, of a wrong derivative, and order 2, of a right one. */
    public static final double TAYLOR_SMOOTH = 1.5;

    /** FLOAT32 has so many times fewer digits than are asked of FLOAT64. */
    public static final double FORWARD_SINGLE = 1e4;

    /** Measured errors of the pullback that a tangent may differ by. */
    public static final double FORWARD_ERROR = 8;

    /** Measured errors of the pullback beyond which a tangent decides alone. */
    public static final double FORWARD_DECIDES = 16;

    /** Times the rounding: where a remainder is measured, and not noise. */
    public static final double TAYLOR_MEASURED = 50;

    /** What a wrong derivative is off by varies by no more from step to step. */
    public static final double TAYLOR_STEADY = 0.02;

    /** Of a directional derivative: sums in another order differ by less. */
    public static final double FORWARD_EQUAL = 1e-9;

    /** Of a derivative: what a tangent must differ by to decide alone. */
    public static final double FORWARD_CLEAR = 1e-3;

    /** Units of subnormal numbers that rounding explains. */
    public static final double FORWARD_SUBNORMAL = 64;

    /** Of the largest derivative: elements below are voted on by themselves too. */
    public static final double FORWARD_SMALL = 1e-4;

    /** Standard deviations of a tangent under other roundings. */
    public static final double FORWARD_SCATTER = 8;

    /** Times its own error: beyond it a tangent decides alone. */
    public static final double FORWARD_SURE = 4;

    /** Of a value: what an element's own size changes it by, for less of which no tangent decides; the square of a rounding. */
    public static final double FORWARD_VANISHING = 0x1p-106;

    /** Of the largest value of a row: smaller ones are rounding beside it. */
    public static final double FORWARD_SMALLEST = 1e-12;

    // ---- the contract of pullbacks

    /** Of the root of the unit roundoff: sums in another order differ by less, formulas by more. */
    public static final double HALF_PRECISION = 1.0 / 16;

    /** Times the difference between calls that is accepted: four calls enter a sum. */
    public static final double NONDETERMINISM = 4;

    /** The multiples taken of larger gradients may overflow. */
    public static final double OVERFLOW = Double.MAX_VALUE / 8;

    /** Of the largest value: another order of summation explains no more. */
    public static final double OTHER_LAYOUT = 1e-9;

    /** The same in FLOAT32. */
    public static final double OTHER_LAYOUT_SINGLE = 1e-3;

    /** Units roundoff of the terms that cancel in the gradient of a tensor given twice: they are added in another order. */
    public static final double SHARED_ROUNDING = 16;

    /** Standard deviations of a gradient under other roundings that linearity may be off by. */
    public static final double CONTRACT_SCATTER = 32;

    /** Of the gradient: more than the digits of FLOAT32, for a function whose values have no more. */
    public static final double CONTRACT_COARSE = 0x1p-18;

    // ---- varied inputs

    /** Times the spread of a value when inputs move by their last bits: a change that is to be seen; so much less of it is no rounding. */
    public static final double BEYOND_ROUNDING = 4;

    /** Of the largest element: within such steps a value may not change for rounding alone. */
    public static final double ROUNDING_REACH = 0x1p-40;

    /** Times the spread of the gradient when inputs move by their last bits. */
    public static final double NEARBY_SCATTER = 4;

    /** Times the distance of the neighbours: what a smooth gradient may change by up to there. */
    public static final double NEARBY_SLACK = 16;

    /** Of the first difference: a jump keeps it under bisection, a slope does not. */
    public static final double JUMP_LASTS = 0.25;

    /** Of an element: near 0 a quotient by it is of a size where plateaus are as narrow as the last digits. */
    public static final double ORDINARY_SIZE = 1e-3;

    /** A derivative between this and its reciprocal is no product of numbers near overflow or underflow. */
    public static final double ORDINARY_DERIVATIVE = 0x1p-40;

    /**
     * Of the distance to the boundary of a domain: probabilities and gaps then change by a factor of some hundreds at most, and a condition
     * number by one of some tens.
     */
    public static final double INTERIOR_REACH = 4;

    /** Of the largest element of a point of a domain: what no direction need be longer than to be cut to the reach. */
    public static final double INTERIOR_FAR = 0x1p10;

    /** A multiple of a point of a cone: as huge or tiny as ordinary elements are made. */
    public static final double INTERIOR_SCALE = 0x1p30;

    /** Relative difference of slopes without rounding. */
    public static final double SLOPE_SAME = 1e-9;

    /** Of a derivative: the error bar up to which a gradient that is not finite is called wrong. */
    public static final double NEARBY_SHARP = 1e-3;

    // ---- diagnosis

    /** Relative error up to which a hypothesis fits a Jacobian of FLOAT64. */
    public static final double FITS = 1e-7;

    /** The same in FLOAT32. */
    public static final double FITS_SINGLE = 1e-2;

    /** Fits coarser than this name neither points nor terms: too many fit. */
    public static final double TOO_COARSE = 1e-3;

    /** Of the error that fits, next to a typical element: as good as 0, or as right. */
    public static final double NEGLIGIBLE = 0.1;

    /** Of the distance to 1: a factor near 1 must be seen that clearly. */
    public static final double CONSTANT_FACTOR = 0.01;

    /** Relative error of a value rounded to FLOAT32, twice. */
    public static final double SINGLE_DIGITS = 0x1p-22;

    /** Of the error that fits: values so small are not compared by digits. */
    public static final double SINGLE_FLOOR = 0.01;

    /** Times the error that fits: quotients of elements err more than the elements. */
    public static final double SAME_RATIO = 100;

    /** Times the error that fits: terms are differences and have fewer digits. */
    public static final double SAME_TERM = 10;

    /** Relative error of a vector that is called by a name. */
    public static final double PROPORTIONAL = 1e-5;

    /** Elements of it below this are compared absolutely. */
    public static final double PROPORTIONAL_FLOOR = 1e-3;

    /** Factors so close to 1 are printed as 1 plus something. */
    public static final double BESIDE_ONE = 1e-7;

    /** Factors so close to 1 are printed with nine digits. */
    public static final double NEAR_ONE = 1e-4;

    /** Whole numbers below are called so. */
    public static final double WHOLE = 1000;

    /** Relative error up to which a fraction of small numbers is named. */
    public static final double FRACTION = 1e-4;

    /** Relative difference of gradients that are the same but for rounding. */
    public static final double COTANGENT_SAME = 1e-9;

    /** The same for what was rounded to FLOAT32. */
    public static final double COTANGENT_SINGLE = 1e-6;

    /** Probability below which an order of the wrong elements among all is no accident. */
    public static final double SIGNIFICANCE = 0.05;

    /** Relative error up to which a value is an approximation. */
    public static final double APPROXIMATE = 1e-2;

    private Thresholds() {}
}
