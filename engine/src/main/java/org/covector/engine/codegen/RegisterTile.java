package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.TileShape;

/**
 * Assembles a micro-kernel, a loop that keeps MR x NR sums in registers: at each step the vectors of B are loaded, every row's element
 * of A is broadcast and multiplied into that row's sums. Where operands and results lie is what loops differ in.
 *
 * <p>One class per loop: rows, vectors and the strides of panels are constants of the code, and no flag is left to test.
 */
abstract class RegisterTile {
    final TileShape shape;
    final ClassDesc vector;
    final ClassDesc array;
    private final ClassDesc element;
    private final String species;
    private final int broadcast;
    private final int parts;
    private final int sums;

    /** A tile whose method uses the first {@code locals} slots for its parameters and loop variables. */
    RegisterTile(DType dtype, TileShape shape, int locals) {
        Lanes lanes = Lanes.of(dtype);
        this.shape = shape;
        this.vector = lanes.vector();
        this.element = lanes.value();
        this.array = element.arrayType();
        this.species = "SPECIES_" + shape.lanes() * dtype.bytes() * 8;
        this.broadcast = locals;
        this.parts = locals + 1;
        this.sums = parts + shape.vectors();
    }

    /** Array and index of the element of A in row r at this step. */
    abstract void pushA(CodeBuilder b, int r);

    /** Array and index of vector v of B at this step. */
    abstract void pushB(CodeBuilder b, int v);

    /** The method. */
    abstract void body(CodeBuilder b);

    /** A class whose only method is this loop. */
    final byte[] classFile(Class<?> type, MethodTypeDesc descriptor) {
        ClassDesc name = ClassDesc.of(RegisterTile.class.getPackageName(), type.getSimpleName() + "Loop");
        return ClassFile.of().build(name, c -> c
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withInterfaceSymbols(ClassDesc.ofDescriptor(type.descriptorString()))
                .withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC,
                        b -> b.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("multiply", descriptor, ClassFile.ACC_PUBLIC, this::body));
    }

    /** An instance of such a class. */
    static Object load(byte[] classFile) {
        try {
            return MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an assembled loop does not load", e);
        }
    }

    /** What happens to the sum of row r, vector v; the sum's new value is on the stack afterwards. */
    interface Sum {
        void push(CodeBuilder b, int r, int v);
    }

    final void begin(CodeBuilder b, Sum start) {
        for (int r = 0; r < shape.rows(); r++) {
            for (int v = 0; v < shape.vectors(); v++) {
                start.push(b, r, v);
                b.astore(sum(r, v));
            }
        }
    }

    /** {@code for (; k < end; k++)}. */
    static void loop(CodeBuilder b, int k, int end, Consumer<CodeBuilder> body) {
        loop(b, k, end, 1, body);
    }

    /** {@code for (; k < end; k += step)}. */
    static void loop(CodeBuilder b, int k, int end, int step, Consumer<CodeBuilder> body) {
        Label head = b.newLabel();
        Label done = b.newLabel();
        b.labelBinding(head).iload(k).iload(end).if_icmpge(done);
        body.accept(b);
        b.iinc(k, step).goto_(head).labelBinding(done);
    }

    /** {@code sum[r][v] = fma(a[r], b[v], sum[r][v])}. */
    final void step(CodeBuilder b) {
        for (int v = 0; v < shape.vectors(); v++) {
            species(b);
            pushB(b, v);
            load(b).astore(part(v));
        }
        for (int r = 0; r < shape.rows(); r++) {
            species(b);
            pushA(b, r);
            broadcast(b).astore(broadcast);
            for (int v = 0; v < shape.vectors(); v++) {
                b.aload(broadcast).aload(part(v)).aload(sum(r, v));
                fma(b).astore(sum(r, v));
            }
        }
    }

    /** A local that holds vector v of B during a step and is free afterwards. */
    final int part(int v) {
        return parts + v;
    }

    /** The local of a sum. */
    final int sum(int r, int v) {
        return sums + r * shape.vectors() + v;
    }

    final CodeBuilder species(CodeBuilder b) {
        return b.getstatic(vector, species, Lanes.SPECIES);
    }

    final CodeBuilder zero(CodeBuilder b) {
        return species(b).invokestatic(vector, "zero", MethodTypeDesc.of(vector, Lanes.SPECIES));
    }

    /** Species, array, index on the stack. */
    final CodeBuilder load(CodeBuilder b) {
        return b.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, Lanes.SPECIES, array, CD_int));
    }

    /** Species, array, index on the stack. */
    final CodeBuilder broadcast(CodeBuilder b) {
        return b.arrayLoad(TypeKind.from(element)).invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, Lanes.SPECIES, element));
    }

    final CodeBuilder fma(CodeBuilder b) {
        return b.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, Lanes.VECTOR, Lanes.VECTOR));
    }

    final CodeBuilder add(CodeBuilder b) {
        return b.invokevirtual(vector, "add", MethodTypeDesc.of(vector, Lanes.VECTOR));
    }

    final CodeBuilder subtract(CodeBuilder b) {
        return b.invokevirtual(vector, "sub", MethodTypeDesc.of(vector, Lanes.VECTOR));
    }

    /** Vector, array, index on the stack. */
    final CodeBuilder store(CodeBuilder b) {
        return b.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
    }

    /** Array and index of the result of row r, vector v. */
    final CodeBuilder result(CodeBuilder b, int c, int r, int v) {
        return b.aload(c).iload(c + 1).iload(c + 2).loadConstant(r).imul().iadd().loadConstant(v * shape.lanes()).iadd();
    }
}
