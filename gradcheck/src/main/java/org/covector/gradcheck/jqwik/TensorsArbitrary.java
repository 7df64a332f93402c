package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.covector.functional.Tensor;
import org.covector.gradcheck.sample.Draft;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Inputs;

/** Random tensors whose lengths agree by name, as {@link Inputs} describes them; they shrink together. */
public final class TensorsArbitrary extends ElementsArbitrary<List<Tensor>, TensorsArbitrary> {
    private final List<String> texts;
    private final int least;
    private final int most;

    TensorsArbitrary(List<String> texts, int least, int most, Elements elements) {
        super(elements);
        this.texts = List.copyOf(texts);
        this.least = least;
        this.most = most;
    }

    /** With named lengths in these bounds. */
    public TensorsArbitrary ofLength(int shortest, int longest) {
        return new TensorsArbitrary(texts, shortest, longest, elements());
    }

    @Override
    TensorsArbitrary with(Elements other) {
        return new TensorsArbitrary(texts, least, most, other);
    }

    @Override
    SimplerArbitrary<Draft, List<Tensor>> drafts() {
        Inputs inputs = inputs(elements());
        return new SimplerArbitrary<>(inputs::draw, this::edges, Draft::tensors);
    }

    private Inputs inputs(Elements some) {
        return Inputs.of(texts, some, least, most);
    }

    private List<Draft> edges() {
        Random random = new Random(texts.hashCode());
        List<Draft> all = new ArrayList<>();
        all.add(inputs(elements()).smallest(random));
        extremes(elements()).forEach(e -> all.add(inputs(e).draw(random)));
        return all;
    }
}
