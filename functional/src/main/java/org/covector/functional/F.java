package org.covector.functional;

import org.covector.functional.loss.LossFunctions;

/**
 * Functions of tensors, in the style of torch.nn.functional: pure, differentiable to every order, FLOAT32 and FLOAT64. Each family
 * stands in a class of its own, from which F inherits: this is the one name to write.
 */
public final class F extends LossFunctions {
    private F() {}
}
