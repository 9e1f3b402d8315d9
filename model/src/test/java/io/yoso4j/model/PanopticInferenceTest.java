package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yoso4j.data.image.ImageSize;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PanopticInferenceTest {
  @Test
  void semanticClassesByHand() {
    ImageSize size = new ImageSize(5, 4);
    float[] logits = new float[2 * 20];
    for (int i = 0; i < 20; i++) {
      logits[i] = i % 3 == 0 ? 5 : -5;
      logits[20 + i] = i % 3 == 0 ? -5 : 5;
    }
    float[] probabilities = {0.9f, 0.1f, 0, 0.1f, 0.9f, 0};
    SemanticResult result =
        new ImagePrediction(
                probabilities,
                2,
                2,
                MemorySegment.ofArray(logits),
                MaskResampler.identity(size),
                size)
            .semantic();
    for (int i = 0; i < 20; i++) {
      assertThat(result.categories()[i]).as("pixel %d", i).isEqualTo(i % 3 == 0 ? 0 : 1);
    }
  }

  @Test
  void thresholdsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PanopticOptions(Set.of(), 1.5, 0))
        .withMessageContaining("objectThreshold (1.5)");
  }
}
