package io.yoso4j.train.explain;

import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.criterion.loss.CrossEntropy;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.Instance;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.yoso.YosoNetwork;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What inference would make of every query if a stage were the last one.
 *
 * @param options of inference; thresholds and limits do not count here
 */
record StageInference(
    RgbImage pixels, YosoNetwork network, SegmenterOptions options, ModelCard card) {

  /** The results by index of the query. Without class logits, probabilities and scores are 0. */
  List<QueryResult> queries(StagePrediction stage) {
    int classes = network.numClasses();
    SegmenterOptions all =
        options.withMaxDetections(stage.queries()).withScoreThreshold(0).withDeduplicate(true);
    Map<Integer, Instance> found = new HashMap<>();
    try (Segmenter segmenter =
        Segmenter.of(new StoredStage(stage, network.input(), classes), all, card)) {
      segmenter.segment(pixels).forEach(each -> found.put(each.query(), each));
    }
    float[] probabilities = probabilities(stage);
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

  /** Softmax of the class logits, {@code [Q, C + 1]}; null without them. */
  static float @Nullable [] probabilities(StagePrediction stage) {
    MemorySegment logits = stage.logits();
    if (logits == null) {
      return null;
    }
    float[] values = logits.toArray(ValueLayout.JAVA_FLOAT);
    double[] row = new double[stage.columns()];
    for (int from = 0; from < values.length; from += row.length) {
      CrossEntropy.softmax(values, from, row.length, row);
      for (int i = 0; i < row.length; i++) {
        values[from + i] = (float) row[i];
      }
    }
    return values;
  }
}
