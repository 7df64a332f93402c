package org.covector.engine.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static int[] block(long key, long high, long low) {
        int[] w = new int[4];
        Philox.blocks(key, high, low, 1, w);
        return w;
    }

    /** The known answers that the authors publish with Random123 (kat_vectors, philox4x32 10). */
    @Test
    void thePublishedTestVectorsComeOut() {
        assertThat(block(0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(block(-1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(block(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void consecutiveBlocksCountUpwardsAcrossTheWordBoundary() {
        int[] w = new int[8];
        Philox.blocks(5, 7, 0xFFFFFFFFL, 2, w);
        int[] second = block(5, 7, 1L << 32);
        assertThat(w[4]).isEqualTo(second[0]);
        assertThat(w[7]).isEqualTo(second[3]);
    }
}
