package org.covector.bench.tour.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.train.Examples;

/**
 * A text as numbers of its characters.
 *
 * @param alphabet its different characters, in order
 * @param characters [n] INT64, numbers of the alphabet
 */
public record Text(String alphabet, Tensor characters) {
    private static final String HARBOUR = "/text/harbour.txt";
    private static final double TRAINING = 0.9;

    /** The text that comes with the tour. */
    public static Text harbour() throws IOException {
        try (InputStream in = Text.class.getResourceAsStream(HARBOUR)) {
            if (in == null) {
                throw new IOException(HARBOUR + " is not on the class path");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Text of(String text) {
        String alphabet = text.chars().distinct().sorted().mapToObj(Character::toString).collect(Collectors.joining());
        return new Text(alphabet, Tensor.of(text.chars().mapToLong(alphabet::indexOf).toArray()));
    }

    /** Pieces of the first nine tenths, four times overlapping, each with the character that follows every one as target: [n, length]. */
    public Examples training(int length) {
        return pieces(0, split(), length, Math.ceilDiv(length, 4));
    }

    /** Pieces of the rest, one after the other. */
    public Examples test(int length) {
        return pieces(split(), characters.dim(0), length, length);
    }

    private int split() {
        return (int) (TRAINING * characters.dim(0));
    }

    private Examples pieces(int from, int to, int length, int stride) {
        int n = (to - from - 1 - length) / stride + 1;
        Tensor starts = F.add(F.mul(Tensor.arange(n), stride), from);
        Tensor places = F.reshape(F.add(F.unsqueeze(starts, 1), Tensor.arange(length)), n * length);
        return new Examples(F.reshape(F.indexSelect(characters, 0, places), n, length),
                F.reshape(F.indexSelect(characters, 0, F.add(places, 1)), n, length));
    }
}
