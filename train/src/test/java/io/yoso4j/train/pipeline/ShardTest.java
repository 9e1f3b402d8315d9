package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTest {
  /** Batch by batch, the ranks together have every position once, in turn. */
  @ParameterizedTest
  @CsvSource({"1, 4", "2, 4", "3, 4", "4, 4", "2, 5", "3, 7"})
  void ranksDivideEveryBatch(int size, int batch) {
    for (int step = 0; step < 3; step++) {
      List<Long> all = new ArrayList<>();
      for (int rank = 0; rank < size; rank++) {
        Shard shard = new Shard(rank, size);
        int mine = shard.of(batch);
        for (int i = 0; i < mine; i++) {
          long position = shard.position((long) step * mine + i, batch);
          assertThat(position % batch % size).isEqualTo(rank);
          all.add(position);
        }
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range((long) step * batch, (step + 1L) * batch).boxed().toList());
    }
  }

  @Test
  void theWholeIsInOrder() {
    assertThat(Shard.WHOLE.of(6)).isEqualTo(6);
    assertThat(Shard.WHOLE.position(17, 6)).isEqualTo(17);
    assertThat(new Shard(2, 3).of(2)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "-1, 2", "0, 0"})
  void checksItsRange(int rank, int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shard(rank, size))
        .withMessage("rank (%d) must be from 0 to size (%d) - 1", rank, size);
  }
}
