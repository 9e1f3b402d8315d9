package io.yoso4j.train.criterion;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Chooses the points of matched pairs' mask terms, once the upload is sent. */
sealed interface PairPoints permits DrawnPairPoints, PinnedPairPoints {
  /**
   * The points of some pairs.
   *
   * @param planes the pairs' mask logits, {@code [N, 1, H, W]}, without a graph
   * @param from first of the pairs
   * @param visible says of points {@code [N, P, 2]} which take part (1) and which are ignored (0),
   *     {@code [N, P]}; null if none are ignored
   */
  Chosen choose(Packet packet, Tensor planes, long from, @Nullable UnaryOperator<Tensor> visible);

  /** The most values one pair takes while its points are chosen and scored. */
  long perPair();

  /**
   * What was chosen.
   *
   * @param points {@code [N, P, 2]}
   * @param visible 1 for those that take part, 0 for others, {@code [N, P]}; null if all do
   */
  record Chosen(Tensor points, @Nullable Tensor visible) {}

  /**
   * Prepares the choice.
   *
   * @param choice how points are chosen, other than the full mask
   * @param rows the pairs, at least one
   * @throws IllegalArgumentException if pins give numbers of points that do not go together
   */
  static PairPoints plan(
      MaskPoints choice, PointSource source, Upload upload, List<Row> rows, Pins pins) {
    PinnedPairPoints.Given given = PinnedPairPoints.Given.of(rows, pins);
    if (given != null && given.complete()) {
      return given.plan(upload, null);
    }
    DrawnPairPoints drawn =
        switch (choice) {
          case MaskPoints.RandomPoints(int count) ->
              new DrawnPairPoints(
                  null, 0, 0, source.plan(upload, DrawPurpose.RANDOM, rows, count), count);
          case MaskPoints.UncertaintySampled sampled -> {
            int kept = sampled.uncertainPoints();
            int fresh = sampled.numPoints() - kept;
            yield new DrawnPairPoints(
                kept == 0
                    ? null
                    : source.plan(upload, DrawPurpose.OVERSAMPLE, rows, sampled.candidates()),
                kept == 0 ? 0 : sampled.candidates(),
                kept,
                fresh == 0 ? null : source.plan(upload, DrawPurpose.RANDOM, rows, fresh),
                fresh);
          }
          case MaskPoints.FullMask() ->
              throw new IllegalStateException("a full mask has no points to choose");
        };
    return given == null ? drawn : given.plan(upload, drawn);
  }
}
