package io.yoso4j.train.lab;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.config.LossSettings;
import io.yoso4j.train.criterion.ConfiguredCriterion;
import io.yoso4j.train.pipeline.Batch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at what a variant's loss does on the probe images with weights of the moment. */
final class Prober {
  /** All looks draw the same points, which leaves the weights as the only change. */
  private static final long STEP = 0;

  private final ProbeImages images;
  private final long seed;

  /**
   * @param seed of the points that are drawn
   */
  Prober(ProbeImages images, long seed) {
    this.images = images;
    this.seed = seed;
  }

  /**
   * @param model to look with
   * @param loss the variant's
   * @param before queries of the targets at the look before, or null
   */
  RunState.Probed look(TrainedModel model, LossSettings loss, @Nullable List<Integer> before) {
    SetCriterionConfig config = ConfiguredCriterion.of(loss, model.categories().size());
    FocusMeter focus = new FocusMeter(config);
    List<Integer> queries = new ArrayList<>();
    Map<String, Double> norms = new LinkedHashMap<>();
    for (Batch batch : images.batches()) {
      List<ImageTargets> targets = ProbeImages.targets(batch);
      List<StagePrediction> stages = ProbeImages.predict(model.network(), batch);
      PointDraws draws = PointDraws.counterBased(seed, STEP, batch.imageIds());
      CriterionResult whole = SetCriterion.create(config).evaluate(stages, targets, draws);
      addQueries(whole.stages().getLast().assignments(), targets, queries);
      terms(config.weights())
          .forEach((term, alone) -> {
            SetCriterionConfig single = config.toBuilder().weights(alone).build();
            double norm = norm(SetCriterion.create(single).evaluate(stages, targets, draws));
            norms.merge(term, norm / images.batches().size(), Double::sum);
          });
      focus.add(stages, targets, draws);
    }
    ProbePoint point =
        new ProbePoint(
            model.step(), queries.size(), changed(before, queries), norms, focus.focus());
    return new RunState.Probed(point, queries);
  }

  /** Weights that leave one term; the matching has its own. */
  private static Map<String, LossWeights> terms(LossWeights weights) {
    Map<String, LossWeights> terms = new LinkedHashMap<>();
    terms.put("class", new LossWeights(weights.classification(), 0, 0));
    terms.put("mask", new LossWeights(0, weights.mask(), 0));
    terms.put("dice", new LossWeights(0, 0, weights.dice()));
    return terms;
  }

  private static void addQueries(
      List<Assignment> assignments, List<ImageTargets> targets, List<Integer> queries) {
    for (int image = 0; image < targets.size(); image++) {
      int[] ofTarget = new int[targets.get(image).count()];
      Arrays.fill(ofTarget, -1);
      Assignment assignment = assignments.get(image);
      for (int i = 0; i < assignment.size(); i++) {
        ofTarget[assignment.targets()[i]] = assignment.queries()[i];
      }
      for (int query : ofTarget) {
        queries.add(query);
      }
    }
  }

  static @Nullable Double changed(@Nullable List<Integer> before, List<Integer> now) {
    if (before == null || now.isEmpty() || before.size() != now.size()) {
      return null;
    }
    int different = 0;
    for (int i = 0; i < now.size(); i++) {
      different += now.get(i).equals(before.get(i)) ? 0 : 1;
    }
    return (double) different / now.size();
  }

  private static double norm(CriterionResult result) {
    double squares = 0;
    for (StageResult stage : result.stages()) {
      squares += squares(stage.gradLogits()) + squares(stage.gradMasks());
    }
    return Math.sqrt(squares);
  }

  private static double squares(@Nullable MemorySegment gradient) {
    double sum = 0;
    for (long i = 0; gradient != null && i < gradient.byteSize() / Float.BYTES; i++) {
      double value = gradient.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      sum += value * value;
    }
    return sum;
  }
}
