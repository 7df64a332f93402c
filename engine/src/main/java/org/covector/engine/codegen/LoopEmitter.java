package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import org.covector.engine.expr.Graph;

/**
 * The class file of one program's {@link Loop}. Everything hot is straight-line code in one static method: {@code loop}, rows
 * outside and lanes inside, not unrolled.
 *
 * <p>The vector form ends a row with one vector that overlaps the one before: pointwise results do not depend on their neighbours,
 * so computing some lanes twice changes nothing, and neither masks nor a second kind of loop are needed. The code of that vector
 * stands behind the inner loop, not in a method of its own: around a call no register keeps a constant of the formula, and loading
 * them all for every vector takes as long as the arithmetic. In large loops, and where lanes are rare, it is the inner loop's own
 * code, whose last step is a shorter one.
 */
final class LoopEmitter implements Consumer<ClassBuilder> {
    private static final ClassDesc LOOP = ClassDesc.of(Loop.class.getName());
    private static final ClassDesc MATH = ClassDesc.of(Math.class.getName());
    private static final MethodTypeDesc RUN_SMALL = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int,
            CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_double, CD_double);

    /**
     * Operations up to which the last vector of a row has a body of its own. With two larger ones HotSpot's first compiler gives up a
     * method ("out of virtual registers"), which then may stay boxed code for good: a thousand times slower.
     */
    private static final int TWO_BODIES = 100;

    /** Elements that are done again where one is rare, about. */
    private static final int BLOCK = 1024;

    private final Program program;
    private final boolean isVector;
    private final ClassDesc self;
    private final Lanes lanes;
    private final MethodTypeDesc type;
    private final boolean hasRare;
    private final boolean isLarge;
    private final String entry;

    private LoopEmitter(Program program, boolean isVector, ClassDesc self) {
        this.program = program;
        this.isVector = isVector;
        this.self = self;
        this.lanes = Lanes.of(program.element());
        this.type = Frame.type(program);
        this.hasRare = isVector && VectorBody.hasRare(program);
        this.isLarge = Graph.operations(program.outputs()) > TWO_BODIES;
        this.entry = hasRare ? "blocks" : "loop";
    }

    /** The class file; {@code self} is the name it will bear. */
    static byte[] emit(Program program, boolean isVector, ClassDesc self) {
        return new LoopEmitter(program, isVector, self).emit();
    }

    private byte[] emit() {
        return ClassFile.of().build(self, this);
    }

    @Override
    public void accept(ClassBuilder c) {
        c.withFlags(ClassFile.ACC_FINAL).withSuperclass(LOOP);
        method(c, Part.INIT, INIT_NAME, MTD_void, 0);
        if (program.isSmall()) {
            method(c, Part.RUN_SMALL, "run", RUN_SMALL, 0);
        }
        method(c, Part.RUN, "run", Frame.PACKED, 0);
        method(c, Part.LOOP, "loop", hasRare ? type.changeReturnType(CD_boolean) : type, ClassFile.ACC_STATIC);
        if (isVector) {
            method(c, Part.LANES, "lanes", MethodTypeDesc.of(CD_int), 0);
        }
        if (hasRare) {
            method(c, Part.EXACT, "exact", type, ClassFile.ACC_STATIC);
            method(c, Part.BLOCKS, "blocks", type, ClassFile.ACC_STATIC);
        }
    }

    private void method(ClassBuilder c, Part part, String name, MethodTypeDesc methodType, int flags) {
        c.withMethodBody(name, methodType, flags, new Method(part));
    }

    private enum Part { INIT, RUN_SMALL, RUN, LOOP, EXACT, BLOCKS, LANES }

    /** The code of one method. A class where lambdas would do: each of those takes a cold JVM a millisecond. */
    private final class Method implements Consumer<CodeBuilder> {
        private final Part part;

        Method(Part part) {
            this.part = part;
        }

        @Override
        public void accept(CodeBuilder code) {
            switch (part) {
                case INIT -> code.aload(0).invokespecial(LOOP, INIT_NAME, MTD_void).return_();
                case RUN_SMALL -> runSmall(code);
                case RUN -> {
                    if (program.isSmall()) {
                        run(code);
                    } else {
                        forward(code);
                    }
                }
                case LOOP -> loop(code, hasRare);
                case EXACT -> loop(code, false);
                case BLOCKS -> blocks(code);
                case LANES -> pushLanes(code).ireturn();
            }
        }
    }

    // ---- entries

    private void runSmall(CodeBuilder code) {
        code.aload(1).checkcast(resultArray(0)).iload(2).iload(3).iload(4);
        for (int k = 0; k < program.inputs().size(); k++) {
            code.aload(5 + 3 * k).checkcast(operandArray(k)).iload(6 + 3 * k).iload(7 + 3 * k);
        }
        for (int i = 0; i < program.scalars(); i++) {
            code.dload(14 + 2 * i);
            Frame.fromDouble(program, code);
        }
        code.invokestatic(self, entry, type).return_();
    }

    private void forward(CodeBuilder code) {
        code.aload(1).aload(2).iload(3).iload(4).aload(5).aload(6).aload(7).aload(8).invokestatic(self, entry, type).return_();
    }

    private void run(CodeBuilder code) {
        for (int j = 0; j < program.outputs().size(); j++) {
            code.aload(1).loadConstant(j).aaload().checkcast(resultArray(j));
            code.aload(2).loadConstant(j).iaload();
        }
        code.iload(3).iload(4);
        for (int k = 0; k < program.inputs().size(); k++) {
            code.aload(5).loadConstant(k).aaload().checkcast(operandArray(k));
            code.aload(6).loadConstant(k).iaload();
            code.aload(7).loadConstant(k).iaload();
        }
        for (int i = 0; i < program.scalars(); i++) {
            code.aload(8).loadConstant(i).daload();
            Frame.fromDouble(program, code);
        }
        code.invokestatic(self, entry, type).return_();
    }

    private ClassDesc resultArray(int j) {
        return lanes.lane(program.outputs().get(j).kind()).arrayType();
    }

    private ClassDesc operandArray(int k) {
        return lanes.lane(program.inputs().get(k)).arrayType();
    }

    // ---- loops

    private Body body(CodeBuilder code, Frame frame, int rareLanes) {
        return isVector ? new VectorBody(code, program, frame, rareLanes) : new ScalarBody(code, program, frame);
    }

    /** Without what is rare ({@code isOptimistic}) the method returns whether a lane needs it. */
    private void loop(CodeBuilder code, boolean isOptimistic) {
        Frame frame = Frame.of(program, code);
        int row = code.allocateLocal(TypeKind.INT);
        int bound = code.allocateLocal(TypeKind.INT);
        Label nextRow = code.newLabel();
        Label nextLane = code.newLabel();
        Label rowDone = code.newLabel();
        Label done = code.newLabel();
        int rareLanes = isOptimistic ? code.allocateLocal(TypeKind.REFERENCE) : VectorBody.EXACT;
        if (isOptimistic) {
            pushZero(code).astore(rareLanes);
        }
        code.iload(frame.cols());
        if (isVector) {
            pushLanes(code).isub();
        }
        code.istore(bound).iconst_0().istore(row);
        code.labelBinding(nextRow).iload(row).iload(frame.rows()).if_icmpge(done);
        Body body = body(code, frame, rareLanes);
        body.emitInvariants();
        code.iconst_0().istore(frame.index()).labelBinding(nextLane);
        if (isVector && (isLarge || hasRare && !isOptimistic)) {
            body.emitOutputs();
            code.iload(frame.index()).iload(bound).if_icmpge(rowDone).iload(frame.index());
            pushLanes(code).iadd().iload(bound).invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int)).istore(frame.index());
            code.goto_(nextLane).labelBinding(rowDone);
        } else {
            code.iload(frame.index()).iload(bound).if_icmpge(rowDone);
            body.emitOutputs();
            if (isVector) {
                code.iload(frame.index());
                pushLanes(code).iadd().istore(frame.index());
            } else {
                code.iinc(frame.index(), 1);
            }
            code.goto_(nextLane).labelBinding(rowDone);
            if (isVector) {
                code.iload(bound).istore(frame.index());
                Body last = body(code, frame, rareLanes);
                last.emitInvariants();
                last.emitOutputs();
            }
        }
        advance(code, frame);
        code.iinc(row, 1).goto_(nextRow).labelBinding(done);
        if (isOptimistic) {
            pushAny(code, rareLanes);
            code.ireturn();
        } else {
            code.return_();
        }
    }

    /**
     * The loop without what is rare, and the exact one where a lane needs it, block by block. Each is a method of its own: with a branch
     * or a call around the loop no register keeps a constant, and a sine took a third longer.
     */
    private void blocks(CodeBuilder code) {
        Label isLong = code.newLabel();
        Label right = code.newLabel();
        Frame frame = Frame.of(program, code);
        code.iload(frame.cols()).loadConstant(2 * BLOCK).if_icmpge(isLong);
        pushParameters(code).invokestatic(self, "loop", type.changeReturnType(CD_boolean)).ifeq(right);
        pushParameters(code).invokestatic(self, "exact", type).labelBinding(right).return_();

        code.labelBinding(isLong);
        int row = code.allocateLocal(TypeKind.INT);
        int start = code.allocateLocal(TypeKind.INT);
        int end = code.allocateLocal(TypeKind.INT);
        Label nextRow = code.newLabel();
        Label nextBlock = code.newLabel();
        Label isWhole = code.newLabel();
        Label blockDone = code.newLabel();
        Label done = code.newLabel();
        code.iconst_0().istore(row).labelBinding(nextRow).iload(row).iload(frame.rows()).if_icmpge(done).iconst_0().istore(start);
        code.labelBinding(nextBlock).iload(start).loadConstant(BLOCK).iadd().istore(end);
        code.iload(frame.cols()).iload(end).isub().loadConstant(BLOCK).if_icmpge(isWhole).iload(frame.cols()).istore(end);
        code.labelBinding(isWhole);
        frame.pushBlock(code, program, start, end);
        code.invokestatic(self, "loop", type.changeReturnType(CD_boolean)).ifeq(blockDone);
        frame.pushBlock(code, program, start, end);
        code.invokestatic(self, "exact", type);
        code.labelBinding(blockDone).iload(end).istore(start).iload(start).iload(frame.cols()).if_icmplt(nextBlock);
        advance(code, frame);
        code.iinc(row, 1).goto_(nextRow).labelBinding(done).return_();
    }

    private CodeBuilder pushParameters(CodeBuilder code) {
        int slot = 0;
        for (ClassDesc parameter : type.parameterList()) {
            TypeKind kind = TypeKind.from(parameter);
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
        }
        return code;
    }

    private CodeBuilder pushZero(CodeBuilder code) {
        code.getstatic(lanes.vector(), "SPECIES_PREFERRED", Lanes.SPECIES);
        return code.invokestatic(lanes.vector(), "zero", MethodTypeDesc.of(lanes.vector(), Lanes.SPECIES));
    }

    /** Whether a lane of the vector is not zero. */
    private void pushAny(CodeBuilder code, int vector) {
        ClassDesc comparison = Lanes.OPERATORS.nested("Comparison");
        code.aload(vector).getstatic(Lanes.OPERATORS, "NE", comparison);
        pushZero(code).invokevirtual(lanes.vector(), "compare", MethodTypeDesc.of(Lanes.MASK, comparison, Lanes.VECTOR));
        code.invokevirtual(Lanes.MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
    }

    private void advance(CodeBuilder code, Frame frame) {
        for (int j = 0; j < program.outputs().size(); j++) {
            code.iload(frame.resultAt(j)).iload(frame.cols()).iadd().istore(frame.resultAt(j));
        }
        for (int k = 0; k < program.inputs().size(); k++) {
            code.iload(frame.at(k)).iload(frame.row(k)).iadd().istore(frame.at(k));
        }
    }

    private CodeBuilder pushLanes(CodeBuilder code) {
        return code.getstatic(lanes.vector(), "SPECIES_PREFERRED", Lanes.SPECIES)
                .invokeinterface(Lanes.SPECIES, "length", MethodTypeDesc.of(CD_int));
    }
}
