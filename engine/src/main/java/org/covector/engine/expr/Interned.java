package org.covector.engine.expr;

import java.util.List;

/**
 * The key under which a node is shared. Children are interned before their parents, so their equality is identity and looking
 * up is O(1) whatever the size of the graph.
 */
record Interned(Op op, List<Expr> args) {
    // written out: the generated ones cost a cold JVM 10 ms

    @Override
    public boolean equals(Object other) {
        return other instanceof Interned i && op == i.op && args.equals(i.args);
    }

    @Override
    public int hashCode() {
        return 31 * op.hashCode() + args.hashCode();
    }
}
