package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expr.Scalar;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Op;

/** One lane at a time: the cold path, the tail of what vectors cannot do, and the only path of opaque functions. */
final class ScalarBody extends Body {
    private static final String PACKAGE = "org.covector.engine."; // naming a class by its literal would load it
    private static final ClassDesc LANE = ClassDesc.of(PACKAGE + "codegen.Lane");
    private static final ClassDesc LARGE_ANGLE = ClassDesc.of(PACKAGE + "expr.LargeAngle");
    private static final ClassDesc LARGE_QUOTIENT = ClassDesc.of(PACKAGE + "expr.LargeQuotient");
    private static final ClassDesc SPECIAL = ClassDesc.of(PACKAGE + "expr.Special");
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    ScalarBody(CodeBuilder code, Program program, Frame frame) {
        super(code, program, frame);
    }

    @Override
    TypeKind localType(Kind kind) {
        return lanes.type(kind).asLoadable();
    }

    @Override
    void loadDenseOperand(Input in) {
        pushElement(in.index());
        code.arrayLoad(lanes.type(in.kind()));
    }

    @Override
    void loadConstantOperand(Input in) {
        loadDenseOperand(in);
    }

    @Override
    void loadScalar(Scalar s) {
        pushScalarArgument(s);
    }

    @Override
    void loadConstant(double value) {
        pushLane(value);
    }

    @Override
    void loadBits(long value) {
        pushBitsLane(value);
    }

    @Override
    void store(int output, Expr e) {
        pushResultElement(output);
        push(e);
        code.arrayStore(lanes.type(e.kind()));
    }

    @Override
    void apply(Apply a) {
        boolean isShift = a.op() == Op.BITS_SHL || a.op() == Op.BITS_SAR || a.op() == Op.BITS_SHR;
        boolean isOpaque = a.op().tier() == Op.Tier.OPAQUE && a.op() != Op.NEXTAFTER;
        for (int i = 0; i < a.args().size(); i++) {
            push(a.arg(i));
            if (isOpaque && isSingle()) {
                code.f2d();
            } else if (isShift && i == 1 && lanes.type(Kind.BITS) == TypeKind.LONG) {
                code.l2i();
            }
        }
        if (isOpaque) {
            code.invokestatic(SPECIAL, a.op().symbol(), MethodTypeDesc.of(CD_double, Collections.nCopies(a.op().arity(), CD_double)));
            if (isSingle()) {
                code.d2f();
            }
            return;
        }
        switch (a.op()) {
            case ADD, SUB, MUL, DIV, NEG -> arithmetic(a.op());
            case ABS -> call(MATH, "abs", lanes.value(), lanes.value());
            case FMA -> call(program.element().isFloating() ? MATH : LANE, "fma",
                    lanes.value(), lanes.value(), lanes.value(), lanes.value());
            case SQRT -> call(LANE, "sqrt", lanes.value(), lanes.value());
            case LT -> compare("lt", lanes.value());
            case LE -> compare("le", lanes.value());
            case EQ -> compare("eq", lanes.value());
            case NE -> compare("ne", lanes.value());
            case BITS_LT -> compare("lt", lanes.bits());
            case BITS_EQ -> compare("eq", lanes.bits());
            case AND -> code.iand();
            case OR -> code.ior();
            case XOR -> code.ixor();
            case NOT -> code.iconst_1().ixor();
            case SELECT, SELECT_RARE -> call(LANE, "select", lanes.value(), CD_boolean, lanes.value(), lanes.value());
            case BITS_SELECT -> call(LANE, "select", lanes.bits(), CD_boolean, lanes.bits(), lanes.bits());
            case SIN_FAR, COS_FAR, TAN_FAR -> call(LARGE_ANGLE, a.op().symbol(), lanes.value(), lanes.value(), lanes.value());
            case FMOD_FAR -> call(LARGE_QUOTIENT, a.op().symbol(), lanes.value(), lanes.value(), lanes.value(), lanes.value());
            case BITS_OF -> reinterpret(true);
            case VALUE_OF -> reinterpret(false);
            case BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR, BITS_SHL, BITS_SAR, BITS_SHR -> bits(a.op());
            case BITS_MIN -> call(MATH, "min", lanes.bits(), lanes.bits(), lanes.bits());
            case NEXTAFTER, FLOOR_DIV, TRUNC_DIV, REMAINDER, FMOD,
                    POW -> call(LANE, a.op().symbol(), lanes.value(), lanes.value(), lanes.value());
            default -> throw new IllegalStateException(a.op() + " has not been lowered");
        }
    }

    /** Whether lanes are narrower than the doubles in which functions without a formula are computed. */
    private boolean isSingle() {
        return switch (program.element()) {
            case FLOAT32 -> true;
            case FLOAT64, INT64, BOOL -> false;
        };
    }

    private static IllegalStateException noArithmetic(Op op) {
        return new IllegalStateException(op + " is no arithmetic");
    }

    private void arithmetic(Op op) {
        CodeBuilder _ = switch (program.element()) { // no OperatorInstruction: it would bring five classes to a cold JVM
            case FLOAT32 -> switch (op) {
                case ADD -> code.fadd();
                case SUB -> code.fsub();
                case MUL -> code.fmul();
                case DIV -> code.fdiv();
                case NEG -> code.fneg();
                default -> throw noArithmetic(op);
            };
            case FLOAT64 -> switch (op) {
                case ADD -> code.dadd();
                case SUB -> code.dsub();
                case MUL -> code.dmul();
                case DIV -> code.ddiv();
                case NEG -> code.dneg();
                default -> throw noArithmetic(op);
            };
            case INT64, BOOL -> switch (op) {
                case ADD -> code.ladd();
                case SUB -> code.lsub();
                case MUL -> code.lmul();
                case DIV -> code.ldiv();
                case NEG -> code.lneg();
                default -> throw noArithmetic(op);
            };
        };
    }

    private void bits(Op op) {
        boolean isInt = lanes.type(Kind.BITS) == TypeKind.INT;
        CodeBuilder _ = switch (op) {
            case BITS_ADD -> isInt ? code.iadd() : code.ladd();
            case BITS_SUB -> isInt ? code.isub() : code.lsub();
            case BITS_AND -> isInt ? code.iand() : code.land();
            case BITS_OR -> isInt ? code.ior() : code.lor();
            case BITS_XOR -> isInt ? code.ixor() : code.lxor();
            case BITS_SHL -> isInt ? code.ishl() : code.lshl();
            case BITS_SAR -> isInt ? code.ishr() : code.lshr();
            case BITS_SHR -> isInt ? code.iushr() : code.lushr();
            default -> throw new IllegalStateException(op + " is no operation on bits");
        };
    }

    private void compare(String name, ClassDesc type) {
        call(LANE, name, CD_boolean, type, type);
    }

    private void call(ClassDesc owner, String name, ClassDesc result, ClassDesc... parameters) {
        code.invokestatic(owner, name, MethodTypeDesc.of(result, parameters));
    }

    private void reinterpret(boolean toBits) {
        switch (program.element()) {
            case FLOAT32 -> {
                ClassDesc box = ConstantDescs.CD_Float;
                call(box, toBits ? "floatToRawIntBits" : "intBitsToFloat", toBits ? CD_int : CD_float, toBits ? CD_float : CD_int);
            }
            case FLOAT64 -> {
                ClassDesc box = ConstantDescs.CD_Double;
                call(box, toBits ? "doubleToRawLongBits" : "longBitsToDouble", toBits ? CD_long : CD_double, toBits ? CD_double : CD_long);
            }
            case INT64, BOOL -> { }
        }
    }
}
