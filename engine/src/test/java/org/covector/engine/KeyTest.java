package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTest {
    @Test
    void theSameSeedGivesTheSameKeyAndOthersOthers() {
        assertThat(Key.of(7)).isEqualTo(Key.of(7)).isNotEqualTo(Key.of(8));
        assertThat(Key.of(7).split()).isEqualTo(Key.of(7).split());
    }

    @Test
    void splittingIntoManyBeginsLikeSplittingIntoFew() {
        List<Key> many = Key.of(1).split(5);
        Key.Pair pair = Key.of(1).split();
        assertThat(many.subList(0, 2)).containsExactly(pair.left(), pair.right());
        assertThat(Key.of(1).split(0)).isEmpty();
        assertThatThrownBy(() -> Key.of(1).split(-1)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void childrenOfAllKindsAreDistinct() {
        Set<Key> seen = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Key key = Key.of(seed);
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
        Key key = Key.of(3);
        Key.Pair pair = key.split();
        Key[] keys = {key, pair.left(), pair.right(), key.fold(0), key.fold(1), Key.of(2)};
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
