package org.covector.functional;

/**
 * A value that says itself where its tensors are, a part of models: where a record has a component of such a type, a {@link Tree} derived
 * from it goes on with the tree of what stands there, be it a record or not.
 */
public interface Parts {
    /** Where its tensors are, what they are called, and how to build it again from others. */
    Tree<? extends Parts> tree();
}
