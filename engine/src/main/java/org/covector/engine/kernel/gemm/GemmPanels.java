package org.covector.engine.kernel.gemm;

/**
 * Columns cut into panels of whole vectors, each NR columns wide. Where the last would be narrower, the last two share
 * their columns: a tile of one vector spends most of its time on latency.
 *
 * @param columns how many
 * @param lanes elements of a vector
 * @param maxVectors vectors of the widest tile
 */
record GemmPanels(int columns, int lanes, int maxVectors) {
    /** NR: columns of every panel but the last two, perhaps. */
    int nr() {
        return maxVectors * lanes;
    }

    int count() {
        return (vectors() + maxVectors - 1) / maxVectors;
    }

    /** The first column of a panel; of the one behind the last, the number of columns rounded up to vectors. */
    int start(int panel) {
        int count = count();
        int vectors = vectors();
        if (panel == count) {
            return vectors * lanes;
        }
        boolean isLast = panel == count - 1 && panel > 0;
        return (isLast ? vectors - (vectors - (panel - 1) * maxVectors) / 2 : panel * maxVectors) * lanes;
    }

    /** Columns of a panel that exist. */
    int width(int panel) {
        return Math.min(columns, start(panel + 1)) - start(panel);
    }

    /** Vectors that hold a panel's columns. */
    int vectors(int panel) {
        return (start(panel + 1) - start(panel)) / lanes;
    }

    private int vectors() {
        return (columns + lanes - 1) / lanes;
    }
}
