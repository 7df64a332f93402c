package org.covector.functional.fusion;

import io.vavr.Lazy;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Trace;

/**
 * A traced function, its pointwise steps merged into as few kernels as possible and what nothing depends on removed.
 *
 * @param inputs the places the caller fills: of the arguments, then of the lifted constants
 * @param places how many there are
 * @param constants values closed over, with their places
 * @param steps as traced, in an order in which every operand is there: what is differentiated, each step by its own rule
 * @param kernels the same steps merged when first run: what runs
 * @param outputs the places of the results
 */
public record Program(int[] inputs, int places, List<Trace.Constant> constants, List<Trace.Step> steps,
        Lazy<List<Trace.Step>> kernels, int[] outputs) {
    /** What happens at a step. */
    interface Interpreter<T> {
        T[] apply(int number, Primitive primitive, T[] x);
    }

    /** The program from the arguments of a traced function to its results. */
    static Program of(Trace trace) {
        return of(trace, IntStream.range(0, trace.inputs()).toArray(), trace.steps(), trace.outputs());
    }

    public static Program of(Trace trace, int[] inputs, List<Trace.Step> steps, int[] outputs) {
        int places = trace.examples().size();
        List<Trace.Step> live = Slice.of(steps, places, outputs, _ -> true).steps();
        return new Program(inputs, places, trace.constants(), live, Lazy.of(() -> Fusion.merge(live, trace.examples(), outputs)), outputs);
    }

    /** The same program with the tensors that belong to transformations around it as further inputs. */
    Program lifted() {
        int[] more = constants.stream().filter(Trace.Constant::isLifted).mapToInt(Trace.Constant::place).toArray();
        int[] all = IntStream.concat(IntStream.of(inputs), IntStream.of(more)).toArray();
        return new Program(all, places, constants.stream().filter(c -> !c.isLifted()).toList(), steps, kernels, outputs);
    }

    /** The tensors that belong to transformations around, in the order of the further inputs. */
    List<Tensor> liftedTensors() {
        return constants.stream().filter(Trace.Constant::isLifted).map(Trace.Constant::value).toList();
    }

    /** The results for these arguments, of the shapes and dtypes traced. */
    NdArray[] run(NdArray... x) {
        return evaluate(kernels.get(), NdArray[]::new, x, Tensor::array, (_, primitive, in) -> Apply.compute(primitive, in));
    }

    /** The results as a differentiable function of tensors. */
    Tensor[] replay(Tensor... x) {
        return replay((_, primitive, in) -> Apply.all(primitive, in), x);
    }

    /** The results with what each step does left to an interpreter. */
    Tensor[] replay(Interpreter<Tensor> interpreter, Tensor... x) {
        return evaluate(steps, Tensor[]::new, x, c -> c, interpreter);
    }

    private <T> T[] evaluate(List<Trace.Step> order, IntFunction<T[]> table, T[] x, Function<Tensor, T> constant,
            Interpreter<T> interpreter) {
        T[] at = table.apply(places);
        for (int i = 0; i < x.length; i++) {
            at[inputs[i]] = x[i];
        }
        for (Trace.Constant c : constants) {
            at[c.place()] = constant.apply(c.value());
        }
        for (int number = 0; number < order.size(); number++) {
            Trace.Step s = order.get(number);
            T[] y = interpreter.apply(number, s.primitive(), pick(table, at, s.inputs()));
            for (int i = 0; i < y.length; i++) {
                at[s.outputs()[i]] = y[i];
            }
        }
        return pick(table, at, outputs);
    }

    private static <T> T[] pick(IntFunction<T[]> table, T[] at, int[] places) {
        T[] x = table.apply(places.length);
        for (int i = 0; i < x.length; i++) {
            x[i] = at[places[i]];
        }
        return x;
    }

    /** The steps, one a line, with the loop of each kernel. */
    String explain() {
        StringJoiner text = new StringJoiner("\n");
        for (Trace.Step s : kernels.get()) {
            text.add(places(s.outputs()) + " = " + s.primitive().name() + "(" + places(s.inputs()) + ")");
            if (s.primitive() instanceof Pointwise p) {
                text.add(p.explain().indent(4).stripTrailing());
            }
        }
        return text.add("return " + places(outputs)).toString();
    }

    private static String places(int[] places) {
        StringJoiner joined = new StringJoiner(", ");
        for (int p : places) {
            joined.add("%" + p);
        }
        return joined.toString();
    }
}
