package org.covector.functional.sample;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.Complex;
import org.covector.functional.F;
import org.covector.functional.FftNorm;
import org.covector.functional.Stft;
import org.covector.functional.Tensor;

/** Samples of signals. */
final class SignalSamples {
    private SignalSamples() {}

    private static List<Tensor> parts(Complex y) {
        return List.of(y.re(), y.im());
    }

    /** A function of two parts. */
    private static OpInfo pair(String name, int leastRank, Function1<Complex, List<Tensor>> f) {
        return new OpInfo(name, random -> {
            int[] dims = random.shapeAboveOne(leastRank, 3);
            return new Sample(in -> f.apply(new Complex(in.get(0), in.get(1))), List.of(random.x(dims), random.x(dims)));
        });
    }

    private static OpInfo real(String name, int leastRank, Function1<Tensor, List<Tensor>> f) {
        return new OpInfo(name, random -> Sample.several(f, random.x(random.shapeAboveOne(leastRank, 3))));
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(List.of(pair("fft", 1, x -> parts(F.fft(x))), pair("ifft", 1, x -> parts(F.ifft(x))),
                pair("fft2", 2, x -> parts(F.fft2(x))), pair("ifft2", 2, x -> parts(F.ifft2(x))), pair("fftn", 1, x -> parts(F.fftn(x))),
                pair("ifftn", 1, x -> parts(F.ifftn(x))), real("rfft", 1, x -> parts(F.rfft(x))), real("rfft2", 2, x -> parts(F.rfft2(x))),
                pair("irfft", 1, x -> List.of(F.irfft(x))), pair("irfft2", 2, x -> List.of(F.irfft2(x)))));
        for (FftNorm norm : FftNorm.values()) {
            all.add(pair("fft, " + norm, 1, x -> parts(F.fft(x, 5, 0, norm))));
            all.add(pair("ifft, " + norm, 1, x -> parts(F.ifft(x, 2, -1, norm))));
            all.add(real("rfft, " + norm, 1, x -> parts(F.rfft(x, 5, 0, norm))));
            all.add(pair("irfft, " + norm, 1, x -> List.of(F.irfft(x, 5, 0, norm))));
        }
        int[] n = {3, 4};
        int[] axes = {1, 0};
        all.addAll(List.of(pair("fftn, axes", 2, x -> parts(F.fftn(x, n, axes, FftNorm.ORTHO))),
                pair("ifftn, axes", 2, x -> parts(F.ifftn(x, n, axes, FftNorm.ORTHO))),
                real("rfftn", 2, x -> parts(F.rfftn(x, n, axes, FftNorm.FORWARD))),
                        pair("irfftn", 2, x -> List.of(F.irfftn(x, n, axes, FftNorm.BACKWARD))),
                real("fftshift", 1, x -> List.of(F.fftshift(x))), real("ifftshift", 1, x -> List.of(F.ifftshift(x, -1))),
                new OpInfo("fftConvolve", random -> Sample.of(F::fftConvolve, random.x(random.shapeAboveOne(1, 2)),
                        random.x(random.between(1, 4))))));
        Stft options = Stft.of(4).withHop(2);
        all.add(new OpInfo("stft", random -> Sample.several(x -> parts(F.stft(x, options.withWindow(F.hammingWindow(x.dtype(), 3, true)))),
                random.x(2, 9))));
        all.add(new OpInfo("stft, all frequencies", random ->
                Sample.several(x -> parts(F.stft(x, options.withCenter(false).withOnesided(false).withNormalized(true))), random.x(9))));
        all.add(new OpInfo("istft", random -> new Sample(in ->
                List.of(F.istft(new Complex(in.get(0), in.get(1)), options.withWindow(F.hammingWindow(in.get(0).dtype(), 4, true)), 0)),
                List.of(random.x(2, 3, 4), random.x(2, 3, 4)))));
        return all;
    }
}
