package org.covector.engine.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a generated loop method and where they live: array and position of each result, rows and columns, then array,
 * position and row step of each operand, then the numbers.
 */
record Frame(int results, int operands, int firstScalar, int scalarSlots, int index) {
    static Frame of(Program p, CodeBuilder code) {
        int operands = 2 * p.outputs().size() + 2;
        int firstScalar = operands + 3 * p.inputs().size();
        int slots = TypeKind.from(Lanes.of(p.element()).value()).slotSize();
        int index = code.allocateLocal(TypeKind.INT);
        return new Frame(p.outputs().size(), operands, firstScalar, slots, index);
    }

    /** The type of a loop method. */
    static MethodTypeDesc type(Program p) {
        Lanes lanes = Lanes.of(p.element());
        List<ClassDesc> types = new ArrayList<>();
        p.outputs().forEach(e -> {
            types.add(lanes.lane(e.kind()).arrayType());
            types.add(ConstantDescs.CD_int);
        });
        types.add(ConstantDescs.CD_int);
        types.add(ConstantDescs.CD_int);
        p.inputs().forEach(kind -> {
            types.add(lanes.lane(kind).arrayType());
            types.add(ConstantDescs.CD_int);
            types.add(ConstantDescs.CD_int);
        });
        for (int i = 0; i < p.scalars(); i++) {
            types.add(lanes.value());
        }
        return MethodTypeDesc.of(ConstantDescs.CD_void, types);
    }

    int result(int j) {
        return 2 * j;
    }

    int resultAt(int j) {
        return 2 * j + 1;
    }

    int rows() {
        return 2 * results;
    }

    int cols() {
        return 2 * results + 1;
    }

    int array(int k) {
        return operands + 3 * k;
    }

    int at(int k) {
        return operands + 3 * k + 1;
    }

    int row(int k) {
        return operands + 3 * k + 2;
    }

    int scalar(int i) {
        return firstScalar + i * scalarSlots;
    }
}
