package org.covector.functional.optim;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.op.Assembly;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Plain;
import org.jspecify.annotations.Nullable;

/**
 * A tensor for each trainable leaf of a tree: parameters, or gradients, of which some may be absent. Immutable; small leaves are kept as
 * one flat array where they were computed so, and cut out when one is asked for.
 *
 * {@snippet :
 * Transform halved = (Transform.Stateless) (grads, params) -> grads.pointwise(g -> F.mul(g, 0.5));
 * Optimizer o = Chain.of(halved).then(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9]
 * }
 */
public final class Leaves {
    final Layout layout;
    private final @Nullable Tensor[] each; // absent, or not yet cut out of its bundle
    private final @Nullable Tensor[] flat; // by bundle, where it is complete and was asked for

    Leaves(Layout layout, @Nullable Tensor[] each) {
        this(layout, each, new Tensor[layout.bundles.length]);
    }

    Leaves(Layout layout, @Nullable Tensor[] each, @Nullable Tensor[] flat) {
        this.layout = layout;
        this.each = each;
        this.flat = flat;
    }

    /** Number of trainable leaves, those without a tensor included. */
    public int size() {
        return each.length;
    }

    /** The path of a leaf. */
    public String path(int i) {
        return layout.places.get(i).path();
    }

    /** Whether a leaf has a tensor here. */
    public boolean has(int i) {
        return each[i] != null || flat[layout.places.get(i).bundle()] != null;
    }

    @Nullable Tensor maybe(int i) {
        Tensor known = each[i];
        if (known == null) {
            Layout.Place place = layout.places.get(i);
            Tensor whole = flat[place.bundle()];
            known = whole == null ? null : cut(whole, place);
            each[i] = known; // made twice by a race, it is the same
        }
        return known;
    }

    /** The tensor of a leaf. */
    public Tensor get(int i) {
        Tensor t = maybe(i);
        if (t == null) {
            throw new ArgumentException("leaves", path(i), "absent", "a tensor");
        }
        return t;
    }

    /** The tensors that are there, in order. */
    public List<Tensor> present() {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < each.length; i++) {
            Tensor t = maybe(i);
            if (t != null) {
                all.add(t);
            }
        }
        return all;
    }

    /** {@code f} of each tensor that is there; of tensors of the same shape only, since small ones may come together. */
    public Leaves pointwise(Function1<Tensor, Tensor> f) {
        @Nullable Tensor[] whole = new Tensor[flat.length];
        @Nullable Tensor[] alone = new Tensor[each.length];
        for (int b = 0; b < whole.length; b++) {
            if (isComplete(b)) {
                whole[b] = f.apply(bundle(b));
            } else {
                for (int i : layout.bundles[b]) {
                    Tensor t = maybe(i);
                    alone[i] = t == null ? null : f.apply(t);
                }
            }
        }
        return new Leaves(layout, alone, whole);
    }

    /** The tensors as they are kept now. */
    void held(Consumer<Tensor> holds) {
        for (@Nullable Tensor[] some : List.of(each, flat)) {
            for (Tensor t : some) {
                if (t != null) {
                    holds.accept(t);
                }
            }
        }
    }

    // ---- bundles

    boolean isComplete(int b) {
        if (flat[b] != null) {
            return true;
        }
        for (int i : layout.bundles[b]) {
            if (each[i] == null) {
                return false;
            }
        }
        return true;
    }

    /** All leaves of a bundle one after the other; the leaf itself where it is alone. */
    Tensor bundle(int b) {
        Tensor known = flat[b];
        if (known == null) {
            int[] members = layout.bundles[b];
            Tensor[] parts = new Tensor[members.length];
            for (int k = 0; k < parts.length; k++) {
                parts[k] = get(members[k]);
            }
            known = EngineRuntime.outside(() -> joined(parts)); // these leaves may outlive the scope of memory that asks
            flat[b] = known; // made twice by a race, it is the same
        }
        return known;
    }

    /** Tensors of one dtype one after the other; one alone is left as it is. */
    static Tensor joined(Tensor... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        NdArray[] arrays = new NdArray[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!(parts[i] instanceof Plain(NdArray a))) {
                return F.cat(Arrays.stream(parts).map(p -> F.reshape(p, (int) p.size())).toList(), 0);
            }
            arrays[i] = a;
        }
        return new Plain(Assembly.flat(arrays));
    }

    /** A leaf out of its bundle: a view. */
    static Tensor cut(Tensor whole, Layout.Place place) {
        if (whole.shape().equals(place.shape())) {
            return whole;
        }
        if (whole instanceof Plain(NdArray a) && a.isDense()) {
            return new Plain(a.asStrided(place.shape(), place.shape().strides(), a.offset() + place.start()));
        }
        return F.reshape(F.slice(whole, 0, place.start(), place.start() + place.size(), 1), place.shape().dims());
    }

    // ---- some of them

    /** The leaves of these numbers, in a layout of their own. */
    Leaves only(Layout other, int... which) {
        @Nullable Tensor[] some = new Tensor[which.length];
        for (int k = 0; k < which.length; k++) {
            some[k] = maybe(which[k]);
        }
        return new Leaves(other, some);
    }

    /** These leaves, with others in the place of those of the given numbers where they are there. */
    Leaves with(Leaves some, int... which) {
        @Nullable Tensor[] made = new Tensor[each.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = maybe(i);
        }
        for (int k = 0; k < which.length; k++) {
            Tensor t = some.maybe(k);
            made[which[k]] = t == null ? made[which[k]] : t;
        }
        return new Leaves(layout, made);
    }

    /** Whether both hold the same objects, so that what is known of one holds for the other. */
    boolean isSame(Leaves other) {
        for (int i = 0; i < each.length; i++) {
            if (each[i] != other.each[i] || each[i] == null) {
                return false;
            }
        }
        return each.length == other.each.length;
    }

    /** Leaf by leaf, what the function gives for a number; absent where it gives none. */
    static Leaves of(Layout layout, java.util.function.IntFunction<@Nullable Tensor> f) {
        @Nullable Tensor[] made = new Tensor[layout.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = f.apply(i);
        }
        return new Leaves(layout, made);
    }
}
