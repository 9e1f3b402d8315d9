package io.yoso4j.djl.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.djl.SetCriterionLoss;
import io.yoso4j.djl.torch.NeedsTorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsTorch
final class TrainOnShapesTest {

  static Stream<Named<SetCriterionLoss>> steps() {
    return Stream.of(
        Named.of("baseline", TrainOnShapes.baseline()),
        Named.of("hybrid", TrainOnShapes.hybrid()),
        Named.of("set", TrainOnShapes.set()));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theLossFallsOnImagesSeenAndUnseen(SetCriterionLoss loss, @TempDir Path folder)
      throws Exception {
    List<Map<String, Float>> epochs = TrainOnShapes.run(loss, folder, 48, 8);
    Map<String, Float> first = epochs.getFirst();
    Map<String, Float> last = epochs.getLast();
    assertThat(last.get("train_loss")).isLessThan(0.7f * first.get("train_loss"));
    assertThat(last.get("validate_loss")).isLessThan(0.85f * first.get("validate_loss"));
    for (String term : List.of("s0_loss_mask", "s0_loss_dice", "s1_loss_ce", "s1_loss_dice")) {
      assertThat(last.get("train_" + term)).as(term).isLessThan(first.get("train_" + term));
    }
  }
}
