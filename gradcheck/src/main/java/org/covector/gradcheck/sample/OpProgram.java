package org.covector.gradcheck.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;

/**
 * A composition of operations and the inputs it runs on; prints itself as Java. Its last step is the result; each value may be used
 * several times. Immutable.
 */
public final class OpProgram implements Simplifiable<OpProgram> {
    private static final int LARGEST = 128;

    private final Draft draft;
    private final List<Call> steps;

    /** An operation on values: first the inputs by number, then the results of the steps. */
    private record Call(Op op, List<Integer> arguments) {
        Call renumbered(IntUnaryOperator number) {
            return new Call(op, arguments.stream().map(number::applyAsInt).toList());
        }
    }

    private OpProgram(Draft draft, List<Call> steps) {
        this.draft = draft;
        this.steps = List.copyOf(steps);
    }

    /** One operation on inputs. */
    public static OpProgram of(Op op, Draft inputs) {
        return new OpProgram(inputs, List.of(new Call(op, IntStream.range(0, op.arity()).boxed().toList())));
    }

    /** A random program of one to {@code most} steps on some of these inputs; the newest values are used most. */
    public static OpProgram draw(List<Op> ops, int most, Draft inputs, RandomGenerator random) {
        List<Shape> shapes = new ArrayList<>(inputs.tensors().stream().map(Tensor::shape).toList());
        List<Tensor> values = new ArrayList<>(inputs.tensors());
        List<Call> steps = new ArrayList<>();
        int wanted = 1 + random.nextInt(most);
        for (int attempt = 0; attempt < 50 * wanted && steps.size() < wanted; attempt++) {
            Op op = ops.get(random.nextInt(ops.size()));
            List<Integer> arguments = new ArrayList<>();
            for (int i = 0; i < op.arity(); i++) {
                int n = values.size();
                arguments.add(i == 0 && random.nextInt(3) > 0 ? n - 1 : random.nextInt(n));
            }
            if (op.accepts().test(arguments.stream().map(shapes::get).toList())) {
                Tensor y = op.f().apply(arguments.stream().map(values::get).toList());
                if (y.size() <= LARGEST) {
                    steps.add(new Call(op, List.copyOf(arguments)));
                    values.add(y);
                    shapes.add(y.shape());
                }
            }
        }
        return new OpProgram(inputs, steps).alive();
    }

    /** The inputs. */
    public List<Tensor> inputs() {
        return draft.tensors();
    }

    /** How many operations. */
    public int size() {
        return steps.size();
    }

    /** Whether every operation is differentiable everywhere. */
    public boolean isSmooth() {
        return steps.stream().allMatch(s -> s.op.smooth());
    }

    /** The result for inputs of the same shapes; the first input if there are no steps. */
    public Tensor apply(List<Tensor> x) {
        List<Tensor> values = new ArrayList<>(x);
        for (Call s : steps) {
            values.add(s.op.f().apply(s.arguments.stream().map(values::get).toList()));
        }
        return values.getLast();
    }

    /** The proof of its gradient at its inputs. */
    public Report check(Options options) {
        return Gradcheck.check(x -> List.of(apply(x)), inputs(), options);
    }

    /** Steps, then the inputs' cost. */
    @Override
    public List<Long> cost() {
        List<Long> all = new ArrayList<>(List.of((long) steps.size(), (long) draft.size()));
        all.addAll(draft.cost());
        return all;
    }

    /** Simpler programs: shorter ones first, then fewer and simpler inputs. */
    @Override
    public Stream<OpProgram> simpler() {
        int n = draft.size();
        Stream<OpProgram> cut = IntStream.range(1, steps.size()).mapToObj(k -> new OpProgram(draft, steps.subList(0, k)).alive());
        Stream<OpProgram> single = IntStream.range(0, steps.size()).filter(_ -> steps.size() > 1).mapToObj(this::only);
        Stream<OpProgram> skipped = IntStream.range(0, steps.size()).boxed()
                .flatMap(i -> steps.get(i).arguments.stream().distinct().map(a -> skip(i, a)));
        Stream<OpProgram> fewer = IntStream.range(0, n).filter(i -> n > 1 && steps.stream().noneMatch(s -> s.arguments.contains(i)))
                .mapToObj(this::forget);
        Stream<OpProgram> inputs = draft.simpler().map(d -> new OpProgram(d, steps));
        return Stream.of(cut, single, skipped, fewer, inputs).flatMap(s -> s).filter(p -> !p.steps.isEmpty() && p.runs());
    }

    /** One step alone, on the inputs. */
    private OpProgram only(int i) {
        Call step = steps.get(i);
        return new OpProgram(draft, List.of(step.renumbered(a -> Math.min(a, draft.size() - 1))));
    }

    /** Without a step, one of its arguments in its place. */
    private OpProgram skip(int i, int argument) {
        int gone = draft.size() + i;
        List<Call> rest = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            if (k != i) {
                rest.add(steps.get(k).renumbered(a -> a == gone ? argument : a > gone ? a - 1 : a));
            }
        }
        return new OpProgram(draft, rest).alive();
    }

    private OpProgram forget(int input) {
        return new OpProgram(draft.without(input), steps.stream().map(s -> s.renumbered(a -> a > input ? a - 1 : a)).toList());
    }

    /** Without steps that do not reach the result. */
    private OpProgram alive() {
        int n = draft.size();
        Set<Integer> needed = new HashSet<>(Set.of(n + steps.size() - 1));
        for (int k = steps.size() - 1; k >= 0; k--) {
            if (needed.contains(n + k)) {
                needed.addAll(steps.get(k).arguments);
            }
        }
        List<Integer> kept = IntStream.range(0, steps.size()).filter(k -> needed.contains(n + k)).boxed().toList();
        return new OpProgram(draft, kept.stream().map(k -> steps.get(k).renumbered(a -> a < n ? a : n + kept.indexOf(a - n))).toList());
    }

    /** Whether every operation accepts what it is given. */
    private boolean runs() {
        List<Tensor> values = new ArrayList<>(inputs());
        for (Call s : steps) {
            List<Tensor> arguments = s.arguments.stream().map(values::get).toList();
            if (!s.op.accepts().test(arguments.stream().map(Tensor::shape).toList())) {
                return false;
            }
            values.add(s.op.f().apply(arguments));
        }
        return true;
    }

    private String name(int value) {
        return value < draft.size() ? "x" + value : "y" + (value - draft.size());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<Tensor> values = new ArrayList<>(inputs());
        for (int i = 0; i < draft.size(); i++) {
            text.append("Tensor x").append(i).append(" = ").append(Source.of(values.get(i))).append(";").append(System.lineSeparator());
        }
        for (Call s : steps) {
            values.add(s.op.f().apply(s.arguments.stream().map(values::get).toList()));
            int number = values.size() - 1;
            Object[] names = s.arguments.stream().map(this::name).toArray();
            text.append("Tensor ").append(name(number)).append(" = ").append(String.format(s.op.text(), names)).append("; /* ")
                    .append(values.get(number).shape()).append(" */")
                    .append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
