package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ClassScoresTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);

  /** Two queries of two classes and "no object". */
  private static final QueryOutputs OUTPUTS =
      new QueryOutputs(
          MemorySegment.ofArray(new float[] {0, (float) Math.log(3), 0, -20, -30, 5}),
          MemorySegment.ofArray(new float[2]),
          2,
          1,
          1);

  @Test
  void softmaxSharesOneAmongClassesAndNoObject() {
    assertThat(OUTPUTS.probabilities(0, 3, ClassScores.SOFTMAX))
        .containsExactly(new float[] {0.2f, 0.6f, 0.2f, 0, 0, 1}, CLOSE);
  }

  @Test
  void sigmoidTakesEveryClassByItself() {
    float[] scores = OUTPUTS.probabilities(0, 3, ClassScores.SIGMOID);

    assertThat(scores).containsExactly(new float[] {0.5f, 0.75f, 0, 0, 0, 0}, CLOSE);
    assertThat(scores[3]).as("low scores keep their order").isGreaterThan(scores[4]).isPositive();
  }
}
