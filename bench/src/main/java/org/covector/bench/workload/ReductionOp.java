package org.covector.bench.workload;

/** The reductions that are compared. */
public enum ReductionOp {
    SUM_ALL, SUM_ROWS, SUM_COLUMNS, MAX_ALL, ARGMAX_ROWS, LOGSUMEXP_ROWS
}
