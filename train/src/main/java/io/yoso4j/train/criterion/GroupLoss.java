package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.StageGroup.Shape;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a group of stages, on the device.
 *
 * @param group the stages
 * @param pairs matched pairs of the group, stages then images then queries ascending
 * @param perQuery every query's share of the class term, {@code [G, B * Q]}, with its graph; null
 *     without class logits
 * @param masks the mask terms
 * @param terms class, mask and dice term of every stage, {@code [G * 3]}, unweighted
 */
record GroupLoss(
    StageGroup group, List<Pair> pairs, @Nullable Tensor perQuery, MaskTerms masks, Tensor terms) {
  /** Terms of a stage in {@link #terms}. */
  static final int TERMS = 3;

  /** A matched pair. */
  record Pair(int stage, int image, int query, int target) {}

  /** What is to be sent before the loss can be evaluated. */
  static final class Plan {
    private final SetCriterionConfig config;
    private final StageGroup group;
    private final double numMasks;
    private final PaddedTargets targets;
    private final List<Pair> pairs = new ArrayList<>();
    private final long[] counts;
    private final Slot planes;
    private final Slot masks;
    private final @Nullable PairPoints points;
    private final @Nullable ClassTerms classes;

    Plan(
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
      Shape shape = group.shape();
      counts = new long[group.size()];
      List<List<Assignment>> assignments =
          group.indices().stream().map(matching.assignments()::get).toList();
      for (int position = 0; position < group.size(); position++) {
        for (int image = 0; image < shape.batch(); image++) {
          Assignment assignment = assignments.get(position).get(image);
          counts[position] += assignment.size();
          for (int i = 0; i < assignment.size(); i++) {
            pairs.add(
                new Pair(
                    group.indices().get(position),
                    image,
                    assignment.queries()[i],
                    assignment.targets()[i]));
          }
        }
      }
      planes =
          upload.longs(
              pairs.stream().mapToLong(p -> (long) p.image * shape.queries() + p.query).toArray());
      masks = upload.longs(pairs.stream().mapToLong(p -> targets.row(p.image, p.target)).toArray());
      points =
          config.maskPoints() instanceof MaskPoints.FullMask || pairs.isEmpty()
              ? null
              : PairPoints.plan(
                  config.maskPoints(),
                  source,
                  upload,
                  pairs.stream().map(p -> new Row(p.stage, p.image, p.target)).toList(),
                  pins);
      classes =
          group.scored()
              ? new ClassTerms(
                  config.classification(), shape, numMasks, assignments, targets.images(), upload)
              : null;
    }

    /**
     * Evaluates the loss and the gradient of its mask terms.
     *
     * @param before the packet the targets were sent in
     * @param packet the packet of this plan
     */
    GroupLoss evaluate(Packet before, Packet packet, long maxElements) {
      Shape shape = group.shape();
      long[] first = new long[counts.length];
      for (int i = 1; i < first.length; i++) {
        first[i] = first[i - 1] + counts[i - 1];
      }
      Tensor matched =
          group.fromMasks((position, predicted) ->
              predicted
                  .reshape((long) shape.batch() * shape.queries(), 1, shape.height(), shape.width())
                  .indexSelect(0, packet.get(planes).narrow(0, first[position], counts[position])));
      MaskTerms terms =
          MaskTerms.of(
              matched,
              new MaskTerms.Setting(
                  config.weights(),
                  numMasks,
                  points,
                  targets.masks(before).select(packet.get(masks)),
                  targets.height(),
                  targets.width(),
                  maxElements),
              packet);
      Tensor perQuery = classes == null ? null : classes.evaluate(group.logits(), packet);
      Tensor classTerms =
          perQuery == null
              ? Tensor.zeros(ElementType.FLOAT32, packet.device(), group.size())
              : perQuery.detach().sum(1);
      List<Tensor> rows = new ArrayList<>();
      for (int i = 0; i < group.size(); i++) {
        rows.add(classTerms.select(0, i));
        rows.add(MaskTerms.sum(terms.crossEntropy(), first[i], counts[i], numMasks));
        rows.add(MaskTerms.sum(terms.dice(), first[i], counts[i], numMasks));
      }
      return new GroupLoss(group, pairs, perQuery, terms, Functional.stack(rows, 0));
    }
  }
}
