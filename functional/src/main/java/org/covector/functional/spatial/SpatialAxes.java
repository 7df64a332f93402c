package org.covector.functional.spatial;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Reshape;

/** What all windows over the last axes of a tensor share: one number for all spatial axes or one for each, lengths, and planes. */
final class SpatialAxes {
    /** The longest axis, and the most elements, of a tensor. */
    static final long LONGEST = Integer.MAX_VALUE - 8;

    /** The shapes that functions over 1, 2 and 3 spatial axes take. */
    static final List<String> FORMS = List.of("(N, C, L) or (C, L)", "(N, C, H, W) or (C, H, W)", "(N, C, D, H, W) or (C, D, H, W)");

    private SpatialAxes() {}

    /** How many a function has: the number in its name. */
    static int of(String function) {
        int i = 0;
        while (!Character.isDigit(function.charAt(i))) {
            i++;
        }
        return function.charAt(i) - '0';
    }

    /** One number for all axes, or one for each, as one for each. */
    static int[] each(String function, String argument, int axes, int least, Ints given) {
        boolean count = given.size() == 1 || given.size() == axes;
        if (!count || given.stream().anyMatch(i -> i < least)) {
            String numbers = axes == 1 ? "one number" : "one number, or " + axes + ",";
            throw new ArgumentException(function, argument, given, numbers + " of " + least + " or more");
        }
        int[] all = new int[axes];
        Arrays.setAll(all, i -> given.get(given.size() == 1 ? 0 : i));
        return all;
    }

    /** Refuses results that are larger than a tensor can be. */
    static void requireSize(String function, String argument, Object given, long... lengths) {
        double size = Arrays.stream(lengths).asDoubleStream().reduce(1, (a, b) -> a * b);
        boolean ok = size <= LONGEST && Arrays.stream(lengths).allMatch(n -> n <= LONGEST);
        if (!ok) {
            throw new ArgumentException(function, argument, given + ", which gives a result of shape " + Arrays.toString(lengths),
                    "a result of at most " + LONGEST + " elements");
        }
    }

    /** The last {@code axes} lengths. */
    static Ints tail(Shape shape, int axes) {
        return Ints.of(shape.sub(shape.rank() - axes, shape.rank()).dims());
    }

    /** The axes before the channels as one: of planes, how many axes they have before does not matter. */
    static Shape merged(Shape shape, int axes) {
        int lead = shape.rank() - axes - 1;
        return lead <= 1 ? shape : Shape.of(Shape.length("convolution", shape.sub(0, lead).size())).concat(shape.sub(lead, shape.rank()));
    }

    static Tensor merged(Tensor x, int axes) {
        return Reshape.to(x, merged(x.shape(), axes));
    }

    /** {@code y} with the axes that x has before its last {@code axes} for those that {@link #merged} left before its last {@code kept}. */
    static Tensor restored(Tensor y, Shape x, int axes, int kept) {
        return Reshape.to(y, x.sub(0, x.rank() - axes).concat(y.shape().sub(y.rank() - kept, y.rank())));
    }
}
