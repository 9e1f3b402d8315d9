package io.yoso4j.cli.report;

import io.yoso4j.criterion.CostParts;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.PointSample;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.ExplainedPair;
import io.yoso4j.train.explain.ExplainedStage;
import io.yoso4j.train.explain.ValueMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An object and its query at one stage: numbers, and maps over the query's mask. */
final class PairPanel {
  private static final int MOST_CLASSES = 3;

  private final ExplainedLoss loss;
  private final ExplainedStage stage;
  private final int index;
  private final ObjectsOnGrid grid;

  PairPanel(ExplainedLoss loss, ExplainedStage stage, int index, ObjectsOnGrid grid) {
    this.loss = loss;
    this.stage = stage;
    this.index = index;
    this.grid = grid;
  }

  /** For an object that no query is matched to. */
  Map<String, ?> without(int object) {
    ExplainedObject each = loss.objects().get(object);
    return Map.of(
        "object",
        object,
        "at",
        index,
        "title",
        title(each) + ": no query",
        "text",
        each.target() < 0
            ? "Nothing is left of it at the network's input size."
            : "There are more objects than queries; it is left over, and no term of this stage knows of it.",
        "maps",
        List.of(),
        "maskPath",
        "",
        "gridWidth",
        1,
        "gridHeight",
        1);
  }

  private String title(ExplainedObject object) {
    return "Object %d (%s) at stage %s"
        .formatted(object.number(), loss.classes().get(object.category()), stage.name());
  }

  Map<String, ?> of(ExplainedPair pair) {
    ExplainedObject object = loss.objects().get(pair.object());
    ValueMap logits = pair.logits();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("object", pair.object());
    values.put("at", index);
    values.put("title", "%s: query %d".formatted(title(object), pair.query()));
    values.put("text", text(pair, object));
    values.put("gridWidth", logits.width());
    values.put("gridHeight", logits.height());
    values.put(
        "maskPath",
        MaskOutline.path(
            logits.width(),
            logits.height(),
            (y, x) -> logits.values()[y * logits.width() + x] > 0));
    values.put("maps", maps(pair));
    return values;
  }

  private String text(ExplainedPair pair, ExplainedObject object) {
    CostParts costs = stage.costs();
    int at = costs.index(pair.query(), object.target());
    StringBuilder text = new StringBuilder();
    text.append(
        "Mask IoU %s. ".formatted(ExplainWords.fixed(stage.iou()[pair.query()][pair.object()])));
    float[] classes = stage.classes();
    if (classes == null) {
      text.append("This stage has no class logits. ");
    } else {
      text.append(classes(classes, pair.query(), object.category())).append(' ');
    }
    text.append(
        "Matching cost %s = class %s + mask %s + dice %s (weighted). "
            .formatted(
                CostTable.value(costs.total()[at]),
                CostTable.value(loss.criterion().matcher().classCost() * costs.classCost()[at]),
                CostTable.value(loss.criterion().matcher().maskCost() * costs.maskCost()[at]),
                CostTable.value(loss.criterion().matcher().diceCost() * costs.diceCost()[at])));
    text.append(
        "Loss of the pair, unweighted: mask %s, dice %s. "
            .formatted(Amount.fixed(pair.lossMask(), 3), Amount.fixed(pair.lossDice(), 3)));
    return text.append(points(pair.points())).toString();
  }

  private String classes(float[] classes, int query, int truth) {
    int columns = classes.length / loss.queries().size();
    List<Integer> order =
        IntStream.range(0, columns)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -classes[query * columns + i]))
            .toList();
    return IntStream.range(0, columns)
        .filter(rank -> rank < MOST_CLASSES || order.get(rank) == truth)
        .mapToObj(rank -> {
          int column = order.get(rank);
          String name = column == columns - 1 ? "no object" : loss.classes().get(column);
          return name + " " + ExplainWords.fixed(classes[query * columns + column]);
        })
        .collect(Collectors.joining(", ", "Class probabilities: ", "."));
  }

  private String points(PointSample points) {
    return switch (loss.criterion().maskPoints()) {
      case MaskPoints.FullMask() ->
          "Every pixel counts (loss.points is full): no points are sampled.";
      case MaskPoints.RandomPoints(int count) ->
          "All %d points are random (loss.points is random): none is chosen for its uncertainty."
              .formatted(count);
      case MaskPoints.UncertaintySampled _ -> {
        int uncertain = points.uncertain();
        double here = uncertain * PointPicture.meanLoss(points, 0, uncertain);
        int rest = points.count() - uncertain;
        double there = rest * PointPicture.meanLoss(points, uncertain, points.count());
        yield "%d uncertain points, mean loss %s, and %d random ones, mean loss %s: the uncertain ones carry %s%% of the mask term."
            .formatted(
                uncertain,
                Amount.fixed(PointPicture.meanLoss(points, 0, uncertain), 3),
                rest,
                Amount.fixed(PointPicture.meanLoss(points, uncertain, points.count()), 3),
                here + there > 0 ? Amount.fixed(100 * here / (here + there), 0) : "0");
      }
    };
  }

  private List<Map<String, ?>> maps(ExplainedPair pair) {
    List<Map<String, ?>> maps = new ArrayList<>();
    ValueMap logits = pair.logits();
    add(
        maps,
        logits,
        MapPicture.Scale.SIGNED_ROOT,
        logits.greatest(),
        "Mask logits",
        "above 0 is inside");
    PointSample points = pair.points();
    int width = logits.width();
    int height = logits.height();
    double high = PointPicture.high(points);
    if (loss.criterion().maskPoints() instanceof MaskPoints.FullMask) {
      add(
          maps,
          everywhere(logits, grid.of(pair.object())),
          MapPicture.Scale.ROOT,
          high,
          "Mask loss at every cell",
          "on the grid of the prediction; the loss enlarges it to the input");
    } else {
      int uncertain = points.uncertain();
      if (uncertain > 0) {
        add(
            maps,
            PointPicture.map(points, 0, uncertain, width, height),
            MapPicture.Scale.SPARSE_ROOT,
            high,
            "Uncertain points",
            uncertain + " points nearest to logit 0, by their mask loss");
      }
      if (points.count() > uncertain) {
        add(
            maps,
            PointPicture.map(points, uncertain, points.count(), width, height),
            MapPicture.Scale.SPARSE_ROOT,
            high,
            "Random points",
            points.count() - uncertain + " points, by their mask loss");
      }
    }
    double limit = Math.max(pair.maskPull().greatest(), pair.dicePull().greatest());
    add(
        maps,
        pair.maskPull(),
        MapPicture.Scale.SIGNED_ROOT,
        limit,
        "Pull of the mask term",
        "on the mask logits: bright up, dark down");
    add(
        maps,
        pair.dicePull(),
        MapPicture.Scale.SIGNED_ROOT,
        limit,
        "Pull of the dice term",
        "on the mask logits, same scale");
    ValueMap classPull = pair.classPull();
    if (classPull != null) {
      add(
          maps,
          classPull,
          MapPicture.Scale.ROOT,
          classPull.greatest(),
          "Pull of the class term",
          "on the features: the class has no mask; it is read from the pixels of the masks of the stage before");
    }
    return maps;
  }

  private ValueMap everywhere(ValueMap logits, Bitmap label) {
    float[] losses = new float[logits.values().length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] =
          (float)
              loss.criterion()
                  .maskTerm()
                  .loss(
                      logits.values()[i],
                      label.get(i / logits.width(), i % logits.width()) ? 1 : 0);
    }
    return new ValueMap(logits.width(), logits.height(), losses);
  }

  private static void add(
      List<Map<String, ?>> maps,
      ValueMap map,
      MapPicture.Scale scale,
      double limit,
      String title,
      String note) {
    Map<String, Object> values = new LinkedHashMap<>(MapPicture.of(map, scale, limit).scope());
    values.put("caption", title);
    values.put("note", note);
    maps.add(values);
  }
}
