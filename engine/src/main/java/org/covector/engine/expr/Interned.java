package org.covector.engine.expr;

import java.util.List;

/**
 * The key under which a node is shared. Children are interned before their parents, so their equality is identity and looking
 * up is O(1) whatever the size of the graph.
 */
record Interned(Op op, List<Expr> args) {}
