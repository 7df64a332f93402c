package org.covector.engine.codegen;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Kind;

/**
 * The Java types of an element type: of a lane, of the bits of a lane, and of vectors of both.
 *
 * @param value a VALUE lane
 * @param bits a BITS lane
 * @param vector a vector of VALUE lanes
 * @param bitsVector a vector of BITS lanes
 * @param asBits the method that reinterprets VALUE as BITS; empty where they are the same
 * @param asValue the method that reinterprets BITS as VALUE
 */
record Lanes(ClassDesc value, ClassDesc bits, ClassDesc vector, ClassDesc bitsVector, String asBits, String asValue) {
    private static final String API = "jdk.incubator.vector.";

    static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    private static final ClassDesc INTS = ClassDesc.of(API + "IntVector");
    private static final ClassDesc LONGS = ClassDesc.of(API + "LongVector");

    private static final Lanes FLOAT =
            new Lanes(CD_float, CD_int, ClassDesc.of(API + "FloatVector"), INTS, "reinterpretAsInts", "reinterpretAsFloats");
    private static final Lanes DOUBLE =
            new Lanes(CD_double, CD_long, ClassDesc.of(API + "DoubleVector"), LONGS, "reinterpretAsLongs", "reinterpretAsDoubles");
    private static final Lanes LONG = new Lanes(CD_long, CD_long, LONGS, LONGS, "", "");

    /** The types for an element type; BOOL programs have no VALUE lanes and any types will do. */
    static Lanes of(DType element) {
        return switch (element) {
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case INT64, BOOL -> LONG;
        };
    }

    /** The Java type of a lane of a kind. */
    ClassDesc lane(Kind kind) {
        return kind == Kind.VALUE ? value : kind == Kind.BITS ? bits : CD_boolean;
    }

    /** The type of a vector of a kind. */
    ClassDesc vector(Kind kind) {
        return kind == Kind.VALUE ? vector : kind == Kind.BITS ? bitsVector : MASK;
    }

    /** How the JVM holds a lane of a kind. */
    TypeKind type(Kind kind) {
        return TypeKind.from(lane(kind));
    }
}
