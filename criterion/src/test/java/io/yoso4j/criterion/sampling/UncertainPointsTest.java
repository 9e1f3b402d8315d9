package io.yoso4j.criterion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UncertainPointsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 3000})
  void sameAsAStableSort(int count) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      boolean tied = seed % 2 == 0;
      float[] logits = new float[count];
      for (int i = 0; i < count; i++) {
        logits[i] =
            tied
                ? random.nextInt(7) - 3
                : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
      }
      int k = random.nextInt(count + 1);
      int[] expected =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> Math.abs(logits[i])))
              .limit(k)
              .mapToInt(i -> i)
              .sorted()
              .toArray();
      int[] picked = new int[k];
      new UncertainPoints().select(logits, count, k, picked);
      assertThat(picked).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void zerosOfBothSignsTieAndNanComesLast() {
    float[] logits = {
      Float.NaN, Float.NEGATIVE_INFINITY, -0f, 0f, Float.MIN_VALUE, -Float.MAX_VALUE
    };
    int[] picked = new int[5];
    new UncertainPoints().select(logits, 6, 5, picked);
    assertThat(picked).containsExactly(1, 2, 3, 4, 5);
    int[] one = new int[1];
    new UncertainPoints().select(logits, 6, 1, one);
    assertThat(one).containsExactly(2);
  }

  @Test
  void rejectsMoreThanThereAre() {
    assertThatThrownBy(() -> new UncertainPoints().select(new float[3], 3, 4, new int[4]))
        .hasMessageContaining("k (4)");
  }
}
