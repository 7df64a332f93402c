package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.functional.core.Present;

/**
 * What a schedule sets in a group of parameters.
 *
 * {@snippet :
 * Rate rate = Adam.DEFAULT.rates().head();
 * double momentum = rate.withLr(0.1).momentum().get(); // 0.9
 * }
 *
 * @param lr the learning rate
 * @param momentum the momentum, or beta1
 * @param isBeta whether that is beta1 of an Adam
 */
public record Rate(double lr, Option<Double> momentum, boolean isBeta) {
    /** Checks that they are numbers. */
    public Rate {
        Present.require(Rate.class, momentum);
        Kernel.requireNumber("Rate", "lr", lr);
        momentum.forEach(m -> Kernel.requireNumber("Rate", "momentum", m));
    }

    /** A learning rate alone. */
    public static Rate of(double lr) {
        return new Rate(lr, Option.none(), false);
    }

    /** This with another learning rate. */
    public Rate withLr(double rate) {
        return new Rate(rate, momentum, isBeta);
    }

    /** This with another momentum. */
    public Rate withMomentum(double value) {
        return new Rate(lr, Option.of(value), isBeta);
    }
}
