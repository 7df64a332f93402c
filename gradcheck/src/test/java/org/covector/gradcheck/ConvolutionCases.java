package org.covector.gradcheck;

import static org.covector.gradcheck.Case.of;
import static org.covector.gradcheck.Case.several;
import static org.covector.gradcheck.Case.x;

import java.util.List;
import org.covector.functional.AvgPool2d;
import org.covector.functional.Conv2d;
import org.covector.functional.ConvTranspose2d;
import org.covector.functional.F;
import org.covector.functional.MaxPool2d;

/** Convolutions and pooling. */
final class ConvolutionCases {
    private ConvolutionCases() {}

    static List<Case> all() {
        return Case.join(convolutions(), pools());
    }

    private static List<Case> convolutions() {
        return List.of(
                of("conv2d", (t, w) -> F.conv2d(t, w), x(1, 2, 4, 3), x(2, 2, 2, 2)), of("conv2d", (t, w) -> F.conv2d(t, w), x(2, 4, 4), x(1, 2, 3, 3)),
                of("conv2d", (t, w) -> F.conv2d(t, w, Conv2d.stride(2, 1).withPadding(1, 2)), x(2, 1, 5, 3), x(2, 1, 3, 2)),
                of("conv2d", (t, w) -> F.conv2d(t, w, Conv2d.samePadding()), x(1, 1, 3, 4), x(2, 1, 2, 3)),
                of("conv2d", (t, w, b) -> F.conv2d(t, w, b, Conv2d.groups(2)), x(1, 2, 3, 3), x(4, 1, 2, 2), x(4)),
                of("conv2d", (t, w, b) -> F.conv2d(t, w, b, Conv2d.DEFAULT.withDilation(2)), x(1, 1, 5, 5), x(1, 1, 2, 2), x(1)),
                of("convTranspose2d", (t, w) -> F.convTranspose2d(t, w, ConvTranspose2d.DEFAULT), x(1, 2, 2, 3), x(2, 2, 2, 2)),
                of("convTranspose2d", (t, w, b) -> F.convTranspose2d(t, w, b, ConvTranspose2d.stride(2).withPadding(1).withOutputPadding(1)), x(1, 1, 2, 3), x(1, 2, 3, 3), x(2)),
                of("convTranspose2d", (t, w) -> F.convTranspose2d(t, w, ConvTranspose2d.DEFAULT.withGroups(2).withDilation(2)), x(1, 2, 2, 2), x(2, 1, 2, 2)));
    }

    private static List<Case> pools() {
        return List.of(
                of("maxPool2d", t -> F.maxPool2d(t, 2), x(1, 2, 4, 4)), of("maxPool2d", t -> F.maxPool2d(t, new int[] {3, 2}, MaxPool2d.stride(2).withPadding(1).withCeilMode()), x(1, 1, 4, 5)),
                of("maxPool2d", t -> F.maxPool2d(t, new int[] {2}, MaxPool2d.stride(1).withDilation(2)), x(1, 4, 4)),
                several("maxPool2dWithIndices", t -> List.of(F.maxPool2dWithIndices(t, new int[] {2}, MaxPool2d.DEFAULT).values(), F.maxPool2dWithIndices(t, new int[] {2}, MaxPool2d.DEFAULT).indices()), x(1, 1, 4, 4)),
                of("avgPool2d", t -> F.avgPool2d(t, 2), x(1, 2, 4, 4)),
                of("avgPool2d", t -> F.avgPool2d(t, new int[] {3}, AvgPool2d.stride(2).withPadding(1).withCeilMode().withoutPaddingCounted()), x(1, 1, 4, 5)),
                of("avgPool2d", t -> F.avgPool2d(t, new int[] {2}, AvgPool2d.stride(1).withDivisor(3)), x(1, 3, 3)),
                of("adaptiveAvgPool2d", t -> F.adaptiveAvgPool2d(t, 2, 3), x(1, 2, 5, 4)), of("adaptiveAvgPool2d", t -> F.adaptiveAvgPool2d(t, 1), x(2, 3, 2)));
    }
}
