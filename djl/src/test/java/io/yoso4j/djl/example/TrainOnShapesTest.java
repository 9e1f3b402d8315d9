package io.yoso4j.djl.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.djl.torch.NeedsTorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTorch
final class TrainOnShapesTest {

  @Test
  void theLossFallsOnImagesSeenAndUnseen(@TempDir Path folder) throws Exception {
    List<Map<String, Float>> epochs = TrainOnShapes.run(folder, 48, 8);
    Map<String, Float> first = epochs.getFirst();
    Map<String, Float> last = epochs.getLast();
    assertThat(last.get("train_loss")).isLessThan(0.7f * first.get("train_loss"));
    assertThat(last.get("validate_loss")).isLessThan(0.85f * first.get("validate_loss"));
    for (String term : List.of("s0_loss_mask", "s0_loss_dice", "s1_loss_ce", "s1_loss_dice")) {
      assertThat(last.get("train_" + term)).as(term).isLessThan(first.get("train_" + term));
    }
  }
}
