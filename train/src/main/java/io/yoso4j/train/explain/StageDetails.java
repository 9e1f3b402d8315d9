package io.yoso4j.train.explain;

import io.yoso4j.criterion.PairExplanation;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.StageResult;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a stage what takes more computation and memory: where its terms pull, all together, and
 * for some objects.
 *
 * @param objects of the image
 * @param chosen indices of the objects that get maps of their own
 */
record StageDetails(
    YosoNetwork network,
    Recording recording,
    StageLosses losses,
    List<ExplainedObject> objects,
    List<Integer> chosen) {

  ExplainedStage addTo(ExplainedStage stage, int index) {
    float[] classes = losses.classGradient(index);
    float[] mask = losses.maskGradient(index);
    float[] dice = losses.diceGradient(index);
    List<PairExplanation> pairs =
        losses.explanation().images().get(index).pairs().stream()
            .filter(pair -> chosen.contains(object(pair)))
            .toList();
    Map<String, FeaturePulls.Seed> terms = new LinkedHashMap<>();
    if (classes != null) {
      terms.put(StageResult.LOSS_CE, new FeaturePulls.Seed(classes, null));
    }
    terms.put(StageResult.LOSS_MASK, new FeaturePulls.Seed(null, mask));
    terms.put(StageResult.LOSS_DICE, new FeaturePulls.Seed(null, dice));
    List<FeaturePulls.Seed> seeds = new ArrayList<>(terms.values());
    if (classes != null) {
      pairs.forEach(pair ->
          seeds.add(FeaturePulls.ofQuery(recording.stages().get(index), classes, pair.query())));
    }
    List<ValueMap> pulls = new FeaturePulls(network, recording).of(index, seeds);
    Map<String, ValueMap> together = new LinkedHashMap<>();
    terms.keySet().forEach(term -> together.put(term, pulls.get(together.size())));
    List<ExplainedPair> explained = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      explained.add(
          pair(
              pairs.get(i),
              recording.stages().get(index),
              mask,
              dice,
              classes == null ? null : pulls.get(terms.size() + i)));
    }
    return stage.with(explained, together);
  }

  private int object(PairExplanation pair) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).target() == pair.target()) {
        return i;
      }
    }
    throw new IllegalStateException("target " + pair.target() + " belongs to no object");
  }

  private ExplainedPair pair(
      PairExplanation pair,
      StagePrediction stage,
      float[] mask,
      float[] dice,
      @Nullable ValueMap classPull) {
    float[] logits = (float[]) Objects.requireNonNull(stage.masks()).heapBase().orElseThrow();
    return new ExplainedPair(
        object(pair),
        pair.query(),
        pair.lossMask(),
        pair.lossDice(),
        pair.points(),
        plane(logits, pair.query(), 1),
        plane(mask, pair.query(), -1),
        plane(dice, pair.query(), -1),
        classPull);
  }

  private ValueMap plane(float[] planes, int query, int sign) {
    int cells = recording.gridHeight() * recording.gridWidth();
    float[] plane = Arrays.copyOfRange(planes, query * cells, (query + 1) * cells);
    for (int i = 0; i < cells; i++) {
      plane[i] *= sign;
    }
    return new ValueMap(recording.gridWidth(), recording.gridHeight(), plane);
  }
}
