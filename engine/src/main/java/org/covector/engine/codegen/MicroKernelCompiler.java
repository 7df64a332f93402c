package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import org.covector.engine.ArgumentException;
import org.covector.engine.kernel.gemm.DoubleMicroKernel;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.FloatMicroKernel;
import org.covector.engine.kernel.gemm.MicroKernelSpec;
import org.covector.engine.kernel.gemm.Tuning;

/** The vector loop of a {@link MicroKernelSpec}: {@link FloatMicroKernel#multiply} for some rows of A and columns of B. */
public final class MicroKernelCompiler extends RegisterTile {
    // parameters of multiply, then locals
    private static final int DEPTH = 1;
    private static final int A = 2;
    private static final int A_AT = 3;
    private static final int A_STEP = 4;
    private static final int B = 5;
    private static final int B_AT = 6;
    private static final int B_ROW = 7;
    private static final int CARRY = 8;
    private static final int CARRY_AT = 9;
    private static final int C = 10;
    private static final int TAIL = 13;
    private static final int BIAS = 14;
    private static final int BIAS_AT = 15;
    private static final int K = 16;
    private static final int X = 17;
    private static final int MASK = 18;
    private static final int END = 19;
    private static final int FIRST_ROW = 20;

    private final MicroKernelSpec spec;

    /**
     * Elements of B for each of A on the way along k where that is a whole number: then the loop counts elements of A, and neither
     * operand needs arithmetic or a register for its place. Instructions are what counts where two programs share a core. 0 if it is
     * none.
     */
    private final int ratio;

    /** Elements of A from one k to the next, where they are a constant and B is a panel; else 0. */
    private final int kStep;

    private MicroKernelCompiler(MicroKernelSpec spec) {
        super(spec.dtype(), spec.shape(), FIRST_ROW + Tuning.MAX_MR);
        this.spec = spec;
        this.kStep = switch (spec.operands()) {
            case PACKED -> shape.rows();
            case ROWS -> 1;
            case COLUMNS, IN_PLACE -> 0;
        };
        this.ratio = kStep > 0 && shape.columns() % kStep == 0 ? shape.columns() / kStep : 0;
    }

    /** A {@link FloatMicroKernel} or {@link DoubleMicroKernel}. */
    public static Object compile(MicroKernelSpec spec) {
        MicroKernelCompiler it = new MicroKernelCompiler(spec);
        MethodTypeDesc multiply = MethodTypeDesc.of(CD_void, CD_int, it.array, CD_int, CD_int, it.array, CD_int, CD_int, it.array, CD_int,
                it.array, CD_int, CD_int, CD_int, it.array, CD_int);
        return load(it.classFile(switch (spec.dtype()) {
            case FLOAT32 -> FloatMicroKernel.class;
            case FLOAT64 -> DoubleMicroKernel.class;
            case INT64, BOOL -> throw ArgumentException.notFloating("tile", spec.dtype());
        }, multiply));
    }

    @Override
    void body(CodeBuilder b) {
        if (spec.masked()) {
            species(b).iconst_0().iload(TAIL).invokeinterface(Lanes.SPECIES, "indexInRange", MethodTypeDesc.of(Lanes.MASK, CD_int, CD_int))
                    .astore(MASK);
        }
        begin(b, (code, _, _) -> zero(code));
        for (int r = 0; spec.operands().aInRows() && r < shape.rows(); r++) {
            b.iload(A_STEP).loadConstant(r).imul();
            if (ratio == 0) {
                b.iload(A_AT).iadd();
            }
            b.istore(FIRST_ROW + r);
        }
        if (ratio > 0) {
            b.iload(A_AT).iload(DEPTH).loadConstant(kStep).imul().iadd().istore(END);
            b.iload(B_AT).iload(A_AT).loadConstant(ratio).imul().isub().istore(B_AT);
            loop(b, A_AT, END, kStep, this::step);
        } else {
            loopOverK(b);
        }
        finish(b);
        b.return_();
    }

    private void loopOverK(CodeBuilder b) {
        b.iconst_0().istore(K);
        loop(b, K, DEPTH, code -> {
            step(code);
            switch (spec.operands()) {
                case IN_PLACE -> code.iload(B_AT).iload(B_ROW).iadd().istore(B_AT);
                case COLUMNS -> code.iload(A_AT).iload(A_STEP).iadd().istore(A_AT);
                case PACKED, ROWS -> { }
            }
        });
    }

    @Override
    void pushA(CodeBuilder b, int r) {
        b.aload(A);
        switch (spec.operands()) {
            case PACKED -> {
                b.iload(A_AT);
                if (ratio == 0) {
                    b.iload(K).loadConstant(shape.rows()).imul().iadd();
                }
                b.loadConstant(r).iadd();
            }
            case COLUMNS -> b.iload(A_AT).loadConstant(r).iadd();
            case ROWS, IN_PLACE -> b.iload(FIRST_ROW + r).iload(ratio > 0 ? A_AT : K).iadd();
        }
    }

    @Override
    void pushB(CodeBuilder b, int v) {
        b.aload(B).iload(B_AT);
        if (ratio > 0) {
            b.iload(A_AT).loadConstant(ratio).imul().iadd();
        } else if (spec.operands().bInPanel()) {
            b.iload(K).loadConstant(shape.columns()).imul().iadd();
        }
        b.loadConstant(v * shape.lanes()).iadd();
    }

    private void finish(CodeBuilder b) {
        if (spec.epilogue() == Epilogue.COLUMN_BIAS) {
            for (int v = 0; v < shape.vectors(); v++) {
                species(b).aload(BIAS).iload(BIAS_AT).loadConstant(v * shape.lanes()).iadd();
                load(b, v).astore(part(v));
            }
        }
        for (int r = 0; r < shape.rows(); r++) {
            if (spec.epilogue() == Epilogue.ROW_BIAS) {
                species(b).aload(BIAS).iload(BIAS_AT).loadConstant(r).iadd();
                broadcast(b).astore(X);
            }
            for (int v = 0; v < shape.vectors(); v++) {
                pushFinished(b, r, v);
                result(b, C, r, v);
                if (isMasked(v)) {
                    b.aload(MASK).invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int, Lanes.MASK));
                } else {
                    store(b);
                }
            }
        }
    }

    /** The element to be stored. */
    private void pushFinished(CodeBuilder b, int r, int v) {
        if (spec.epilogue() == Epilogue.SUBTRACT) {
            result(species(b), C, r, v);
            load(b, v);
        }
        b.aload(sum(r, v));
        if (spec.carry()) {
            species(b).aload(CARRY).iload(CARRY_AT).loadConstant((r * shape.vectors() + v) * shape.lanes()).iadd();
            add(load(b));
        }
        switch (spec.epilogue()) {
            case NONE -> { }
            case ADD -> {
                result(species(b), C, r, v);
                add(load(b, v));
            }
            case SUBTRACT -> subtract(b);
            case COLUMN_BIAS -> add(b.aload(part(v)));
            case ROW_BIAS -> add(b.aload(X));
        }
    }

    private boolean isMasked(int v) {
        return spec.masked() && v == shape.vectors() - 1;
    }

    /** Species, array, index of what belongs to vector v on the stack. */
    private CodeBuilder load(CodeBuilder b, int v) {
        return isMasked(v)
                ? b.aload(MASK).invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, Lanes.SPECIES, array, CD_int, Lanes.MASK))
                : load(b);
    }
}
