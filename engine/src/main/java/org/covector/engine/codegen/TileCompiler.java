package org.covector.engine.codegen;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import org.covector.engine.DType;
import org.covector.engine.kernel.DoubleTile;
import org.covector.engine.kernel.Epilogue;
import org.covector.engine.kernel.FloatTile;
import org.covector.engine.kernel.TileOperands;
import org.covector.engine.kernel.TileSpec;
import org.covector.engine.kernel.Tuning;

/**
 * Assembles the vector loop of a {@link TileSpec}: for each k, the vectors of B are loaded, every row's element of A is broadcast
 * and multiplied into that row's sums, which stay in registers until the end.
 *
 * <p>One class per spec: rows, vectors and the strides of panels are constants of the code, and no flag is left to test.
 */
public final class TileCompiler {
    // parameters of multiply, then locals
    private static final int DEPTH = 1;
    private static final int A = 2;
    private static final int A_AT = 3;
    private static final int A_ROW = 4;
    private static final int B = 5;
    private static final int B_AT = 6;
    private static final int B_ROW = 7;
    private static final int CARRY = 8;
    private static final int CARRY_AT = 9;
    private static final int C = 10;
    private static final int C_AT = 11;
    private static final int C_ROW = 12;
    private static final int TAIL = 13;
    private static final int BIAS = 14;
    private static final int BIAS_AT = 15;
    private static final int K = 16;
    private static final int X = 17;
    private static final int MASK = 18;
    private static final int FIRST_ROW = 19;
    private static final int FIRST_VECTOR = FIRST_ROW + Tuning.MOST_ROWS;

    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc VECTOR_MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");

    private final TileSpec spec;
    private final boolean packed;
    private final int rows;
    private final int vectors;
    private final int lanes;
    private final ClassDesc vector;
    private final ClassDesc array;
    private final ClassDesc element;
    private final String species;

    private TileCompiler(TileSpec spec) {
        boolean single = spec.dtype() == DType.FLOAT32;
        this.spec = spec;
        this.packed = spec.operands() == TileOperands.PACKED;
        this.rows = spec.shape().rows();
        this.vectors = spec.shape().vectors();
        this.lanes = spec.shape().lanes();
        this.vector = ClassDesc.of("jdk.incubator.vector." + (single ? "FloatVector" : "DoubleVector"));
        this.element = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
        this.array = element.arrayType();
        this.species = "SPECIES_" + lanes * spec.dtype().bytes() * 8;
    }

    /** A {@link FloatTile} or {@link DoubleTile}. */
    public static Object compile(TileSpec spec) {
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            return here.defineHiddenClass(bytes(spec), true).lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the class assembled for " + spec + " does not load", e);
        }
    }

    /** The class file. */
    static byte[] bytes(TileSpec spec) {
        TileCompiler it = new TileCompiler(spec);
        Class<?> type = spec.dtype() == DType.FLOAT32 ? FloatTile.class : DoubleTile.class;
        ClassDesc name = ClassDesc.of(TileCompiler.class.getPackageName(), type.getSimpleName() + "Loop");
        MethodTypeDesc multiply = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, it.array, ConstantDescs.CD_int,
                ConstantDescs.CD_int, it.array, ConstantDescs.CD_int, ConstantDescs.CD_int, it.array, ConstantDescs.CD_int, it.array, ConstantDescs.CD_int, ConstantDescs.CD_int,
                ConstantDescs.CD_int, it.array, ConstantDescs.CD_int);
        return ClassFile.of().build(name, c -> c
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withInterfaceSymbols(ClassDesc.ofDescriptor(type.descriptorString()))
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, b -> b
                        .aload(0).invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("multiply", multiply, ClassFile.ACC_PUBLIC, it::multiply));
    }

    private void multiply(CodeBuilder b) {
        if (spec.masked()) {
            species(b).iconst_0().iload(TAIL);
            b.invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(VECTOR_MASK, ConstantDescs.CD_int, ConstantDescs.CD_int));
            b.astore(MASK);
        }
        for (int i = 0; i < rows * vectors; i++) {
            species(b).invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)).astore(sum(i / vectors, i % vectors));
        }
        if (!packed) {
            for (int r = 0; r < rows; r++) {
                b.iload(A_AT).iload(A_ROW).loadConstant(r).imul().iadd().istore(FIRST_ROW + r);
            }
        }
        Label head = b.newLabel();
        Label done = b.newLabel();
        b.iconst_0().istore(K);
        b.labelBinding(head).iload(K).iload(DEPTH).if_icmpge(done);
        step(b);
        b.iinc(K, 1).goto_(head).labelBinding(done);
        store(b);
        b.return_();
    }

    /** {@code sum[r][v] = fma(a[r, k], b[k][v], sum[r][v])}. */
    private void step(CodeBuilder b) {
        for (int v = 0; v < vectors; v++) {
            species(b).aload(B).iload(B_AT);
            if (packed) {
                b.iload(K).loadConstant(vectors * lanes).imul().iadd();
            }
            b.loadConstant(v * lanes).iadd();
            load(b, false).astore(part(v));
        }
        for (int r = 0; r < rows; r++) {
            species(b).aload(A);
            if (packed) {
                b.iload(A_AT).iload(K).loadConstant(rows).imul().iadd().loadConstant(r).iadd();
            } else {
                b.iload(FIRST_ROW + r).iload(K).iadd();
            }
            broadcast(b).astore(X);
            for (int v = 0; v < vectors; v++) {
                b.aload(X).aload(part(v)).aload(sum(r, v));
                b.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR)).astore(sum(r, v));
            }
        }
        if (!packed) {
            b.iload(B_AT).iload(B_ROW).iadd().istore(B_AT);
        }
    }

    private void store(CodeBuilder b) {
        if (spec.epilogue() == Epilogue.COLUMN_BIAS) { // the vectors of B are not needed any more
            for (int v = 0; v < vectors; v++) {
                species(b).aload(BIAS).iload(BIAS_AT).loadConstant(v * lanes).iadd();
                load(b, masked(v)).astore(part(v));
            }
        }
        for (int r = 0; r < rows; r++) {
            if (spec.epilogue() == Epilogue.ROW_BIAS) {
                species(b).aload(BIAS).iload(BIAS_AT).loadConstant(r).iadd();
                broadcast(b).astore(X);
            }
            for (int v = 0; v < vectors; v++) {
                b.aload(sum(r, v));
                if (spec.carry()) {
                    species(b).aload(CARRY).iload(CARRY_AT).loadConstant((r * vectors + v) * lanes).iadd();
                    load(b, false);
                    add(b);
                }
                switch (spec.epilogue()) {
                    case NONE -> { }
                    case ADD -> {
                        species(b).aload(C);
                        position(b, r, v);
                        load(b, masked(v));
                        add(b);
                    }
                    case COLUMN_BIAS -> add(b.aload(part(v)));
                    case ROW_BIAS -> add(b.aload(X));
                }
                b.aload(C);
                position(b, r, v);
                if (masked(v)) {
                    b.aload(MASK).invokevirtual(vector, "intoArray",
                            MethodTypeDesc.of(ConstantDescs.CD_void, array, ConstantDescs.CD_int, VECTOR_MASK));
                } else {
                    b.invokevirtual(vector, "intoArray", MethodTypeDesc.of(ConstantDescs.CD_void, array, ConstantDescs.CD_int));
                }
            }
        }
    }

    private boolean masked(int v) {
        return spec.masked() && v == vectors - 1;
    }

    private int part(int v) {
        return FIRST_VECTOR + v;
    }

    private int sum(int r, int v) {
        return FIRST_VECTOR + vectors + r * vectors + v;
    }

    private void position(CodeBuilder b, int r, int v) {
        b.iload(C_AT).iload(C_ROW).loadConstant(r).imul().iadd().loadConstant(v * lanes).iadd();
    }

    private CodeBuilder species(CodeBuilder b) {
        return b.getstatic(vector, species, SPECIES);
    }

    /** Species, array, index on the stack. */
    private CodeBuilder load(CodeBuilder b, boolean masked) {
        return masked
                ? b.aload(MASK).invokestatic(vector, "fromArray",
                        MethodTypeDesc.of(vector, SPECIES, array, ConstantDescs.CD_int, VECTOR_MASK))
                : b.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, ConstantDescs.CD_int));
    }

    /** Species, array, index on the stack. */
    private CodeBuilder broadcast(CodeBuilder b) {
        if (spec.dtype() == DType.FLOAT32) {
            b.faload();
        } else {
            b.daload();
        }
        return b.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element));
    }

    private void add(CodeBuilder b) {
        b.invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
    }
}
