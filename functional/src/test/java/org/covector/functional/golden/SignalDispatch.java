package org.covector.functional.golden;

import org.covector.engine.DType;
import org.covector.functional.F;

/** Reference functions of this family, by their names. */
final class SignalDispatch {
    private SignalDispatch() {}

    static void addTo(Dispatch d) {
        d.one("torch.fft.fftshift", a -> F.fftshift(a.tensor("input"), a.ints("dim")));
        d.one("torch.fft.ifftshift", a -> F.ifftshift(a.tensor("input"), a.ints("dim")));
        d.one("torch.fft.fftfreq", a -> F.fftfreq(a.dtype(DType.FLOAT32), a.whole("n", 1), a.number("d", 1)));
        d.one("torch.fft.rfftfreq", a -> F.rfftfreq(a.dtype(DType.FLOAT32), a.whole("n", 1), a.number("d", 1)));
        d.one("torch.bartlett_window", a -> F.bartlettWindow(a.dtype(DType.FLOAT32), a.whole("window_length", 1),
                a.flag("periodic", true)));
        d.one("torch.hann_window", a -> F.hannWindow(a.dtype(DType.FLOAT32), a.whole("window_length", 1), a.flag("periodic", true)));
        d.one("torch.hamming_window", a -> F.hammingWindow(a.dtype(DType.FLOAT32), a.whole("window_length", 1), a.flag("periodic", true),
                a.number("alpha", 0.54), a.number("beta", 0.46)));
        d.one("torch.blackman_window", a -> F.blackmanWindow(a.dtype(DType.FLOAT32), a.whole("window_length", 1),
                a.flag("periodic", true)));
        d.one("torch.kaiser_window", a -> F.kaiserWindow(a.dtype(DType.FLOAT32), a.whole("window_length", 1), a.flag("periodic", true),
                a.number("beta", 12)));
    }
}
