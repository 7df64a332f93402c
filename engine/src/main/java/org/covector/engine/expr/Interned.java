package org.covector.engine.expr;

import java.util.List;

/**
 * The key under which a node is shared. Children are interned before their parents, so their equality is identity and looking
 * up is O(1) whatever the size of the graph.
 */
record Interned(Op op, List<Expr> args) {
    // written out: the generated ones cost a cold JVM 10 ms, iterators over the arguments as much again

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Interned i) || op != i.op) {
            return false;
        }
        for (int k = 0; k < args.size(); k++) {
            if (!args.get(k).equals(i.args.get(k))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = op.ordinal();
        for (int k = 0; k < args.size(); k++) {
            hash = 31 * hash + args.get(k).hashCode();
        }
        return hash;
    }
}
