package org.covector.functional.golden;

import com.google.gson.JsonElement;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.GridSample;
import org.covector.functional.Interpolate;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;

/** Reference functions of this family, by their names. */
final class VisionDispatch {
    private static final String N = "torch.nn.functional.";

    private VisionDispatch() {}

    static void addTo(Dispatch d) {
        d.one(N + "interpolate", a -> F.interpolate(a.tensor("input"), interpolate(a)));
        d.one(N + "upsample", a -> F.upsample(a.tensor("input"), interpolate(a)));
        d.one(N + "upsample_nearest", a -> F.upsampleNearest(a.tensor("input"), interpolate(a)));
        d.one(N + "upsample_bilinear", a -> F.upsampleBilinear(a.tensor("input"), interpolate(a)));
        d.one(N + "grid_sample", a -> F.gridSample(a.tensor("input"), a.tensor("grid"), new GridSample(
                a.choice("mode", GridSample.Mode.class, "bilinear"),
                        a.choice("padding_mode", GridSample.Padding.class, "zeros"), a.flag("align_corners", false))));
        d.one(N + "affine_grid", a -> F.affineGrid(a.tensor("theta"), a.flag("align_corners", false), a.ints("size")));
        d.one(N + "pixel_shuffle", a -> F.pixelShuffle(a.tensor("input"), a.whole("upscale_factor", 1)));
        d.one(N + "pixel_unshuffle", a -> F.pixelUnshuffle(a.tensor("input"), a.whole("downscale_factor", 1)));
        d.one(N + "channel_shuffle", a -> F.channelShuffle(a.tensor("input"), a.whole("groups", 1)));
        d.one(N + "native_channel_shuffle", a -> F.channelShuffle(a.tensor("input"), a.whole("groups", 1)));
        for (String name : new String[] {"torch.pixel_shuffle", "torch.pixel_unshuffle", "torch.channel_shuffle",
                "torch.native_channel_shuffle"}) {
            d.alias(name, name.replace("torch.", N));
        }
        d.one(N + "pad", a -> pad(a));
    }

    private static Tensor pad(Arguments a) {
        Pad mode = a.choice("mode", Pad.class, "constant");
        return F.pad(a.tensor("input"), mode, a.number("value", 0), a.ints("pad"));
    }

    private static Interpolate interpolate(Arguments a) {
        ArgumentException.require(!a.has("size") || !a.has("scale_factor"), "interpolate", "size and scale_factor", "both", "one of them");
        Interpolate o = a.has("size") ? Interpolate.size(a.ints("size")) : Interpolate.scale(numbers(a, "scale_factor"));
        o = o.withMode(a.choice("mode", Interpolate.Mode.class, "nearest"));
        o = a.has("align_corners") ? o.withAlignCorners(a.flag("align_corners", false)) : o;
        o = a.flag("recompute_scale_factor", false) ? o.withRecomputedScaleFactor() : o;
        return a.flag("antialias", false) ? o.withAntialias() : o;
    }

    private static double[] numbers(Arguments a, String name) {
        if (!a.has(name)) {
            return new double[0];
        }
        JsonElement e = a.raw(name);
        return e.isJsonArray() ? e.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray()
                : new double[] {e.getAsDouble()};
    }
}
