package io.yoso4j.train.criterion;

import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.StageGroup.Shape;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be sent before the loss of a group of stages can be evaluated. */
final class GroupPlan {
  private final SetCriterionConfig config;
  private final StageGroup group;
  private final double numMasks;
  private final PaddedTargets targets;
  private final MatchedPairs pairs;
  private final Slot queries;
  private final Slot objects;
  private final Slot images;
  private final @Nullable PairPoints points;
  private final @Nullable ClassTerms classes;

  /** Adds pairs, draws and true classes to the upload. */
  GroupPlan(
      SetCriterionConfig config,
      StageGroup group,
      Matching matching,
      PaddedTargets targets,
      double numMasks,
      PointSource source,
      Pins pins,
      Upload upload) {
    this.config = config;
    this.group = group;
    this.numMasks = numMasks;
    this.targets = targets;
    pairs = MatchedPairs.of(group, matching);
    Shape shape = group.shape();
    queries = upload.longs(pairs.each(p -> (long) p.image() * shape.queries() + p.query()));
    objects = upload.longs(pairs.each(p -> targets.row(p.image(), p.target())));
    images = upload.longs(pairs.each(MatchedPairs.Pair::image));
    points =
        !group.masked()
                || config.maskPoints() instanceof MaskPoints.FullMask
                || pairs.all().isEmpty()
            ? null
            : PairPoints.plan(config.maskPoints(), source, upload, pairs.rows(), pins);
    classes =
        group.scored()
            ? new ClassTerms(
                config,
                shape,
                numMasks,
                group.indices().stream().map(matching.assignments()::get).toList(),
                targets.images(),
                upload)
            : null;
  }

  /**
   * Evaluates the loss and the gradient of its mask and box terms.
   *
   * @param before the packet the targets were sent in
   * @param packet the packet of this plan
   * @param maxElements values a tensor of pairs × points may hold
   * @param keepPoints whether {@link MaskTerms#sample} is wanted
   */
  GroupLoss evaluate(Packet before, Packet packet, long maxElements, boolean keepPoints) {
    MaskTerms masks = group.masked() ? masks(before, packet, maxElements, keepPoints) : null;
    BoxTerms boxes = group.boxed() ? boxes(before, packet) : null;
    Tensor perQuery = classes == null ? null : classes.evaluate(group.logits(), packet);
    return new GroupLoss(
        group, pairs, perQuery, masks, boxes, terms(before, packet, perQuery, masks, boxes));
  }

  private MaskTerms masks(Packet before, Packet packet, long maxElements, boolean keepPoints) {
    Shape shape = group.shape();
    Tensor matched =
        group.fromMasks((position, predicted) ->
            matched(position, packet, predicted.reshape(-1, 1, shape.height(), shape.width())));
    IgnoredPixels ignored = targets.ignored(before);
    return MaskTerms.of(
        matched,
        new MaskTerms.Setting(
            config.weights(),
            config.maskTerm(),
            numMasks,
            points,
            targets.masks(before).select(packet.get(objects)),
            ignored == null ? null : ignored.select(packet.get(images)),
            targets.height(),
            targets.width(),
            maxElements,
            keepPoints),
        packet);
  }

  private BoxTerms boxes(Packet before, Packet packet) {
    Tensor matched =
        group.fromBoxes(
            (position, predicted) -> matched(position, packet, predicted.reshape(-1, 4)));
    Tensor truth = targets.boxes(before).reshape(-1, 4).indexSelect(0, packet.get(objects));
    return BoxTerms.of(matched, truth, config.weights(), numMasks);
  }

  /** Of one stage's predictions {@code [B * Q, …]} those of its pairs. */
  private Tensor matched(int position, Packet packet, Tensor predicted) {
    Tensor index = packet.get(queries).narrow(0, pairs.first(position), pairs.counts()[position]);
    return predicted.indexSelect(0, index);
  }

  private Tensor terms(
      Packet before,
      Packet packet,
      @Nullable Tensor perQuery,
      @Nullable MaskTerms masks,
      @Nullable BoxTerms boxes) {
    Tensor none = Tensor.zeros(ElementType.FLOAT32, packet.device(), group.size(), 2);
    Tensor classTerms = perQuery == null ? none.select(1, 0) : perQuery.detach().sum(1);
    Tensor figures =
        classes == null || !ClassFigures.wanted(config) ? none : figures(before, packet, classes);
    List<Tensor> numbers = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      numbers.add(classTerms.select(0, i));
      numbers.add(masks == null ? none.select(1, 0).select(0, i) : sum(masks.pointwise(), i));
      numbers.add(masks == null ? none.select(1, 0).select(0, i) : sum(masks.dice(), i));
      numbers.add(boxes == null ? none.select(1, 0).select(0, i) : sum(boxes.l1(), i));
      numbers.add(boxes == null ? none.select(1, 0).select(0, i) : sum(boxes.giou(), i));
      numbers.add(figures.select(1, 0).select(0, i));
      numbers.add(figures.select(1, 1).select(0, i));
    }
    return Functional.stack(numbers, 0);
  }

  private Tensor figures(Packet before, Packet packet, ClassTerms scored) {
    Shape shape = group.shape();
    return ClassFigures.of(
        group.logits().view(group.size(), shape.batch(), shape.queries(), shape.columns()),
        scored.truth(packet).view(group.size(), shape.batch(), shape.queries()),
        targets.counts(before));
  }

  /** The term of the stage at a position, from values of all pairs. */
  private Tensor sum(Tensor perPair, int position) {
    return perPair.narrow(0, pairs.first(position), pairs.counts()[position]).sum().div(numMasks);
  }
}
