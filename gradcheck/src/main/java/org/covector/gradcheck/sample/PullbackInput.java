package org.covector.gradcheck.sample;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.covector.functional.Tensor;

/**
 * Inputs of a function and a cotangent of its result, which become simpler together: the cotangent follows the result's shape.
 * Immutable.
 */
public final class PullbackInput implements Simplifiable<PullbackInput> {
    private final Function1<List<Tensor>, Tensor> f;
    private final Draft inputs;
    private final Draft cotangent;

    private PullbackInput(Function1<List<Tensor>, Tensor> f, Draft inputs, Draft cotangent) {
        this.f = f;
        this.inputs = inputs;
        this.cotangent = cotangent;
    }

    /** Inputs with a random cotangent. */
    public static PullbackInput draw(Function1<List<Tensor>, Tensor> f, Draft inputs, RandomGenerator random) {
        Tensor y = f.apply(inputs.tensors());
        return new PullbackInput(f, inputs, new Ranks(0, y.rank(), 0, 0)
                .draft(y.shape().dims(), Elements.PLAIN.withDtypes(y.dtype()), random));
    }

    /** The inputs. */
    public List<Tensor> inputs() {
        return inputs.tensors();
    }

    /** The cotangent. */
    public Tensor cotangent() {
        return cotangent.tensors().getFirst();
    }

    @Override
    public List<Long> cost() {
        List<Long> all = new ArrayList<>(inputs.cost());
        all.addAll(cotangent.cost());
        return all;
    }

    @Override
    public Stream<PullbackInput> simpler() {
        return Stream.concat(inputs.simpler().flatMap(this::on),
                cotangent.simpler().filter(c -> c.shape(0).equals(cotangent.shape(0))).map(c -> new PullbackInput(f, inputs, c)));
    }

    /** The same on other inputs, if the function takes them; the cotangent keeps as many elements as fit, in order. */
    private Stream<PullbackInput> on(Draft other) {
        Tensor y;
        try {
            y = f.apply(other.tensors());
        } catch (RuntimeException refused) {
            return Stream.empty();
        }
        return Stream.of(new PullbackInput(f, other, cotangent.reshaped(y.shape())));
    }

    @Override
    public String toString() {
        return "x = " + inputs().stream().map(Source::of).toList() + ", dy = " + Source.of(cotangent());
    }
}
