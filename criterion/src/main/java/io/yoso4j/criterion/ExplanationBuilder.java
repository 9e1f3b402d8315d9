package io.yoso4j.criterion;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns what an evaluation kept into an explanation. */
final class ExplanationBuilder {
  private ExplanationBuilder() {}

  static ImageExplanation of(ImageState state) {
    ImageMatch match = state.match;
    return new ImageExplanation(
        match.job.stage().name(),
        match.image,
        match.targets.imageId(),
        state.assignment,
        Objects.requireNonNull(state.parts),
        List.of(state.explanations),
        shares(state));
  }

  private static Map<String, Double> shares(ImageState state) {
    Map<String, Double> shares = new LinkedHashMap<>();
    StageJob job = state.match.job;
    if (job.gradLogits() != null) {
      shares.put(StageResult.LOSS_CE, state.ceMagnitude);
    }
    if (job.stage().masks() != null) {
      shares.put(StageResult.LOSS_MASK, Arrays.stream(state.maskMagnitudes).sum());
      shares.put(StageResult.LOSS_DICE, Arrays.stream(state.diceMagnitudes).sum());
    }
    if (job.gradBoxes() != null) {
      shares.put(StageResult.LOSS_BBOX, state.boxMagnitude);
      shares.put(StageResult.LOSS_GIOU, state.giouMagnitude);
    }
    double sum = shares.values().stream().mapToDouble(value -> value).sum();
    shares.replaceAll((_, value) -> sum > 0 ? value / sum : 0);
    return shares;
  }
}
