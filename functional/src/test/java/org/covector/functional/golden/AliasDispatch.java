package org.covector.functional.golden;

import java.util.List;
import java.util.Map;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reference functions that are others by another name, or by fewer arguments. */
final class AliasDispatch {
    /** New names of functions of torch. */
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("absolute", "abs"), Map.entry("negative", "neg"), Map.entry("fix", "trunc"), Map.entry("arcsin", "asin"),
            Map.entry("arccos", "acos"), Map.entry("arctan", "atan"), Map.entry("arcsinh", "asinh"), Map.entry("arccosh", "acosh"),
            Map.entry("arctanh", "atanh"), Map.entry("arctan2", "atan2"), Map.entry("true_divide", "div"), Map.entry("divide", "div"),
            Map.entry("multiply", "mul"), Map.entry("subtract", "sub"), Map.entry("greater", "gt"), Map.entry("less", "lt"),
            Map.entry("greater_equal", "ge"), Map.entry("less_equal", "le"), Map.entry("not_equal", "ne"), Map.entry("clip", "clamp"),
            Map.entry("clamp_min", "clamp"), Map.entry("clamp_max", "clamp"), Map.entry("mvlgamma", "special.multigammaln"),
            Map.entry("igamma", "special.gammainc"), Map.entry("igammac", "special.gammaincc"),
            Map.entry("polygamma", "special.polygamma"), Map.entry("special.expit", "sigmoid"), Map.entry("special.exp2", "exp2"),
            Map.entry("special.expm1", "expm1"), Map.entry("special.log1p", "log1p"), Map.entry("special.sinc", "sinc"),
            Map.entry("special.erf", "erf"), Map.entry("special.erfc", "erfc"), Map.entry("special.erfinv", "erfinv"),
            Map.entry("special.gammaln", "lgamma"), Map.entry("special.digamma", "digamma"), Map.entry("special.psi", "digamma"),
            Map.entry("special.i0", "i0"), Map.entry("special.round", "round"), Map.entry("special.logit", "logit"),
            Map.entry("special.xlogy", "xlogy"), Map.entry("special.logsumexp", "logsumexp"), Map.entry("linalg.matmul", "matmul"),
            Map.entry("index_put", "Tensor.index_put"));

    /** Functions of torch.nn.functional that torch has too. */
    private static final List<String> SHARED = List.of("layer_norm", "group_norm", "rms_norm", "batch_norm", "instance_norm", "embedding",
            "bilinear", "pairwise_distance", "max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d", "adaptive_avg_pool1d", "celu", "selu",
            "prelu", "rrelu", "threshold", "hardshrink", "dropout", "alpha_dropout", "feature_alpha_dropout", "cosine_embedding_loss",
            "hinge_embedding_loss", "margin_ranking_loss", "triplet_margin_loss", "poisson_nll_loss", "ctc_loss", "kl_div", "grid_sampler");

    private AliasDispatch() {}

    static void addTo(Dispatch d) {
        NAMES.forEach((name, of) -> d.alias("torch." + name, "torch." + of));
        SHARED.stream().filter(name -> d.knows("torch.nn.functional." + name))
                .forEach(name -> d.alias("torch." + name, "torch.nn.functional." + name));
        d.alias("torch.constant_pad_nd", "torch.nn.functional.pad");
        split(d, "torch.hsplit", 1);
        split(d, "torch.vsplit", 0);
        split(d, "torch.dsplit", 2);
        d.one("torch.atleast_1d", a -> padded(a.tensor("input"), 0, 1));
        d.one("torch.atleast_2d", a -> padded(a.tensor("input"), 0, 2));
        d.one("torch.atleast_3d", a -> {
            Tensor x = padded(a.tensor("input"), 0, 2);
            return padded(x, x.rank(), 3);
        });
    }

    /** Axes of length 1 put in at a place until there are enough. */
    private static Tensor padded(Tensor x, int at, int rank) {
        return x.rank() >= rank ? x : padded(F.unsqueeze(x, at), at, rank);
    }

    private static void split(Dispatch d, String fn, int axis) {
        d.many(fn, a -> {
            Tensor x = a.tensor("input");
            int along = x.rank() == 1 ? 0 : axis;
            return a.has("sections") ? F.tensorSplit(x, a.whole("sections", 1), along)
                    : F.tensorSplit(x, a.ints("indices"), along);
        });
    }
}
