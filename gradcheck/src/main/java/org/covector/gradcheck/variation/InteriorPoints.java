package org.covector.gradcheck.variation;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.InputDomain;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Where inputs with structure are varied to: points well inside of their domains. Steps from the given point that are long against its
 * distance from the boundary lead, rounded, to the boundary itself, where a right formula may have no gradient (a root at probability 0);
 * so they are cut. At the new point the function is moved inside the domain as at the given one, by steps that fit there.
 *
 * @param function of the inputs themselves
 * @param around the function of free tensors that at inputs is theirs, and close by one of points of the domains
 * @param domains by input
 */
public record InteriorPoints(Function1<List<Tensor>, List<Tensor>> function,
        Function1<List<Tensor>, Function1<List<Tensor>, List<Tensor>>> around, Map<Integer, InputDomain> domains) {
    /** The function at other inputs. */
    FlatFunction at(List<Tensor> inputs) {
        return FlatFunction.of(around.apply(inputs), inputs);
    }

    /** Whether all inputs lie in their domains. */
    boolean contain(List<Tensor> inputs) {
        return domains.entrySet().stream().allMatch(e -> e.getValue().contains(inputs.get(e.getKey())));
    }

    /** What a variation makes of the given inputs, inside their domains; refused if it has another shape and there is no such point. */
    List<Tensor> of(List<Tensor> given, VariedInput variant) {
        List<Tensor> all = new ArrayList<>(variant.inputs().get());
        domains.forEach((i, domain) -> {
            Tensor x = given.get(i);
            Tensor to = all.get(i);
            if (!x.shape().equals(to.shape())) {
                all.set(i, ofOtherShape(domain, to));
            } else if (variant.reach() == VariedInput.Reach.BREAKPOINT) { // there and nowhere else
                all.set(i, domain.retract(x, to));
            } else {
                double scale = isCone(domain) ? scale(x, to) : 1;
                Tensor there = domain.retract(x, limited(domain, x, F.div(to, scale)));
                all.set(i, F.mul(there, Math.clamp(scale, 1 / Thresholds.INTERIOR_SCALE, Thresholds.INTERIOR_SCALE)));
            }
        });
        return all;
    }

    /** Free parameters from the point of a function to others, no further than is well inside of the domains. */
    double[] limited(FlatFunction at, double[] to) {
        List<Tensor> all = new ArrayList<>(FlatFunction.unflatten(at.inputs(), to));
        domains.forEach((i, domain) -> all.set(i, limited(domain, at.inputs().get(i), all.get(i))));
        return FlatFunction.flatten(at.inputs(), all);
    }

    /** Whether multiples of points inside are as far inside: they are taken as far as numbers are ordinary. */
    private static boolean isCone(InputDomain domain) {
        return domain == InputDomain.POSITIVE_DEFINITE || domain == InputDomain.SORTED;
    }

    /** How much larger one is than another, if that is a number. */
    private static double scale(Tensor x, Tensor to) {
        double scale = largest(to) / largest(x);
        return scale > 0 && scale < Double.POSITIVE_INFINITY ? scale : 1;
    }

    private static Tensor ofOtherShape(InputDomain domain, Tensor v) {
        Tensor point = switch (domain) {
            case SYMMETRIC, LOWER_TRIANGULAR, UPPER_TRIANGULAR, PROBABILITY -> domain.retract(v, v);
            case POSITIVE_DEFINITE, ORTHOGONAL, SORTED -> v;
        };
        ArgumentException.require(isFlat(domain) || domain.contains(point), "gradcheck", "input", v.shape(), domain.words());
        return point;
    }

    /** Whether a domain is a space of its own, without a boundary. */
    private static boolean isFlat(InputDomain domain) {
        return domain == InputDomain.SYMMETRIC || domain == InputDomain.LOWER_TRIANGULAR || domain == InputDomain.UPPER_TRIANGULAR;
    }

    private static Tensor limited(InputDomain domain, Tensor x, Tensor to) {
        if (isFlat(domain)) {
            return F.where(F.isfinite(to), to, x);
        }
        double far = Thresholds.INTERIOR_FAR * Math.max(largest(x), Double.MIN_NORMAL);
        Tensor finite = between(to, x, Tensor.scalar(far));
        Tensor by = F.sub(finite, x);
        return switch (domain) {
            case PROBABILITY -> between(finite, x, F.mul(x, Thresholds.INTERIOR_REACH));
            case SORTED -> gapsLimited(x, finite);
            case POSITIVE_DEFINITE -> {
                Tensor relative = F.solve(x, F.mul(F.add(by, turned(by)), 0.5)); // similar to the symmetric one that x is the unit of
                yield shortened(x, by, F.sum(F.mul(relative, turned(relative)), true, -2, -1));
            }
            case ORTHOGONAL -> {
                Tensor tangent = F.sub(by, F.mul(F.matmul(x, F.matmul(turned(x), by)), 0.5));
                Tensor m = F.matmul(tangent, turned(x));
                yield shortened(x, by, F.sum(F.square(F.mul(F.sub(m, turned(m)), 0.5)), true, -2, -1));
            }
            case SYMMETRIC, LOWER_TRIANGULAR, UPPER_TRIANGULAR -> to;
        };
    }

    /** As far in a direction as a length, whose square is given, allows. */
    private static Tensor shortened(Tensor x, Tensor by, Tensor square) {
        double reach = Thresholds.INTERIOR_REACH;
        return F.add(x, F.div(F.mul(by, reach), F.sqrt(F.maximum(square, reach * reach))));
    }

    /** Each gap by as much as it is large, and the first number by as much as all are. */
    private static Tensor gapsLimited(Tensor x, Tensor to) {
        Tensor gap = F.diff(x);
        Tensor first = F.narrow(x, -1, 0, 1);
        Tensor range = F.amax(F.abs(x), true, -1);
        return F.cumsum(F.cat(List.of(between(F.narrow(to, -1, 0, 1), first, F.mul(range, Thresholds.INTERIOR_REACH)),
                between(F.diff(to), gap, F.mul(gap, Thresholds.INTERIOR_REACH))), -1), -1);
    }

    private static Tensor between(Tensor to, Tensor x, Tensor by) {
        return F.clamp(to, F.sub(x, by), F.add(x, by));
    }

    private static Tensor turned(Tensor a) {
        return F.transpose(a, -2, -1);
    }

    private static double largest(Tensor t) {
        return Arrays.stream(FlatFunction.flatten(List.of(t))).map(Math::abs).max().orElse(0);
    }
}
