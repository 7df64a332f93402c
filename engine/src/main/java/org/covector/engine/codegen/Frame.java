package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.expr.Expr.Kind;

/**
 * Where the operands of a generated loop method live. A small program's are parameters: array and position of the result, rows and
 * columns, then array, position and row step of each operand, then the numbers. Those of other programs come in arrays and are
 * copied to local variables at the start: the server compiler refuses methods of very many parameters.
 */
final class Frame {
    /** Parameters of a method that takes its operands in arrays. */
    static final MethodTypeDesc PACKED = MethodTypeDesc.of(CD_void, CD_Object.arrayType(), CD_int.arrayType(), CD_int, CD_int,
            CD_Object.arrayType(), CD_int.arrayType(), CD_int.arrayType(), CD_double.arrayType());

    private static final int PACKED_Y_AT = 1;
    private static final int PACKED_AT = 5;

    private final int[] results;
    private final int[] resultAts;
    private final int[] arrays;
    private final int[] ats;
    private final int[] rowSteps;
    private final int[] scalars;
    private final int rows;
    private final int index;

    private Frame(Program p, int rows, int index) {
        this.results = new int[p.outputs().size()];
        this.resultAts = new int[results.length];
        this.arrays = new int[p.inputs().size()];
        this.ats = new int[arrays.length];
        this.rowSteps = new int[arrays.length];
        this.scalars = new int[p.scalars()];
        this.rows = rows;
        this.index = index;
    }

    /** The type of a loop method. */
    static MethodTypeDesc type(Program p) {
        if (!p.isSmall()) {
            return PACKED;
        }
        Lanes lanes = Lanes.of(p.element());
        List<ClassDesc> types = new ArrayList<>();
        types.add(lanes.lane(p.outputs().getFirst().kind()).arrayType());
        types.addAll(List.of(CD_int, CD_int, CD_int));
        for (Kind kind : p.inputs()) {
            types.addAll(List.of(lanes.lane(kind).arrayType(), CD_int, CD_int));
        }
        for (int i = 0; i < p.scalars(); i++) {
            types.add(lanes.value());
        }
        return MethodTypeDesc.of(CD_void, types);
    }

    /** The frame of a loop method; emits the copying where operands come in arrays. */
    static Frame of(Program p, CodeBuilder code) {
        return p.isSmall() ? parameters(p, code) : unpacked(p, code);
    }

    private static Frame parameters(Program p, CodeBuilder code) {
        Frame f = new Frame(p, 2, code.allocateLocal(TypeKind.INT));
        f.resultAts[0] = 1;
        int slot = 4;
        for (int k = 0; k < f.arrays.length; k++) {
            f.arrays[k] = slot++;
            f.ats[k] = slot++;
            f.rowSteps[k] = slot++;
        }
        for (int i = 0; i < f.scalars.length; i++) {
            f.scalars[i] = slot;
            slot += TypeKind.from(Lanes.of(p.element()).value()).slotSize();
        }
        return f;
    }

    private static Frame unpacked(Program p, CodeBuilder code) {
        Lanes lanes = Lanes.of(p.element());
        Frame f = new Frame(p, 2, code.allocateLocal(TypeKind.INT));
        for (int j = 0; j < f.results.length; j++) {
            f.results[j] = code.allocateLocal(TypeKind.REFERENCE);
            code.aload(0).loadConstant(j).aaload().checkcast(lanes.lane(p.outputs().get(j).kind()).arrayType()).astore(f.results[j]);
            f.resultAts[j] = unpackInt(code, PACKED_Y_AT, j);
        }
        for (int k = 0; k < f.arrays.length; k++) {
            f.arrays[k] = code.allocateLocal(TypeKind.REFERENCE);
            code.aload(4).loadConstant(k).aaload().checkcast(lanes.lane(p.inputs().get(k)).arrayType()).astore(f.arrays[k]);
            f.ats[k] = unpackInt(code, PACKED_AT, k);
            f.rowSteps[k] = unpackInt(code, 6, k);
        }
        TypeKind value = TypeKind.from(lanes.value());
        for (int i = 0; i < f.scalars.length; i++) {
            f.scalars[i] = code.allocateLocal(value);
            code.aload(7).loadConstant(i).daload();
            fromDouble(p, code);
            code.storeLocal(value, f.scalars[i]);
        }
        return f;
    }

    /** Leaves the arguments of a loop method for elements {@code start .. end - 1} (local variables) of the current row. */
    void pushBlock(CodeBuilder code, Program p, int start, int end) {
        if (p.isSmall()) {
            code.aload(results[0]).iload(resultAts[0]).iload(start).iadd().iconst_1().iload(end).iload(start).isub();
            for (int k = 0; k < arrays.length; k++) {
                code.aload(arrays[k]);
                pushAt(code, p, k, start);
                code.iload(rowSteps[k]);
            }
            for (int s : scalars) {
                code.loadLocal(TypeKind.from(Lanes.of(p.element()).value()), s);
            }
            return;
        }
        code.aload(0).loadConstant(results.length).newarray(TypeKind.INT);
        for (int j = 0; j < results.length; j++) {
            code.dup().loadConstant(j).iload(resultAts[j]).iload(start).iadd().iastore();
        }
        code.iconst_1().iload(end).iload(start).isub().aload(4).loadConstant(arrays.length).newarray(TypeKind.INT);
        for (int k = 0; k < arrays.length; k++) {
            code.dup().loadConstant(k);
            pushAt(code, p, k, start);
            code.iastore();
        }
        code.aload(6).aload(7);
    }

    private void pushAt(CodeBuilder code, Program p, int k, int start) {
        code.iload(ats[k]);
        if (!p.isConstant(k)) {
            code.iload(start).iadd();
        }
    }

    private static int unpackInt(CodeBuilder code, int array, int i) {
        int slot = code.allocateLocal(TypeKind.INT);
        code.aload(array).loadConstant(i).iaload().istore(slot);
        return slot;
    }

    /** A number of the caller's as a lane. */
    static void fromDouble(Program p, CodeBuilder code) {
        switch (p.element()) {
            case FLOAT32 -> code.d2f();
            case FLOAT64 -> { }
            case INT64, BOOL -> code.d2l();
        }
    }

    int result(int j) {
        return results[j];
    }

    int resultAt(int j) {
        return resultAts[j];
    }

    int rows() {
        return rows;
    }

    int cols() {
        return rows + 1;
    }

    int index() {
        return index;
    }

    int array(int k) {
        return arrays[k];
    }

    int at(int k) {
        return ats[k];
    }

    int row(int k) {
        return rowSteps[k];
    }

    int scalar(int i) {
        return scalars[i];
    }
}
