package org.covector.gradcheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import org.covector.engine.DType;
import org.covector.gradcheck.sample.Draft;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;

/** What arbitraries of tensors have in common: the choice of elements. Immutable. */
abstract class ElementsArbitrary<T, SELF extends ElementsArbitrary<T, SELF>> implements Arbitrary<T> {
    private final Elements elements;

    ElementsArbitrary(Elements elements) {
        this.elements = elements;
    }

    abstract SELF with(Elements other);

    abstract SimplerArbitrary<Draft, T> drafts();

    final Elements elements() {
        return elements;
    }

    /** Of these dtypes; the first is the simplest, to which counterexamples shrink. */
    public SELF ofDtypes(DType... dtypes) {
        return with(elements.withDtypes(dtypes));
    }

    /** Between two numbers, both included. */
    public SELF between(double low, double high) {
        return with(elements.between(low, high));
    }

    /** Of these magnitudes. */
    public SELF ofMagnitudes(Magnitude... magnitudes) {
        return with(elements.withMagnitudes(magnitudes));
    }

    /** In these layouts. */
    public SELF inLayouts(Layout... layouts) {
        return with(elements.withLayouts(layouts));
    }

    /** With or without tensors that have few different elements. */
    public SELF withTies(boolean some) {
        return with(elements.withTies(some));
    }

    @Override
    public final RandomGenerator<T> generator(int genSize) {
        return drafts().generator(genSize);
    }

    @Override
    public final EdgeCases<T> edgeCases(int maxEdgeCases) {
        return drafts().edgeCases(maxEdgeCases);
    }

    /** The elements reduced to one magnitude or one layout each: what edge cases are made of. */
    static List<Elements> extremes(Elements elements) {
        List<Elements> all = new ArrayList<>();
        elements.magnitudes().forEach(m -> all.add(elements.withMagnitudes(m).withTies(false).withLayouts(elements.layouts().getFirst())));
        elements.layouts().forEach(l -> all.add(elements.withLayouts(l)));
        elements.dtypes().forEach(d -> all.add(elements.withDtypes(d)));
        return all;
    }
}
