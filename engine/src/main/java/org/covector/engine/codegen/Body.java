package org.covector.engine.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.Map;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.BitsConstant;
import org.covector.engine.expr.Expr.Constant;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expr.Scalar;
import org.covector.engine.expr.Graph;

/**
 * Straight-line code for the expressions of a program, at one position of the loop. A node used once is left on the operand stack
 * for its user; a shared one is kept in a local variable.
 */
abstract class Body {
    final CodeBuilder code;
    final Program program;
    final Lanes lanes;
    final Frame frame;
    private final Map<Expr, Integer> uses;
    private final Map<Expr, Integer> locals = new HashMap<>();

    Body(CodeBuilder code, Program program, Frame frame) {
        this.code = code;
        this.program = program;
        this.lanes = Lanes.of(program.element());
        this.frame = frame;
        this.uses = Graph.uses(program.outputs());
    }

    /** Before the inner loop: what is the same for a whole row. */
    final void emitInvariants() {
        for (int i = 0; i < program.scalars(); i++) {
            Scalar s = new Scalar(i);
            if (uses.containsKey(s)) {
                loadScalar(s);
                keep(s);
            }
        }
        for (int k = 0; k < program.inputs().size(); k++) {
            Input in = new Input(k, program.inputs().get(k));
            if (program.isConstant(k) && uses.containsKey(in)) {
                loadConstantOperand(in);
                keep(in);
            }
        }
    }

    /** Inside the loop: computes and stores every result. */
    final void emitOutputs() {
        for (int j = 0; j < program.outputs().size(); j++) {
            store(j, program.outputs().get(j));
        }
    }

    /** Leaves the value of {@code e} on the operand stack. */
    final void push(Expr e) {
        Integer local = locals.get(e);
        if (local != null) {
            code.loadLocal(localType(e.kind()), local);
            return;
        }
        if (e instanceof Apply a) { // no pattern switch: linking one takes a cold JVM 10 ms
            apply(a);
        } else if (e instanceof Constant c) {
            loadConstant(c.value());
        } else if (e instanceof BitsConstant b) {
            loadBits(b.value());
        } else if (e instanceof Input in) {
            loadDenseOperand(in);
        } else {
            throw new IllegalStateException(e + " is not loaded");
        }
        if (uses.getOrDefault(e, 0) > 1 && !(e instanceof Constant || e instanceof BitsConstant)) {
            TypeKind type = localType(e.kind());
            if (type.slotSize() == 2) {
                code.dup2();
            } else {
                code.dup();
            }
            keep(e);
        }
    }

    private void keep(Expr e) {
        TypeKind type = localType(e.kind());
        int slot = code.allocateLocal(type);
        code.storeLocal(type, slot);
        locals.put(e, slot);
    }

    /** Array and position of operand {@code k} at the current lane. */
    final void pushElement(int k) {
        code.aload(frame.array(k)).iload(frame.at(k));
        if (!program.isConstant(k)) {
            code.iload(frame.index()).iadd();
        }
    }

    /** Array and position of result {@code j}. */
    final void pushResultElement(int j) {
        code.aload(frame.result(j)).iload(frame.resultAt(j)).iload(frame.index()).iadd();
    }

    /** Loads a scalar argument, already of the element type. */
    final void pushScalarArgument(Scalar s) {
        code.loadLocal(TypeKind.from(lanes.value()), frame.scalar(s.index()));
    }

    /** The constant as a lane. */
    final void pushLane(double value) {
        switch (program.element()) {
            case FLOAT32 -> code.loadConstant((float) value);
            case FLOAT64 -> code.loadConstant(value);
            case INT64, BOOL -> {
                if ((long) value != value) {
                    throw new IllegalArgumentException(program.name() + ": the constant " + value + " is not an integer");
                }
                code.loadConstant((long) value);
            }
        }
    }

    /** The integer as a BITS lane. */
    final void pushBitsLane(long value) {
        if (TypeKind.from(lanes.bits()) == TypeKind.INT) {
            code.loadConstant((int) value);
        } else {
            code.loadConstant(value);
        }
    }

    /** How a local variable holds a kind. */
    abstract TypeKind localType(Kind kind);

    abstract void loadDenseOperand(Input in);

    abstract void loadConstantOperand(Input in);

    abstract void loadScalar(Scalar s);

    abstract void loadConstant(double value);

    abstract void loadBits(long value);

    abstract void apply(Apply a);

    abstract void store(int output, Expr e);
}
