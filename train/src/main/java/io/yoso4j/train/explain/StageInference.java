package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Instance;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.yoso.YosoNetwork;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inference would make of every query if a stage were the last one.
 *
 * @param pixels of the explained image
 * @param options of inference; thresholds and limits do not count here
 * @param together whether the loss scores all classes together (softmax)
 */
record StageInference(
    RgbImage pixels,
    YosoNetwork network,
    SegmenterOptions options,
    ModelCard card,
    boolean together) {
  /** A mask logit whose probability is 1 in single precision. */
  private static final float SURE = 100;

  /**
   * The results by index of the query. Without class logits, probabilities and scores are 0.
   *
   * @param probabilities what {@link #classes} says of the stage
   */
  List<QueryResult> queries(StagePrediction stage, float @Nullable [] probabilities) {
    int classes = network.numClasses();
    SegmenterOptions all =
        options.withMaxDetections(stage.queries()).withScoreThreshold(0).withDeduplicate(true);
    Map<Integer, Instance> found = new HashMap<>();
    try (Segmenter segmenter =
        Segmenter.of(new StoredStage(stage, network.input(), classes), all, card)) {
      segmenter.segment(pixels).forEach(each -> found.put(each.query(), each));
    }
    List<QueryResult> results = new ArrayList<>();
    for (int query = 0; query < stage.queries(); query++) {
      Instance instance = found.get(query);
      Rle mask = instance == null ? Rle.empty(pixels.height(), pixels.width()) : instance.mask();
      results.add(
          probabilities == null
              ? new QueryResult(query, 0, 0, 0, 0, mask)
              : result(
                  query, probabilities, classes, instance == null ? 0 : instance.score(), mask));
    }
    return results;
  }

  private static QueryResult result(
      int query, float[] probabilities, int classes, double score, Rle mask) {
    int from = query * (classes + 1);
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = probabilities[from + i] > probabilities[from + best] ? i : best;
    }
    return new QueryResult(
        query, best, probabilities[from + best], probabilities[from + classes], score, mask);
  }

  /**
   * Class scores as inference takes them from the logits, {@code [Q, C + 1]}: asked of inference
   * itself, about an image of one pixel with masks that are sure. The last column is what the
   * classes leave to no object: one minus their sum, or, where each class is scored by itself,
   * minus the highest. Null without class logits.
   */
  float @Nullable [] classes(StagePrediction stage) {
    if (stage.logits() == null) {
      return null;
    }
    float[] sure = new float[stage.queries()];
    Arrays.fill(sure, SURE);
    int columns = network.numClasses() + 1;
    StagePrediction simple =
        new StagePrediction(
            stage.name(),
            stage.logits(),
            MemorySegment.ofArray(sure),
            1,
            stage.queries(),
            stage.columns(),
            1,
            1);
    SegmenterOptions every =
        options
            .withInputSize(new InputSize.LongestSide(1))
            .withMaxDetections(stage.queries() * columns)
            .withScoreThreshold(0)
            .withDeduplicate(false);
    float[] scores = new float[stage.queries() * columns];
    try (Segmenter segmenter =
        Segmenter.of(new StoredStage(simple, network.input(), columns - 1), every, card)) {
      for (Instance each : segmenter.segment(RgbImage.filled(1, 1, 0))) {
        scores[each.query() * columns + each.category()] = (float) each.score();
      }
    }
    for (int from = 0; from < scores.length; from += columns) {
      float sum = 0;
      float highest = 0;
      for (int i = from; i < from + columns - 1; i++) {
        sum += scores[i];
        highest = Math.max(highest, scores[i]);
      }
      scores[from + columns - 1] = Math.max(0, 1 - (together ? sum : highest));
    }
    return scores;
  }
}
