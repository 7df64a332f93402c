package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.BitsConstant;
import org.covector.engine.expr.Expr.Input;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expr.Scalar;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.LargeAngle;
import org.covector.engine.expr.LargeQuotient;

/** One vector at a time. Masks are kept in the species of the values; comparisons of bits are cast to it. */
final class VectorBody extends Body {
    private static final ClassDesc COMPARISON = Lanes.OPERATORS.nested("Comparison");
    private static final ClassDesc LARGE_ANGLE = ClassDesc.of(LargeAngle.class.getName());
    private static final ClassDesc LARGE_QUOTIENT = ClassDesc.of(LargeQuotient.class.getName());
    private static final ClassDesc BINARY = Lanes.OPERATORS.nested("Binary");

    /** In place of a local variable: code that computes rare lanes too. */
    static final int EXACT = -1;

    private final int rareLanes;
    private final Set<Expr> noted = new HashSet<>();

    /**
     * @param rareLanes the local variable of a vector that is set to 1 in lanes whose result is not right, since a condition that hardly
     *         ever holds holds there; or EXACT
     */
    VectorBody(CodeBuilder code, Program program, Frame frame, int rareLanes) {
        super(code, program, frame);
        this.rareLanes = rareLanes;
    }

    /** Whether programs have code for what is rare. */
    static boolean hasRare(Program program) {
        return Graph.order(program.outputs()).stream().anyMatch(e -> e instanceof Apply a && switch (a.op()) {
            case SELECT_RARE, SIN_FAR, COS_FAR, TAN_FAR, FMOD_FAR -> true;
            default -> false;
        });
    }

    @Override
    TypeKind localType(Kind kind) {
        return TypeKind.REFERENCE;
    }

    @Override
    void loadDenseOperand(Input in) {
        if (in.kind() == Kind.BOOL) {
            pushSpecies();
            pushElement(in.index());
            code.invokestatic(Lanes.MASK, "fromArray", MethodTypeDesc.of(Lanes.MASK, Lanes.SPECIES, CD_boolean.arrayType(), CD_int));
        } else {
            pushSpecies();
            pushElement(in.index());
            code.invokestatic(lanes.vector(), "fromArray",
                    MethodTypeDesc.of(lanes.vector(), Lanes.SPECIES, lanes.value().arrayType(), CD_int));
        }
    }

    @Override
    void loadConstantOperand(Input in) {
        pushSpecies();
        pushElement(in.index());
        code.arrayLoad(lanes.type(in.kind()));
        if (in.kind() == Kind.BOOL) {
            code.invokeinterface(Lanes.SPECIES, "maskAll", MethodTypeDesc.of(Lanes.MASK, CD_boolean));
        } else {
            broadcast(lanes.vector(), lanes.value());
        }
    }

    @Override
    void loadScalar(Scalar s) {
        pushSpecies();
        pushScalarArgument(s);
        broadcast(lanes.vector(), lanes.value());
    }

    @Override
    void loadConstant(double value) {
        pushSpecies();
        pushLane(value);
        broadcast(lanes.vector(), lanes.value());
    }

    @Override
    void loadBits(long value) {
        pushSpecies(lanes.bitsVector());
        pushBitsLane(value);
        broadcast(lanes.bitsVector(), lanes.bits());
    }

    private void broadcast(ClassDesc vector, ClassDesc lane) {
        code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, Lanes.SPECIES, lane));
    }

    @Override
    void store(int output, Expr e) {
        push(e);
        pushResultElement(output);
        ClassDesc array = lanes.lane(e.kind()).arrayType();
        code.invokevirtual(lanes.vector(e.kind()), "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
    }

    @Override
    void apply(Apply a) {
        switch (a.op()) {
            case ADD, BITS_ADD -> method(a, "add");
            case SUB, BITS_SUB -> method(a, "sub");
            case MUL -> method(a, "mul");
            case DIV -> method(a, "div");
            case NEG -> method(a, "neg");
            case ABS -> method(a, "abs");
            case SQRT -> method(a, "sqrt");
            case BITS_AND -> method(a, "and");
            case BITS_OR -> method(a, "or");
            case BITS_XOR -> bitsOperator(a, "XOR");
            case BITS_SHL -> shift(a, "LSHL");
            case BITS_SAR -> shift(a, "ASHR");
            case BITS_SHR -> shift(a, "LSHR");
            case FMA -> fma(a);
            case LT, BITS_LT -> compare(a, "LT");
            case LE -> compare(a, "LE");
            case EQ, BITS_EQ -> compare(a, "EQ");
            case NE -> compare(a, "NE");
            case AND -> mask(a, "and");
            case OR -> mask(a, "or");
            case XOR -> mask(a, "xor");
            case NOT -> mask(a, "not");
            case SELECT, BITS_SELECT -> select(a);
            case BITS_MIN -> method(a, "min");
            case SELECT_RARE -> selectRare(a);
            case SIN_FAR, COS_FAR, TAN_FAR -> far(a);
            case FMOD_FAR -> farQuotient(a);
            case BITS_OF -> reinterpret(a, lanes.asBits(), lanes.vector(), lanes.bitsVector());
            case VALUE_OF -> reinterpret(a, lanes.asValue(), lanes.bitsVector(), lanes.vector());
            default -> throw new IllegalStateException(a.op() + " has no vector form");
        }
    }

    /** Receiver and arguments are vectors of the kind of the result. */
    private void method(Apply a, String name) {
        ClassDesc vector = lanes.vector(a.kind());
        a.args().forEach(this::push);
        code.invokevirtual(vector, name,
                a.args().size() == 1 ? MethodTypeDesc.of(vector) : MethodTypeDesc.of(vector, Lanes.VECTOR));
    }

    private void mask(Apply a, String name) {
        a.args().forEach(this::push);
        code.invokevirtual(Lanes.MASK, name,
                a.args().size() == 1 ? MethodTypeDesc.of(Lanes.MASK) : MethodTypeDesc.of(Lanes.MASK, Lanes.MASK));
    }

    private void fma(Apply a) {
        ClassDesc v = lanes.vector();
        a.args().forEach(this::push);
        code.invokevirtual(v, "fma", MethodTypeDesc.of(v, Lanes.VECTOR, Lanes.VECTOR));
    }

    private void bitsOperator(Apply a, String name) {
        ClassDesc v = lanes.bitsVector();
        push(a.arg(0));
        code.getstatic(Lanes.OPERATORS, name, Lanes.OPERATORS.nested("Associative"));
        push(a.arg(1));
        code.invokevirtual(v, "lanewise", MethodTypeDesc.of(v, BINARY, Lanes.VECTOR));
    }

    private void shift(Apply a, String name) {
        if (!(a.arg(1) instanceof BitsConstant n)) {
            throw new IllegalStateException("shift by what is no constant: " + a.arg(1));
        }
        ClassDesc v = lanes.bitsVector();
        push(a.arg(0));
        code.getstatic(Lanes.OPERATORS, name, BINARY);
        pushBitsLane(n.value());
        code.invokevirtual(v, "lanewise", MethodTypeDesc.of(v, BINARY, lanes.bits()));
    }

    private void compare(Apply a, String name) {
        Kind kind = a.arg(0).kind();
        push(a.arg(0));
        code.getstatic(Lanes.OPERATORS, name, COMPARISON);
        push(a.arg(1));
        code.invokevirtual(lanes.vector(kind), "compare", MethodTypeDesc.of(Lanes.MASK, COMPARISON, Lanes.VECTOR));
        if (kind == Kind.BITS) {
            castMask(lanes.vector());
        }
    }

    private void select(Apply a) {
        ClassDesc v = lanes.vector(a.kind());
        push(a.arg(2));
        push(a.arg(1));
        push(a.arg(0));
        if (a.kind() == Kind.BITS) {
            castMask(lanes.bitsVector());
        }
        code.invokevirtual(v, "blend", MethodTypeDesc.of(v, Lanes.VECTOR, Lanes.MASK));
    }

    /** The usual value; where the exact loop runs, or the other one. */
    private void selectRare(Apply a) {
        if (rareLanes == EXACT) {
            select(a);
            return;
        }
        push(a.arg(2));
        if (noted.add(a.arg(0))) {
            push(a.arg(0));
            note();
        }
    }

    /** Remembers that the lanes of the mask on the operand stack need the exact loop. */
    private void note() {
        ClassDesc v = lanes.vector();
        int mask = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(mask).aload(rareLanes);
        loadConstant(1);
        code.aload(mask).invokevirtual(v, "blend", MethodTypeDesc.of(v, Lanes.VECTOR, Lanes.MASK)).astore(rareLanes);
    }

    /**
     * Computes far lanes one by one where there is one. Arrays, not vectors, go to what may not be inlined: a vector that may come
     * from a call would make every vector of the loop an object.
     */
    private void far(Apply a) {
        ClassDesc v = lanes.vector();
        ClassDesc array = lanes.value().arrayType();
        int x = code.allocateLocal(TypeKind.REFERENCE);
        int y = code.allocateLocal(TypeKind.REFERENCE);
        push(a.arg(0));
        code.astore(x);
        push(a.arg(1));
        code.astore(y);
        code.aload(x).invokevirtual(v, "abs", MethodTypeDesc.of(v)).getstatic(Lanes.OPERATORS, "GE", COMPARISON);
        pushLane(switch (program.element()) {
            case FLOAT32 -> LargeAngle.FLOAT_LIMIT;
            case FLOAT64 -> LargeAngle.DOUBLE_LIMIT;
            case INT64, BOOL -> throw ArgumentException.notFloating(program.name(), program.element());
        });
        code.invokevirtual(v, "compare", MethodTypeDesc.of(Lanes.MASK, COMPARISON, lanes.value()));
        if (rareLanes != EXACT) {
            note();
            code.aload(y);
            return;
        }
        code.invokevirtual(Lanes.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
        Label near = code.newLabel();
        code.ifeq(near);
        pushSpecies();
        code.aload(x).invokevirtual(v, "toArray", MethodTypeDesc.of(array));
        code.aload(y).invokevirtual(v, "toArray", MethodTypeDesc.of(array));
        code.invokestatic(LARGE_ANGLE, a.op().symbol(), MethodTypeDesc.of(array, array, array)).iconst_0();
        code.invokestatic(v, "fromArray", MethodTypeDesc.of(v, Lanes.SPECIES, array, CD_int)).astore(y);
        code.labelBinding(near).aload(y);
    }

    /** Computes the lanes one by one where the last argument is NaN in one; arrays go out, as above. */
    private void farQuotient(Apply a) {
        ClassDesc v = lanes.vector();
        ClassDesc array = lanes.value().arrayType();
        int[] at = new int[3];
        for (int i = 0; i < at.length; i++) {
            at[i] = code.allocateLocal(TypeKind.REFERENCE);
            push(a.arg(i));
            code.astore(at[i]);
        }
        int rest = at[2];
        code.aload(rest).getstatic(Lanes.OPERATORS, "NE", COMPARISON).aload(rest);
        code.invokevirtual(v, "compare", MethodTypeDesc.of(Lanes.MASK, COMPARISON, Lanes.VECTOR));
        if (rareLanes != EXACT) {
            note();
            code.aload(rest);
            return;
        }
        code.invokevirtual(Lanes.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
        Label near = code.newLabel();
        code.ifeq(near);
        pushSpecies();
        for (int local : at) {
            code.aload(local).invokevirtual(v, "toArray", MethodTypeDesc.of(array));
        }
        code.invokestatic(LARGE_QUOTIENT, a.op().symbol(), MethodTypeDesc.of(array, array, array, array)).iconst_0();
        code.invokestatic(v, "fromArray", MethodTypeDesc.of(v, Lanes.SPECIES, array, CD_int)).astore(rest);
        code.labelBinding(near).aload(rest);
    }

    private void castMask(ClassDesc vector) {
        if (!lanes.vector().equals(lanes.bitsVector())) {
            pushSpecies(vector);
            code.invokevirtual(Lanes.MASK, "cast", MethodTypeDesc.of(Lanes.MASK, Lanes.SPECIES));
        }
    }

    private void reinterpret(Apply a, String method, ClassDesc from, ClassDesc to) {
        push(a.arg(0));
        if (!method.isEmpty()) {
            code.invokevirtual(from, method, MethodTypeDesc.of(to));
        }
    }

    private void pushSpecies() {
        pushSpecies(lanes.vector());
    }

    private void pushSpecies(ClassDesc vector) {
        code.getstatic(vector, "SPECIES_PREFERRED", Lanes.SPECIES);
    }
}
