package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxKeyTest {
    @Test
    void theSameSeedGivesTheSameKeyAndOthersOthers() {
        assertThat(PhiloxKey.of(7)).isEqualTo(PhiloxKey.of(7)).isNotEqualTo(PhiloxKey.of(8));
        assertThat(PhiloxKey.of(7).split()).isEqualTo(PhiloxKey.of(7).split());
    }

    @Test
    void splittingIntoManyBeginsLikeSplittingIntoFew() {
        List<PhiloxKey> many = PhiloxKey.of(1).split(5);
        PhiloxKey.Pair pair = PhiloxKey.of(1).split();
        assertThat(many.subList(0, 2)).containsExactly(pair.left(), pair.right());
        assertThat(PhiloxKey.of(1).split(0)).isEmpty();
        assertThatThrownBy(() -> PhiloxKey.of(1).split(-1)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void childrenOfAllKindsAreDistinct() {
        Set<PhiloxKey> seen = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            PhiloxKey key = PhiloxKey.of(seed);
            seen.add(key);
            seen.addAll(key.split(50));
            for (long n = -25; n < 25; n++) {
                seen.add(key.fold(n));
            }
        }
        assertThat(seen).hasSize(20 * 101);
    }

    @Test
    void wordsOfRelatedKeysShareNoBits() {
        PhiloxKey key = PhiloxKey.of(3);
        PhiloxKey.Pair pair = key.split();
        PhiloxKey[] keys = {key, pair.left(), pair.right(), key.fold(0), key.fold(1), PhiloxKey.of(2)};
        int[][] words = new int[keys.length][4 * 4096];
        for (int i = 0; i < keys.length; i++) {
            keys[i].words(0, 4096, words[i]);
        }
        double bits = 32.0 * words[0].length;
        for (int i = 0; i < keys.length; i++) {
            for (int j = 0; j < i; j++) {
                long same = 0;
                for (int k = 0; k < words[0].length; k++) {
                    same += Integer.bitCount(~(words[i][k] ^ words[j][k]));
                }
                assertThat(Math.abs(same - bits / 2)).isLessThan(4.5 * Math.sqrt(bits) / 2);
            }
        }
    }
}
