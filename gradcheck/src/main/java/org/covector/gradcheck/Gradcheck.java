package org.covector.gradcheck;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.functional.Tree;
import org.covector.functional.core.Tensor;

/**
 * Proof of gradients: {@code Gradcheck.check(f, x).orThrow()}. What the pullback gives is compared with difference quotients of
 * high order whose own error is estimated, in FLOAT64 wherever the function allows; the error, not a tolerance, decides. Never
 * prints and never throws for a wrong gradient: the {@link Report} says what was found.
 */
public final class Gradcheck {
    private static final int FULL_OUTPUTS = 1024;
    private static final long FULL_JACOBIAN = 1L << 16;
    private static final int SECOND_ORDER_OUTPUTS = 12;
    private static final int RANDOM_PROBES = 4;

    private Gradcheck() {}

    /** Checks a function of one tensor. */
    public static Report check(Function1<Tensor, Tensor> f, Tensor x) {
        return check(f, x, Options.DEFAULT);
    }

    /** Checks a function of one tensor. */
    public static Report check(Function1<Tensor, Tensor> f, Tensor x, Options options) {
        return check((List<Tensor> in) -> List.of(f.apply(in.get(0))), List.of(x), options);
    }

    /** Checks a function of two tensors. */
    public static Report check(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return check(f, x, y, Options.DEFAULT);
    }

    /** Checks a function of two tensors. */
    public static Report check(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Options options) {
        return check((List<Tensor> in) -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y), options);
    }

    /** Checks a function of three tensors. */
    public static Report check(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return check(f, x, y, z, Options.DEFAULT);
    }

    /** Checks a function of three tensors. */
    public static Report check(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z, Options options) {
        return check((List<Tensor> in) -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z), options);
    }

    /** Checks a function from a tree of tensors to a tree of tensors. */
    public static <X, Y> Report check(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x, Options options) {
        return check((List<Tensor> leaves) -> out.leaves(f.apply(in.with(x, leaves))), in.leaves(x), options);
    }

    /** Checks a function from tensors to tensors. */
    public static Report check(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> x, Options options) {
        List<Tensor> constants = x.stream().map(Tensor::constant).toList();
        Subject given = new Subject(f, constants);
        if (options.classical().isDefined()) {
            return new Run(given, options).classical(options.classical().get());
        }
        Option<Subject> lifted = constants.stream().anyMatch(t -> t.dtype() == DType.FLOAT32) ? lifted(given) : Option.none();
        if (lifted.isEmpty()) {
            return new Run(given, options).report();
        }
        Report exact = new Run(lifted.get(), options).report();
        Report single = new Run(given, options.withOrder(1)).report();
        return exact.isWrong() || !single.isWrong() ? exact : single;
    }

    /** Checks all operations of a class that have a {@link org.covector.functional.Domain}; {@link Catalogue} takes cases for others. */
    public static CatalogueReport catalogue(Class<?> operations) {
        return catalogue(operations, Options.DEFAULT);
    }

    /** Checks all operations of a class that have a {@link org.covector.functional.Domain}; {@link Catalogue} takes cases for others. */
    public static CatalogueReport catalogue(Class<?> operations, Options options) {
        return Catalogue.of(operations).withOptions(options).check();
    }

    /** The function in FLOAT64, if it takes that. */
    private static Option<Subject> lifted(Subject given) {
        try {
            Subject lifted = given.lifted();
            boolean all = lifted.outputs().stream().noneMatch(t -> t.dtype() == DType.FLOAT32);
            return all && lifted.outputs().size() == given.outputs().size() ? Option.of(lifted) : Option.none();
        } catch (RuntimeException takesFloat32Only) {
            return Option.none();
        }
    }

    /** One check of one derivative. */
    private record Run(Subject subject, Options options, int order, Map<Integer, Element> singular) {
        Run(Subject subject, Options options) {
            this(subject, options, 1, Map.of());
        }

        Report report() {
            Random random = new Random(options.seed());
            try {
                List<String> breaches = order == 1 ? Contract.breaches(subject, random) : List.of();
                return compare(random, breaches);
            } catch (RuntimeException e) {
                return report(List.of(), 0, List.of("the pullback throws " + e), List.of(), Option.none());
            }
        }

        private Report compare(Random random, List<String> breaches) {
            double[] y = subject.origin();
            int n = subject.point().length;
            if (y.length == 0 || n == 0) {
                return report(untouched(), 0, breaches, List.of(), Option.none());
            }
            if (n > options.sampling().above()) {
                Directions directions = new Directions(subject, options, random);
                return report(directions.elements(), directions.count(), breaches, List.of(), Option.none());
            }
            Probes probes = probes(n, y.length, random);
            Rows rows = new Rows(subject, probes, random);
            Columns columns = new Columns(subject, options, probes, rows);
            List<Element> elements = untouched();
            Map<Integer, Element> kinks = new HashMap<>();
            for (int j = 0; j < n; j++) {
                Element known = singular.get(j);
                Element found = known != null ? known : columns.check(j);
                elements.add(found);
                if (found.verdict() == Verdict.KINK || found.verdict() == Verdict.OUTSIDE) {
                    kinks.put(j, found.beyond());
                }
            }
            List<String> diagnosis = diagnose(elements, new Diagnosis(subject, rows.all(), columns.numeric()));
            Option<Report> second = order < options.order() && breaches.isEmpty() ? Option.of(second(random, kinks)) : Option.none();
            if (diagnosis.isEmpty() && second.exists(Report::isWrong)) {
                diagnosis = List.of("the first derivative is right and the second wrong: part of the pullback is constant to the differentiation");
            }
            return report(elements, 0, breaches, diagnosis, second);
        }

        Report classical(Options.Tolerance tolerance) {
            Random random = new Random(options.seed());
            Probes probes = Probes.each(subject.origin().length, random);
            try {
                Rows rows = new Rows(subject, probes, random);
                return report(Classical.elements(subject, rows, tolerance), 0, List.of(), List.of(), Option.none());
            } catch (RuntimeException e) {
                return report(List.of(), 0, List.of("the pullback throws " + e), List.of(), Option.none());
            }
        }

        private Probes probes(int n, int m, Random random) {
            boolean each = order == 1 ? m <= FULL_OUTPUTS && (long) n * m <= FULL_JACOBIAN : m <= SECOND_ORDER_OUTPUTS;
            return each ? Probes.each(m, random) : Probes.random(RANDOM_PROBES, m, random);
        }

        private Report second(Random random, Map<Integer, Element> kinks) {
            try {
                Subject gradient = subject.gradient(Probes.vector(subject.origin().length, random));
                return new Run(gradient, options, 2, kinks).report();
            } catch (RuntimeException e) {
                return new Run(subject, options, 2, kinks).report(List.of(), 0, List.of("the second derivative throws " + e), List.of(), Option.none());
            }
        }

        /** Integer and boolean inputs. */
        private List<Element> untouched() {
            List<Element> elements = new ArrayList<>();
            boolean discrete = subject.origin().length == 0;
            for (int i = 0; i < subject.inputs().size(); i++) {
                Tensor x = subject.inputs().get(i);
                for (int k = 0; k < x.size() && (discrete || !x.dtype().isFloating()); k++) {
                    elements.add(new Element(i, k, 0, 0, 0, 0, Verdict.NO_GRADIENT, discrete ? "no floating result" : x.dtype().toString(), true));
                }
            }
            return elements;
        }

        private List<String> diagnose(List<Element> elements, Diagnosis diagnosis) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < subject.inputs().size(); i++) {
                int input = i;
                if (elements.stream().anyMatch(e -> e.input() == input && e.verdict() == Verdict.WRONG)) {
                    diagnosis.of(i).forEach(text -> all.add("gradient of input " + input + ": " + text));
                }
            }
            return all;
        }

        private Report report(List<Element> elements, int directions, List<String> breaches, List<String> diagnosis, Option<Report> second) {
            return new Report(options, subject.inputs(), subject.outputs(), order, elements, directions, breaches, diagnosis, second, Evidence.NONE);
        }
    }
}
