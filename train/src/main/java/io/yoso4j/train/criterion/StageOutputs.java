package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one stage of any network predicts, with its graph.
 *
 * @param logits class logits {@code [B, Q, K]}, or null in a stage without them
 * @param masks mask logits {@code [B, Q, H, W]}, or null in a stage without them
 * @param boxes boxes {@code [B, Q, 4]} as (centre x, centre y, width, height), fractions of the
 *     image; or null in a stage without them
 */
public record StageOutputs(
    @Nullable Tensor logits, @Nullable Tensor masks, @Nullable Tensor boxes) {
  /**
   * Checks that there is anything.
   *
   * @throws IllegalArgumentException if all are null
   */
  public StageOutputs {
    if (logits == null && masks == null && boxes == null) {
      throw new IllegalArgumentException("a stage has neither logits, masks nor boxes");
    }
  }

  /** The stages of a YOSO network. */
  public static List<StageOutputs> of(List<StageTensors> stages) {
    return stages.stream()
        .map(stage -> new StageOutputs(stage.logits(), stage.masks(), null))
        .toList();
  }

  /** One of the tensors, {@code [B, Q, …]}. */
  Tensor any() {
    return Stream.of(masks, logits, boxes).filter(Objects::nonNull).findFirst().orElseThrow();
  }
}
