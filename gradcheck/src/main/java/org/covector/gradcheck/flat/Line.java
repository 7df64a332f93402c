package org.covector.gradcheck.flat;

/** Values of several results along a line through a point. */
public interface Line {
    /** The values at a distance, signed, from the point; NaN where there are none. */
    double[] at(double t);

    /** The distance that is really gone when {@code t} is added, in the precision of the inputs. */
    double representableStep(double t);
}
