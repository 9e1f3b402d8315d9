package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 24, 25, 49, 1000, 4097})
  void isTheStableOrderOfTheLibrary(int size) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int different = 1 + random.nextInt(2 * size + 1);
      double[] scores =
          random.ints(size, 0, different).mapToDouble(i -> i == 0 ? -0.0 : i / 2 / 3.0).toArray();
      int[] order = IntStream.range(0, size).toArray();

      new RankOrder(scores).sort(order, 0, size);

      assertThat(order)
          .as("seed %d", seed)
          .isEqualTo(
              IntStream.range(0, size)
                  .boxed()
                  .sorted(Comparator.comparingDouble((Integer i) -> -(scores[i] + 0.0)))
                  .mapToInt(Integer::intValue)
                  .toArray());
    }
  }
}
