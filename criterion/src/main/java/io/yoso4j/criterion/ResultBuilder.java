package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.Diagnostics;
import io.yoso4j.criterion.loss.MaskLoss;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums what the tasks found, stages and images in order. */
final class ResultBuilder {
  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final List<StageJob> jobs;
  private final List<ImageState> states;
  private final List<@Nullable MemorySegment> gradMasks;
  private final int images;

  ResultBuilder(
      SetCriterionConfig config,
      BatchScale scale,
      List<StageJob> jobs,
      List<ImageState> states,
      List<@Nullable MemorySegment> gradMasks) {
    this.config = config;
    this.scale = scale;
    this.jobs = jobs;
    this.states = states;
    this.gradMasks = gradMasks;
    images = states.size() / jobs.size();
  }

  CriterionResult build() {
    List<StageResult> results = new ArrayList<>();
    List<NonFinite> nonFinite = new ArrayList<>();
    double total = 0;
    for (StageJob job : jobs) {
      List<ImageState> ofStage = states.subList(job.index() * images, (job.index() + 1) * images);
      Map<String, Double> losses = losses(job, ofStage);
      Map<String, Double> weighted = new LinkedHashMap<>();
      losses.forEach((term, value) -> weighted.put(term, value * weight(term)));
      for (double value : weighted.values()) {
        total += value;
      }
      if (config.diagnostics()) {
        diagnose(job, ofStage, losses);
      }
      for (ImageState state : ofStage) {
        state.bad.addTo(nonFinite, job.stage().name(), state.match.targets.imageId());
      }
      results.add(
          new StageResult(
              job.stage().name(),
              Collections.unmodifiableMap(losses),
              Collections.unmodifiableMap(weighted),
              ofStage.stream().map(state -> state.assignment).toList(),
              job.gradLogits(),
              gradMasks.get(job.index()),
              job.gradBoxes()));
    }
    return new CriterionResult(total, scale.numMasks(), results, nonFinite);
  }

  private Map<String, Double> losses(StageJob job, List<ImageState> ofStage) {
    double ce = 0;
    double mask = 0;
    double dice = 0;
    double box = 0;
    double giou = 0;
    for (ImageState state : ofStage) {
      ce += state.lossCe;
      box += state.lossBox;
      giou += state.lossGiou;
      for (int i = 0; i < state.pairs.length; i++) {
        MaskLoss pair = state.pairs[i];
        int query = state.assignment.queries()[i];
        state.bad.check(StageResult.LOSS_MASK, query, pair.crossEntropy());
        state.bad.check(StageResult.LOSS_DICE, query, pair.dice());
        mask += pair.crossEntropy();
        dice += pair.dice();
      }
    }
    Map<String, Double> losses = new LinkedHashMap<>();
    if (job.gradLogits() != null) {
      losses.put(StageResult.LOSS_CE, ce);
    }
    if (job.stage().masks() != null) {
      losses.put(StageResult.LOSS_MASK, mask / scale.numMasks());
      losses.put(StageResult.LOSS_DICE, dice / scale.numMasks());
    }
    if (job.gradBoxes() != null) {
      losses.put(StageResult.LOSS_BBOX, box / scale.numMasks());
      losses.put(StageResult.LOSS_GIOU, giou / scale.numMasks());
    }
    return losses;
  }

  private double weight(String term) {
    LossWeights weights = config.weights();
    return switch (term) {
      case StageResult.LOSS_CE -> weights.classification();
      case StageResult.LOSS_MASK -> weights.mask();
      case StageResult.LOSS_DICE -> weights.dice();
      case StageResult.LOSS_BBOX -> weights.box();
      case StageResult.LOSS_GIOU -> weights.giou();
      default -> throw new IllegalStateException(term);
    };
  }

  private void diagnose(StageJob job, List<ImageState> ofStage, Map<String, Double> losses) {
    if (job.gradLogits() == null
        || !(config.classification() instanceof Classification.SoftmaxCrossEntropy)) {
      return;
    }
    double difference = 0;
    int matched = 0;
    int right = 0;
    for (ImageState state : ofStage) {
      difference += Math.abs(state.predictedObjects - state.match.targets.count());
      matched += state.assignment.size();
      right += state.rightClasses;
    }
    losses.put(StageResult.CARDINALITY_ERROR, difference / ofStage.size());
    losses.put(StageResult.CLASS_ERROR, Diagnostics.classError(right, matched));
  }
}
