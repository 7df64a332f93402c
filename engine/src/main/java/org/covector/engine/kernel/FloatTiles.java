package org.covector.engine.kernel;

import java.util.function.Consumer;
import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import org.covector.engine.DType;

/**
 * The specialised tile loops of one dtype, made when first asked for: a scalar loop serves until a thread in the background has
 * assembled the vector loop and run it until it is compiled. Both give the same bits.
 */
public final class FloatTiles {
    private final TileShape shape;
    private final Slot[] slots;
    private final Function<TileSpec, Object> compiler;
    private final Consumer<Runnable> background;

    /**
     * @param compiler makes the vector loop of a spec, a {@link FloatTile}
     * @param background runs the making and warming of a loop, now, later or never
     */
    public FloatTiles(Function<TileSpec, Object> compiler, Consumer<Runnable> background) {
        this(Tuning.tile(FloatVector.SPECIES_PREFERRED.vectorBitSize(), FloatVector.SPECIES_PREFERRED.length()), compiler, background);
    }

    FloatTiles(TileShape shape, Function<TileSpec, Object> compiler, Consumer<Runnable> background) {
        this.shape = shape;
        this.compiler = compiler;
        this.background = background;
        this.slots = new Slot[shape.rows() * shape.vectors() * 4 * Epilogue.values().length];
    }

    /** The full tile's shape. */
    TileShape shape() {
        return shape;
    }

    /** The loop for part of a tile: the scalar one, or the vector one once it is fast. */
    FloatTile tile(int rows, int vectors, boolean masked, boolean carry, Epilogue epilogue) {
        int index = (((rows - 1) * shape.vectors() + vectors - 1) * 4 + (masked ? 2 : 0) + (carry ? 1 : 0))
                * Epilogue.values().length + epilogue.ordinal();
        Slot slot = slots[index];
        if (slot == null) { // a race makes two: both are right
            TileSpec spec = new TileSpec(DType.FLOAT32, new TileShape(rows, vectors, shape.lanes()), masked, carry, epilogue);
            slot = new Slot(new FloatScalarTile(spec));
            slots[index] = slot;
            Slot fresh = slot;
            background.accept(() -> fresh.current = FloatTileWarmup.warm((FloatTile) compiler.apply(spec), spec, fresh.current));
        }
        return slot.current;
    }

    private static final class Slot {
        volatile FloatTile current;

        Slot(FloatTile first) {
            current = first;
        }
    }
}
