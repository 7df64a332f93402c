package org.covector.functional.core;

import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * A value of a function being traced: place {@code id} of what {@code recorder} records. The trace runs on an example, so shape and
 * dtype are known; the elements may not be read, because the recorded program will meet others.
 */
public final class Symbolic implements Leveled {
    final NdArray example;
    final Trace.Recorder recorder;
    final int id;

    Symbolic(NdArray example, Trace.Recorder recorder, int id) {
        this.example = example;
        this.recorder = recorder;
        this.id = id;
    }

    @Override
    public Level level() {
        return recorder.level;
    }

    @Override
    public Shape shape() {
        return example.shape();
    }

    @Override
    public DType dtype() {
        return example.dtype();
    }

    @Override
    public NdArray array() {
        throw new IllegalStateException("fuse: the traced function reads the elements of a " + dtype() + " " + shape()
                + " tensor; accepted: functions whose course does not depend on elements");
    }

    @Override
    public String toString() {
        return "%" + id + " " + dtype() + shape();
    }
}
