package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import org.covector.engine.Shape;
import org.covector.gradcheck.sample.Draft;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Magnitude;
import org.covector.gradcheck.sample.Op;
import org.covector.gradcheck.sample.OpProgram;
import org.covector.gradcheck.sample.Ranks;

/**
 * Random compositions of operations with inputs that fit; shrink to the fewest steps, then to the simplest inputs. Edge cases are
 * single operations.
 */
public final class ProgramArbitrary implements Arbitrary<OpProgram> {
    private static final int INPUTS = 3;

    private final List<Op> ops;
    private final int most;
    private final Ranks ranks;
    private final Elements elements;

    ProgramArbitrary(List<Op> ops, int most, Ranks ranks, Elements elements) {
        this.ops = List.copyOf(ops);
        this.most = most;
        this.ranks = ranks;
        this.elements = elements;
    }

    /** With more operations: those of the user. */
    public ProgramArbitrary with(Op... more) {
        List<Op> all = new ArrayList<>(List.of(more));
        all.addAll(ops);
        return new ProgramArbitrary(all, most, ranks, elements);
    }

    /** Of these operations only. */
    public ProgramArbitrary of(List<Op> others) {
        return new ProgramArbitrary(others, most, ranks, elements);
    }

    /** Of operations that are differentiable everywhere. */
    public ProgramArbitrary smooth() {
        return new ProgramArbitrary(ops.stream().filter(Op::smooth).toList(), most, ranks, elements.withMagnitudes(Magnitude.ORDINARY));
    }

    /** With one to so many steps. */
    public ProgramArbitrary ofSteps(int steps) {
        return new ProgramArbitrary(ops, steps, ranks, elements);
    }

    /** On inputs with these elements. */
    public ProgramArbitrary on(Elements others) {
        return new ProgramArbitrary(ops, most, ranks, others);
    }

    private SimplerArbitrary<OpProgram, OpProgram> programs() {
        return new SimplerArbitrary<>(random -> OpProgram.draw(ops, most, ranks.draw(1 + random.nextInt(INPUTS), elements, random), random),
                this::edges, p -> p);
    }

    private List<OpProgram> edges() {
        Random random = new Random(ops.size());
        List<OpProgram> all = new ArrayList<>();
        for (Op op : ops) {
            Draft inputs = new Ranks(2, 2, 2, 3).draw(op.arity(), elements, random);
            List<Shape> shapes = inputs.tensors().stream().map(t -> t.shape()).toList();
            if (op.accepts().test(shapes)) {
                all.add(OpProgram.of(op, inputs));
            }
        }
        return all;
    }

    @Override
    public RandomGenerator<OpProgram> generator(int genSize) {
        return programs().generator(genSize);
    }

    @Override
    public EdgeCases<OpProgram> edgeCases(int maxEdgeCases) {
        return programs().edgeCases(maxEdgeCases);
    }
}
