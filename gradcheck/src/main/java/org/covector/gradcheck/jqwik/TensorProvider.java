package org.covector.gradcheck.jqwik;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;
import org.covector.gradcheck.sample.OpProgram;
import org.covector.gradcheck.sample.Ranks;

/**
 * What {@code @ForAll} stands for at a {@code Tensor}, an annotated {@code List<Tensor>}, a {@code Shape}, an {@code OpProgram},
 * {@code Options}.
 */
public final class TensorProvider implements ArbitraryProvider {
    private static final int ABOVE_LISTS = 5;

    /** For the service loader. */
    public TensorProvider() {}

    @Override
    public boolean canProvideFor(TypeUsage type) {
        return type.isOfType(Tensor.class) || type.isOfType(Shape.class) || type.isOfType(OpProgram.class) || type.isOfType(Options.class)
                || isTensors(type);
    }

    private static boolean isTensors(TypeUsage type) {
        return type.isOfType(List.class) && type.isAnnotated(TensorOf.class) && type.getTypeArgument(0).isOfType(Tensor.class);
    }

    @Override
    public int priority() {
        return ABOVE_LISTS;
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
        Optional<TensorOf> of = type.findAnnotation(TensorOf.class);
        Ranks ranks = type.findAnnotation(ShapeRange.class).map(s -> new Ranks(s.minRank(), s.maxRank(), s.minLength(), s.maxLength()))
                .orElse(Ranks.DEFAULT);
        if (type.isOfType(Shape.class)) {
            return Set.of(Tensors.shapes(ranks));
        }
        if (type.isOfType(OpProgram.class)) {
            return Set.of(Tensors.programs());
        }
        if (type.isOfType(Options.class)) {
            return Set.of(Tensors.options());
        }
        Elements elements = of.map(TensorProvider::elements).orElse(Elements.ANY);
        List<String> texts = of.map(o -> List.of(o.value())).orElse(List.of());
        if (isTensors(type)) {
            return Set.of(new TensorsArbitrary(texts, ranks.minLength(), ranks.maxLength(), elements));
        }
        return Set.of(texts.isEmpty() ? new TensorArbitrary(ranks, elements)
                : new TensorsArbitrary(texts, ranks.minLength(), ranks.maxLength(), elements).map(List::getFirst));
    }

    private static Elements elements(TensorOf of) {
        return Elements.ANY.withDtypes(of.dtype()).between(of.low(), of.high()).withTies(of.ties())
                .withMagnitudes(of.magnitude().length == 0 ? Magnitude.values() : of.magnitude())
                .withLayouts(of.layout().length == 0 ? Layout.values() : of.layout());
    }
}
