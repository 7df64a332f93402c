package org.covector.functional.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.LinkedHashMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.io.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
    private static final int N = 10;

    private static Batches<Examples> batches(int size) {
        Tensor y = Tensor.of(LongStream.range(0, N).toArray());
        return new Examples(F.reshape(F.mul(y, 10), N, 1), y).batches(size);
    }

    private static List<Long> targets(List<Examples> pass) {
        List<Long> all = new ArrayList<>();
        pass.forEach(b -> {
            for (int i = 0; i < b.size(); i++) {
                assertThat(b.x().toLongArray()[i]).isEqualTo(10 * b.y().toLongArray()[i]);
                all.add(b.y().toLongArray()[i]);
            }
        });
        return all;
    }

    @Test
    void aPassInOrderHasAllExamplesInOrder() {
        List<Examples> pass = batches(4).inOrder().toList();
        assertThat(pass).extracting(Examples::size).containsExactly(4, 4, 2);
        assertThat(targets(pass)).containsExactlyElementsOf(LongStream.range(0, N).boxed().toList());
    }

    @Test
    void aShuffledPassHasEachExampleOnceAndTheSameOrderForTheSameKey() {
        List<Long> pass = targets(batches(4).shuffled(Key.of(1)).toList());
        assertThat(pass).containsExactlyInAnyOrderElementsOf(LongStream.range(0, N).boxed().toList())
                .isNotEqualTo(LongStream.range(0, N).boxed().toList());
        assertThat(targets(batches(4).shuffled(Key.of(1)).toList())).isEqualTo(pass);
        assertThat(targets(batches(4).shuffled(Key.of(2)).toList())).isNotEqualTo(pass);
        assertThat(targets(batches(4).shuffled(Key.of(1), 2).toList())).isEqualTo(pass.subList(8, N));
    }

    @Test
    void aPartialBatchIsKeptOrLeftOut() {
        assertThat(batches(4).count()).isEqualTo(3);
        assertThat(batches(3).withoutPartial().map(Examples::x).dim(0)).as("a function of all examples").isEqualTo(N);
        assertThat(batches(4).withoutPartial().count()).isEqualTo(2);
        assertThat(batches(4).withoutPartial().shuffled(Key.of(1))).extracting(Examples::size).containsExactly(4, 4);
        assertThat(batches(5).withoutPartial().count()).isEqualTo(2);
        assertThat(batches(N + 1).inOrder()).extracting(Examples::size).containsExactly(N);
    }

    @Test
    void aFunctionOfAllExamplesIsThatOfBatchesInOrder() {
        assertThat(batches(3).map(b -> F.add(b.x(), 1)).toLongArray()).isEqualTo(F.add(batches(3).data().x(), 1).toLongArray());
    }

    @Test
    void anyTreeOfTensorsIsData(@TempDir Path dir) throws Exception {
        Npz.write(dir.resolve("a.npz"), Map.of("pixels", Tensor.ones(6, 2), "labels", Tensor.of(0L, 1, 2, 3, 4, 5)));
        Batches<LinkedHashMap<String, Tensor>> b = Batches.of(Tree.map(Tree.TENSOR), Npz.read(dir.resolve("a.npz")), 4);
        assertThat(b.inOrder().map(m -> m.get("labels").get().toLongArray())).containsExactly(new long[] {0, 1, 2, 3}, new long[] {4, 5});
    }

    @Test
    void whatIsNoDataIsRefused() {
        assertThatThrownBy(() -> new Examples(Tensor.ones(3, 2), Tensor.ones(2))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("[3, 2] and [2]");
        assertThatThrownBy(() -> batches(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("size");
        assertThatThrownBy(() -> batches(N + 1).withoutPartial()).isInstanceOf(ArgumentException.class).hasMessageContaining("10 examples");
        assertThatThrownBy(() -> Batches.of(Tree.TENSOR, Tensor.scalar(1.0), 2)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Examples(Tensor.ones(0, 2), Tensor.ones(0)).batches(2)).isInstanceOf(ArgumentException.class);
    }
}
