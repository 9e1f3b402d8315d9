package io.yoso4j.benchmarks;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.util.Objects;

/** The original's way from class logits and masks to instances: every mask at full size, twice. */
final class OriginalInstances {
  private static final int DETECTIONS = 100;

  private OriginalInstances() {}

  /** Scores of the instances of one image. */
  static Tensor of(StageTensors stage, Tensor input, ImageSize size) {
    Tensor logits = Objects.requireNonNull(stage.logits());
    long classes = logits.size(2) - 1;
    Tensor scores = Functional.softmax(logits, -1).select(0, 0).narrow(1, 0, classes);
    Functional.TopK best = Functional.topK(scores.reshape(-1), DETECTIONS, 0);
    Tensor full = Functional.interpolateBilinear(stage.masks(), input.size(2), input.size(3));
    Tensor valid = full.narrow(2, 0, size.height()).narrow(3, 0, size.width());
    Tensor all = Functional.interpolateBilinear(valid, size.height(), size.width()).select(0, 0);
    Tensor masks = all.indexSelect(0, best.indices().floorDiv(classes));
    Tensor hard = masks.greaterThan(0).to(ElementType.FLOAT32);
    Tensor inside = Functional.sigmoid(masks).mul(hard).sum(1, 2);
    return best.values().mul(inside.div(hard.sum(1, 2).add(1e-6)));
  }
}
