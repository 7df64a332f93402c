package org.covector.gradcheck;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.DefinedOn;
import org.covector.functional.Tensor;

/**
 * The operations of a class, its public static methods that take tensors, with inputs to check them at: sampled from their
 * {@link DefinedOn}, or given as cases under their names. Immutable.
 *
 * {@snippet :
 * Catalogue.of(MyOps.class)
 *         .with("softmax", x -> MyOps.softmax(x, 1), x)
 *         .check().orThrow();
 * }
 */
public final class Catalogue {
    private static final List<Double> NUMBERS = List.of(0.7, 1.9, -1.9);

    private final Class<?> type;
    private final Settings settings;
    private final Vector<Case> cases;

    private record Settings(Options options, Progress progress, HashMap<String, List<Double>> numbers, Option<DType> dtype,
            Predicate<String> wanted) {}

    /** A function at some inputs; its name is that of the method it calls. */
    private record Case(String name, Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {}

    /** What is checked under one name, or why nothing is. */
    private record Entry(String name, Supplier<List<Report>> check, Option<String> unchecked) {}

    private Catalogue(Class<?> type, Settings settings, Vector<Case> cases) {
        this.type = type;
        this.settings = settings;
        this.cases = cases;
    }

    /** Those of a public class in an exported package. */
    public static Catalogue of(Class<?> type) {
        Operation.of(type);
        return new Catalogue(type, new Settings(Options.DEFAULT, Progress.terminal(), HashMap.empty(), Option.none(), _ -> true),
                Vector.empty());
    }

    /** With a case of one tensor. */
    public Catalogue with(String operation, Function1<Tensor, Tensor> f, Tensor x) {
        return with(operation, (List<Tensor> in) -> List.of(f.apply(in.get(0))), List.of(x));
    }

    /** With a case of two tensors. */
    public Catalogue with(String operation, Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return with(operation, (List<Tensor> in) -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y));
    }

    /** With a case of three tensors. */
    public Catalogue with(String operation, Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return with(operation, (List<Tensor> in) -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z));
    }

    /** With a case: the method of this name with everything but tensors fixed, and inputs. */
    public Catalogue with(String operation, Function1<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        require(operation);
        return new Catalogue(type, settings, cases.append(new Case(operation, f, x.stream().map(Autograd::stopGradient).toList())));
    }

    /** With what a method with a {@link DefinedOn} takes besides tensors, in order; 0.7, 1.9, -1.9 otherwise. */
    public Catalogue withNumbers(String operation, double... values) {
        require(operation);
        ArgumentException.require(values.length > 0, "catalogue", "numbers", 0, "1 or more");
        return with(new Settings(settings.options, settings.progress,
                settings.numbers.put(operation, Arrays.stream(values).boxed().toList()), settings.dtype,
                settings.wanted));
    }

    /** With options for all checks; names and domains are added to them. */
    public Catalogue withOptions(Options options) {
        return with(new Settings(options, settings.progress, settings.numbers, settings.dtype, settings.wanted));
    }

    /** With another view of the progress than {@link Progress#terminal}. */
    public Catalogue withProgress(Progress progress) {
        return with(new Settings(settings.options, progress, settings.numbers, settings.dtype, settings.wanted));
    }

    /** With all floating inputs in this dtype. */
    public Catalogue withDtype(DType dtype) {
        ArgumentException.require(dtype.isFloating(), "catalogue", "dtype", dtype, "FLOAT32 or FLOAT64");
        return with(new Settings(settings.options, settings.progress, settings.numbers, Option.of(dtype), settings.wanted));
    }

    /** Only operations with such {@link #names}. */
    public Catalogue only(Predicate<String> wanted) {
        return with(new Settings(settings.options, settings.progress, settings.numbers, settings.dtype, settings.wanted.and(wanted)));
    }

    /** What {@link #check} checks: {@code exp(Tensor)} for a method with a domain, {@code softmax} for cases given. */
    public List<String> names() {
        return entries().stream().map(Entry::name).toList();
    }

    /** Of these, those that have neither a domain nor a case. */
    public List<String> missing() {
        return entries().stream().filter(e -> e.unchecked.isDefined()).map(Entry::name).toList();
    }

    /** Checks each operation at each of its cases. */
    public CatalogueReport check() {
        List<Entry> entries = entries();
        List<CatalogueReport.Checked> done = new ArrayList<>();
        long start = System.nanoTime();
        int failed = 0;
        for (Entry entry : entries) {
            settings.progress.show(new Progress.Step(done.size(), entries.size(), entry.name, failed,
                    Duration.ofNanos(System.nanoTime() - start)));
            CatalogueReport.Checked checked = checked(entry);
            done.add(checked);
            failed += checked.isRight() ? 0 : 1;
        }
        settings.progress.show(new Progress.Step(done.size(), done.size(), "", failed, Duration.ofNanos(System.nanoTime() - start)));
        return new CatalogueReport(type.getSimpleName(), done);
    }

    private static CatalogueReport.Checked checked(Entry entry) {
        try {
            return new CatalogueReport.Checked(entry.name, entry.check.get(), entry.unchecked);
        } catch (RuntimeException e) {
            return new CatalogueReport.Checked(entry.name, List.of(), Option.of("throws " + e));
        }
    }

    private List<Entry> entries() {
        List<Operation> all = Operation.of(type);
        List<Entry> entries = new ArrayList<>();
        for (Operation op : all) {
            boolean given = cases.exists(c -> c.name.equals(op.name()));
            op.domain().peek(domain -> entries.add(new Entry(op.signature(), () -> sampled(op, domain), Option.none())))
                    .peekLeft(why -> entries.addAll(given ? List.of() : List.of(new Entry(op.signature(), List::of, Option.of(why)))));
        }
        for (String name : new LinkedHashSet<>(cases.map(Case::name).asJava())) {
            entries.add(new Entry(name, () -> cases.filter(c -> c.name.equals(name)).map(c -> report(name, c.f, c.inputs, settings.options))
                    .asJava(), Option.none()));
        }
        return entries.stream().filter(e -> settings.wanted.test(e.name)).sorted((a, b) -> a.name.compareTo(b.name)).toList();
    }

    private List<Report> sampled(Operation op, List<DefinedOn.Interval> domain) {
        List<Double> numbers = settings.numbers.getOrElse(op.name(), NUMBERS);
        return DomainSamples.inputs(domain, settings.options.seed() + op.signature().hashCode()).stream()
                .map(x -> report(op.signature(), in -> List.of(op.call(in, numbers)), x, DomainSamples.within(settings.options, domain)))
                .toList();
    }

    private Report report(String name, Function1<List<Tensor>, List<Tensor>> f, List<Tensor> x, Options options) {
        List<Tensor> inputs = settings.dtype.map(dtype -> x.stream().map(t -> t.dtype().isFloating() ? Tensor.of(t.array().to(dtype)) : t)
                .toList()).getOrElse(x);
        return Gradcheck.check(f, inputs, options.withName(name));
    }

    private void require(String operation) {
        ArgumentException.require(Operation.of(type).stream().anyMatch(op -> op.name().equals(operation)), "catalogue", "operation",
                operation,
                "the name of a public static method of " + type.getSimpleName() + " that takes tensors");
    }

    private Catalogue with(Settings other) {
        return new Catalogue(type, other, cases);
    }
}
