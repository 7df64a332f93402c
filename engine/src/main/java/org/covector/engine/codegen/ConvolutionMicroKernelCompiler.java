package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.convolution.ConvolutionMicroKernels;
import org.covector.engine.kernel.convolution.DoublePixelMicroKernel;
import org.covector.engine.kernel.convolution.DoubleTapMicroKernel;
import org.covector.engine.kernel.convolution.FloatPixelMicroKernel;
import org.covector.engine.kernel.convolution.FloatTapMicroKernel;
import org.covector.engine.kernel.gemm.TileShape;

/** The vector loops of convolution: register tiles that find their pixels by a table of offsets. */
public final class ConvolutionMicroKernelCompiler implements ConvolutionMicroKernels {
    private static final ClassDesc OFFSETS = CD_int.arrayType();

    @Override
    public Object taps(DType dtype, TileShape shape, boolean accumulates) {
        Taps loop = new Taps(dtype, shape, accumulates);
        MethodTypeDesc multiply = MethodTypeDesc.of(CD_void, CD_int, CD_int, loop.array, CD_int, loop.array, CD_int, OFFSETS,
                loop.array, CD_int, CD_int, loop.array, CD_int);
        return RegisterTile.load(loop.classFile(switch (dtype) {
            case FLOAT32 -> FloatTapMicroKernel.class;
            case FLOAT64 -> DoubleTapMicroKernel.class;
            case INT64, BOOL -> throw ArgumentException.notFloating("tile", dtype);
        }, multiply));
    }

    @Override
    public Object pixels(DType dtype, TileShape shape) {
        Pixels loop = new Pixels(dtype, shape);
        MethodTypeDesc multiply = MethodTypeDesc.of(CD_void, CD_int, CD_int, loop.array, CD_int, CD_int, OFFSETS, CD_int,
                loop.array, CD_int, loop.array, CD_int, CD_int);
        return RegisterTile.load(loop.classFile(switch (dtype) {
            case FLOAT32 -> FloatPixelMicroKernel.class;
            case FLOAT64 -> DoublePixelMicroKernel.class;
            case INT64, BOOL -> throw ArgumentException.notFloating("tile", dtype);
        }, multiply));
    }

    /** {@link FloatTapMicroKernel#multiply}. */
    private static final class Taps extends RegisterTile {
        private static final int K = 1; // counts from the first parameter
        private static final int END = 2;
        private static final int A = 3;
        private static final int A_AT = 4;
        private static final int B = 5;
        private static final int B_AT = 6;
        private static final int OFFSETS = 7;
        private static final int C = 8;
        private static final int BIAS = 11;
        private static final int BIAS_AT = 12;
        private static final int Q = 13;

        private final boolean accumulates;

        Taps(DType dtype, TileShape shape, boolean accumulates) {
            super(dtype, shape, Q + 1);
            this.accumulates = accumulates;
        }

        @Override
        void body(CodeBuilder b) {
            begin(b, (code, r, v) -> {
                species(code);
                if (accumulates) {
                    load(result(code, C, r, v));
                } else {
                    broadcast(code.aload(BIAS).iload(BIAS_AT).loadConstant(r).iadd());
                }
            });
            loop(b, K, END, code -> {
                code.iload(B_AT).aload(OFFSETS).iload(K).iaload().iadd().istore(Q);
                step(code);
            });
            if (accumulates) { // adds 0, unknown to C2: it would keep every address from the beginning and have no registers for the loop
                b.iload(C + 1).iload(K).iadd().iload(END).isub().istore(C + 1);
            }
            for (int r = 0; r < shape.rows(); r++) {
                for (int v = 0; v < shape.vectors(); v++) {
                    store(result(b.aload(sum(r, v)), C, r, v));
                }
            }
            b.return_();
        }

        @Override
        void pushA(CodeBuilder b, int r) {
            b.aload(A).iload(A_AT).iload(K).loadConstant(shape.rows()).imul().iadd().loadConstant(r).iadd();
        }

        @Override
        void pushB(CodeBuilder b, int v) {
            b.aload(B).iload(Q).loadConstant(v * shape.lanes()).iadd();
        }
    }

    /** {@link FloatPixelMicroKernel#multiply}. */
    private static final class Pixels extends RegisterTile {
        private static final int ROWS = 1;
        private static final int COLUMNS = 2;
        private static final int A = 3;
        private static final int A_AT = 4;
        private static final int A_ROW = 5;
        private static final int OFFSETS = 6;
        private static final int FROM = 7;
        private static final int B = 8;
        private static final int B_AT = 9;
        private static final int C = 10;
        private static final int Y = 13;
        private static final int X = 14;
        private static final int P = 15;
        private static final int Q = 16;
        private static final int FIRST_TAP = 17;

        Pixels(DType dtype, TileShape shape) {
            super(dtype, shape, FIRST_TAP + shape.rows());
        }

        @Override
        void body(CodeBuilder b) {
            for (int r = 0; r < shape.rows(); r++) {
                b.iload(A_AT).aload(OFFSETS).iload(FROM).loadConstant(r).iadd().iaload().iadd().istore(FIRST_TAP + r);
            }
            begin(b, (code, _, _) -> zero(code));
            b.iconst_0().istore(Y);
            loop(b, Y, ROWS, code -> {
                code.iload(Y).iload(A_ROW).imul().istore(P);
                code.iload(B_AT).iload(Y).iload(COLUMNS).imul().loadConstant(shape.columns()).imul().iadd().istore(Q);
                code.iconst_0().istore(X);
                loop(code, X, COLUMNS, this::step);
            });
            for (int r = 0; r < shape.rows(); r++) {
                for (int v = 0; v < shape.vectors(); v++) {
                    add(load(result(species(b), C, r, v)).aload(sum(r, v)));
                    store(result(b, C, r, v));
                }
            }
            b.return_();
        }

        @Override
        void pushA(CodeBuilder b, int r) {
            b.aload(A).iload(FIRST_TAP + r).iload(P).iadd().iload(X).iadd();
        }

        @Override
        void pushB(CodeBuilder b, int v) {
            b.aload(B).iload(Q).iload(X).loadConstant(shape.columns()).imul().iadd().loadConstant(v * shape.lanes()).iadd();
        }
    }
}
