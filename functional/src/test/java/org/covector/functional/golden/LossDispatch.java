package org.covector.functional.golden;

import static org.covector.functional.golden.UnsupportedCase.require;

import org.covector.engine.ArgumentException;
import org.covector.functional.CrossEntropy;
import org.covector.functional.Ctc;
import org.covector.functional.F;
import org.covector.functional.GaussianNll;
import org.covector.functional.MultiMargin;
import org.covector.functional.PoissonNll;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.TripletMargin;

/** Reference functions of this family, by their names. */
final class LossDispatch {
    private static final String N = "torch.nn.functional.";

    private LossDispatch() {}

    static void addTo(Dispatch d) {
        elements(d);
        likelihoods(d);
        classes(d);
        embeddings(d);
        distances(d);
    }

    static Reduction reduction(Arguments a) {
        // the older pair of flags, of which torch makes a reduction
        if (a.has("size_average") || a.has("reduce")) {
            return !a.flag("reduce", true) ? Reduction.NONE : a.flag("size_average", true) ? Reduction.MEAN : Reduction.SUM;
        }
        String name = a.text("reduction", "mean");
        return switch (name) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            case "batchmean" -> Reduction.BATCHMEAN;
            default -> throw new ArgumentException("loss", "reduction", name, "none, mean or sum"); // no such constant can be written
        };
    }

    private static void elements(Dispatch d) {
        d.one(N + "mse_loss", a -> F.mseLoss(a.tensor("input"), a.tensor("target"), a.maybe("weight"), reduction(a)));
        d.one(N + "l1_loss", a -> F.l1Loss(a.tensor("input"), a.tensor("target"), a.maybe("weight"), reduction(a)));
        d.one(N + "huber_loss", a -> F.huberLoss(a.tensor("input"), a.tensor("target"), a.number("delta", 1), a.maybe("weight"),
                reduction(a)));
        d.one(N + "smooth_l1_loss", a -> F.smoothL1Loss(a.tensor("input"), a.tensor("target"), a.number("beta", 1), reduction(a)));
        d.one(N + "soft_margin_loss", a -> F.softMarginLoss(a.tensor("input"), a.tensor("target"), reduction(a)));
        d.one(N + "hinge_embedding_loss", a -> F.hingeEmbeddingLoss(a.tensor("input"), a.tensor("target"), a.number("margin", 1),
                reduction(a)));
        d.one(N + "margin_ranking_loss", a -> F.marginRankingLoss(a.tensor("input1"), a.tensor("input2"), a.tensor("target"),
                a.number("margin", 0), reduction(a)));
        d.one(N + "binary_cross_entropy", a -> F.binaryCrossEntropy(a.tensor("input"), a.tensor("target"), a.maybe("weight"),
                reduction(a)));
        d.one(N + "binary_cross_entropy_with_logits", a -> F.binaryCrossEntropyWithLogits(a.tensor("input"), a.tensor("target"),
                a.maybe("weight"),
                a.maybe("pos_weight"), reduction(a)));
    }

    private static void likelihoods(Dispatch d) {
        d.one(N + "kl_div", a -> F.klDiv(a.tensor("input"), a.tensor("target"), a.flag("log_target", false), reduction(a)));
        d.one(N + "poisson_nll_loss", a -> F.poissonNllLoss(a.tensor("input"), a.tensor("target"),
                new PoissonNll(a.flag("log_input", true), a.flag("full", false), a.number("eps", 1e-8), reduction(a))));
        d.one(N + "gaussian_nll_loss", a -> F.gaussianNllLoss(a.tensor("input"), a.tensor("target"), variance(a),
                new GaussianNll(a.flag("full", false), a.number("eps", 1e-6), reduction(a))));
        d.one(N + "ctc_loss", a -> F.ctcLoss(a.tensor("log_probs"), a.tensor("targets"), lengths(a, "input_lengths"), lengths(a,
                "target_lengths"),
                new Ctc(a.whole("blank", 0), a.flag("zero_infinity", false), reduction(a))));
    }

    private static Tensor variance(Arguments a) {
        return a.isTensor("var") ? a.tensor("var") : Tensor.full(a.tensor("input").dtype(), org.covector.engine.Shape.SCALAR,
                a.number("var", 1));
    }

    private static Tensor lengths(Arguments a, String name) {
        if (a.isTensor(name)) {
            return a.tensor(name);
        }
        int[] given = a.ints(name);
        Tensor all = Tensor.of(java.util.Arrays.stream(given).asLongStream().toArray());
        return a.raw(name).isJsonArray() ? all : F.reshape(all);
    }

    private static void classes(Dispatch d) {
        d.one(N + "cross_entropy", a -> F.crossEntropy(a.tensor("input"), a.tensor("target"), options(a)));
        d.one(N + "nll_loss", a -> F.nllLoss(a.tensor("input"), a.tensor("target"), options(a)));
        d.one(N + "linear_cross_entropy", a -> {
            a.granting("options");
            return F.linearCrossEntropy(a.tensor("input"), a.tensor("linear_weight"), a.maybe("linear_bias"), a.tensor("target"),
                    options(a));
        });
        d.one(N + "multi_margin_loss", a -> F.multiMarginLoss(a.isTensor("target")
                && a.tensor("target").rank() > a.tensor("input").rank() - 1
                ? F.unsqueeze(a.tensor("input"), 0) : a.tensor("input"), a.tensor("target"),
                new MultiMargin(a.whole("p", 1), a.number("margin", 1), a.maybe("weight"), reduction(a))));
        d.one(N + "multilabel_margin_loss", a -> F.multilabelMarginLoss(a.tensor("input"), a.tensor("target"), reduction(a)));
        d.one(N + "multilabel_soft_margin_loss", a -> F.multilabelSoftMarginLoss(a.tensor("input"), a.tensor("target"), a.maybe("weight"),
                reduction(a)));
    }

    private static CrossEntropy options(Arguments a) {
        CrossEntropy o = CrossEntropy.DEFAULT.withReduction(reduction(a)).withLabelSmoothing(a.number("label_smoothing",
                0)).withIgnoreIndex(a.whole("ignore_index", -100));
        return a.isTensor("weight") ? o.withWeight(a.tensor("weight")) : o;
    }

    private static void embeddings(Dispatch d) {
        d.one(N + "cosine_embedding_loss", a -> F.cosineEmbeddingLoss(a.tensor("input1"), a.tensor("input2"), a.tensor("target"),
                a.number("margin", 0), reduction(a)));
        d.one(N + "triplet_margin_loss", a -> F.tripletMarginLoss(a.tensor("anchor"), a.tensor("positive"), a.tensor("negative"),
                new TripletMargin(a.number("margin", 1), a.number("p", 2), a.number("eps", 1e-6), a.flag("swap", false), reduction(a))));
        d.one(N + "triplet_margin_with_distance_loss", a -> {
            require(!a.has("distance_function"), "a function as argument");
            TripletMargin o = TripletMargin.DEFAULT.withMargin(a.number("margin", 1)).withSwap(a.flag("swap",
                    false)).withReduction(reduction(a));
            return F.tripletMarginWithDistanceLoss(a.tensor("anchor"), a.tensor("positive"), a.tensor("negative"), F::pairwiseDistance, o);
        });
    }

    private static void distances(Dispatch d) {
        d.one(N + "pairwise_distance", a -> F.pairwiseDistance(a.tensor("x1"), a.tensor("x2"), a.number("p", 2), a.number("eps", 1e-6),
                a.flag("keepdim", false)));
        d.one(N + "cosine_similarity", a -> F.cosineSimilarity(a.tensor("x1"), a.tensor("x2"), a.whole("dim", 1), a.number("eps", 1e-8)));
        d.one("torch.cosine_similarity", a -> F.cosineSimilarity(a.tensor("x1"), a.tensor("x2"), a.whole("dim", 1), a.number("eps", 1e-8)));
        d.one(N + "pdist", a -> F.pdist(a.tensor("input"), a.number("p", 2)));
        d.one("torch.pdist", a -> F.pdist(a.tensor("input"), a.number("p", 2)));
        d.one("torch.cdist", a -> F.cdist(a.tensor("x1"), a.tensor("x2"), a.granting("compute_mode").number("p", 2)));
        d.one("torch.dist", a -> F.dist(a.tensor("input"), a.tensor("other"), a.number("p", 2)));
    }
}
