package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.pipeline.Shard;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedEvaluationTest {
  /** What a rank does: indices of images, and -1 for every question to all ranks. */
  private static List<Integer> acts(int images, Shard shard, int stopAt) {
    List<Integer> acts = new ArrayList<>();
    ShardedEvaluation.go(
        images,
        shard,
        () -> {
          acts.add(-1);
          return acts.stream().filter(act -> act == -1).count() == stopAt;
        },
        acts::add);
    return acts;
  }

  /** Otherwise one rank waits for others that never come to ask. */
  @ParameterizedTest
  @CsvSource({"1, 5", "2, 0", "2, 1", "2, 16", "2, 31", "3, 50", "4, 33", "5, 3", "7, 113"})
  void allRanksAskEquallyOften(int size, int images) {
    List<Integer> seen = new ArrayList<>();
    List<Long> questions = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      List<Integer> acts = acts(images, new Shard(rank, size), 0);
      questions.add(acts.stream().filter(act -> act == -1).count());
      acts.stream().filter(act -> act >= 0).forEach(seen::add);
      int since = 0;
      for (int act : acts) {
        since = act == -1 ? 0 : since + 1;
        assertThat(since)
            .as("images between questions of rank %d: %s", rank, acts)
            .isLessThanOrEqualTo(ShardedEvaluation.TOGETHER);
      }
      if (images > 0) {
        assertThat(acts).last().isEqualTo(-1);
      }
    }
    assertThat(questions).allMatch(questions.getFirst()::equals);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, images).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aStopIsHeardLongBeforeTheEnd(int rank) {
    List<Integer> done = new ArrayList<>();
    assertThatExceptionOfType(EvaluationStopped.class)
        .isThrownBy(() -> ShardedEvaluation.go(3000, new Shard(rank, 3), () -> true, done::add));
    assertThat(done).hasSize(ShardedEvaluation.TOGETHER);
  }

  @Test
  void oneProcessStopsAfterTheImageAtHand() {
    List<Integer> done = new ArrayList<>();
    assertThatExceptionOfType(EvaluationStopped.class)
        .isThrownBy(() -> ShardedEvaluation.go(9, Shard.WHOLE, () -> done.size() == 2, done::add));
    assertThat(done).containsExactly(0, 1);
  }

  private static byte[] results() {
    return ShardedEvaluation.write(
        List.of(
            new CocoResult(
                1L << 40, 3, 0.25, new Box(1, 2, 3.5, 4), Rle.ofCounts(2, 3, new int[] {1, 2, 3})),
            new CocoResult(7, 0, 1, new Box(0, 0, 1, 1), Rle.ofCounts(1, 1, new int[] {0, 1}))));
  }

  @Test
  void whatARankFoundArrives() {
    byte[] bytes = results();
    List<CocoResult> read = ShardedEvaluation.read(bytes);
    assertThat(read).hasSize(2);
    assertThat(read.getFirst().imageId()).isEqualTo(1L << 40);
    assertThat(ShardedEvaluation.write(read)).isEqualTo(bytes);
    assertThat(ShardedEvaluation.read(ShardedEvaluation.write(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
  void numbersOfResultsAndCountsAreNotBelieved(int number) {
    byte[] results = results();
    ByteBuffer.wrap(results).putInt(0, number);
    assertThatIllegalArgumentException().isThrownBy(() -> ShardedEvaluation.read(results));
    byte[] counts = results();
    int place = Integer.BYTES + Long.BYTES + Integer.BYTES + 5 * Double.BYTES + 2 * Integer.BYTES;
    assertThat(ByteBuffer.wrap(counts).getInt(place)).isEqualTo(3);
    ByteBuffer.wrap(counts).putInt(place, number == 3 ? 1000 : number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardedEvaluation.read(counts))
        .withMessageContaining("counts of a mask");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardedEvaluation.read(Arrays.copyOf(results(), 30)));
  }
}
