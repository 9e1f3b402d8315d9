package io.yoso4j.cli.report;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.train.explain.ExplainedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which weights, which loss and which image a page is about. */
final class ExplainSetting {
  private final ExplainedLoss loss;
  private final String origin;

  ExplainSetting(ExplainedLoss loss, String origin) {
    this.loss = loss;
    this.origin = origin;
  }

  List<Map<String, ?>> rows() {
    SetCriterionConfig criterion = loss.criterion();
    List<Map<String, ?>> rows = new ArrayList<>();
    add(rows, "Weights", "%s, step %d".formatted(origin, loss.step()));
    add(
        rows,
        "Image",
        "%s (id %d), %d × %d pixels; %d × %d in the network, masks %d × %d"
            .formatted(
                loss.image().fileName(),
                loss.image().id(),
                loss.image().width(),
                loss.image().height(),
                loss.view().padded().width(),
                loss.view().padded().height(),
                loss.view().grid().width(),
                loss.view().grid().height()));
    add(rows, "Class term", classification(criterion));
    add(rows, "Mask terms", maskTerms(criterion));
    add(
        rows,
        "Matching",
        "class %s, mask %s, dice %s, at %s"
            .formatted(
                number(criterion.matcher().classCost()),
                number(criterion.matcher().maskCost()),
                number(criterion.matcher().diceCost()),
                switch (criterion.matcher().points()) {
                  case MatcherPoints.SharedRandom(int count) -> count + " random points";
                  case MatcherPoints.PredictionGrid() -> "every pixel of the prediction";
                  case MatcherPoints.TargetGrid() -> "every pixel of the target";
                }));
    add(
        rows,
        "Loss",
        "%s over all stages; mask terms divided by %s, the objects of this image alone (at least 1)"
            .formatted(MapPicture.number(loss.total()), number(loss.numMasks())));
    return rows;
  }

  private static String classification(SetCriterionConfig criterion) {
    String kind =
        switch (criterion.classification()) {
          case Classification.SoftmaxCrossEntropy softmax ->
              "cross-entropy, no object weighs " + number(softmax.noObjectWeight());
          case Classification.SigmoidFocal(double alpha, double gamma) ->
              "sigmoid focal, alpha %s, gamma %s; no object is what the best class leaves"
                  .formatted(number(alpha), number(gamma));
        };
    return "%s; weight %s".formatted(kind, number(criterion.weights().classification()));
  }

  private static String maskTerms(SetCriterionConfig criterion) {
    String term =
        switch (criterion.maskTerm()) {
          case MaskTerm.BinaryCrossEntropy() -> "binary cross-entropy";
          case MaskTerm.Focal(double alpha, double gamma) ->
              "focal, alpha %s, gamma %s".formatted(number(alpha), number(gamma));
        };
    String points =
        switch (criterion.maskPoints()) {
          case MaskPoints.UncertaintySampled sampled ->
              "%d points per object, %d of them the most uncertain of %d"
                  .formatted(sampled.numPoints(), sampled.uncertainPoints(), sampled.candidates());
          case MaskPoints.RandomPoints(int count) -> count + " random points per object";
          case MaskPoints.FullMask() -> "every pixel";
        };
    return "%s (weight %s) and dice (weight %s) at %s%s"
        .formatted(
            term,
            number(criterion.weights().mask()),
            number(criterion.weights().dice()),
            points,
            criterion.ignoreRegions() ? "; crowds and padding left out" : "");
  }

  private static void add(List<Map<String, ?>> rows, String name, String value) {
    rows.add(Map.of("name", name, "value", value));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value).replaceAll("0+$", "");
  }
}
