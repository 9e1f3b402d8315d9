package io.yoso4j.train.criterion;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.MatcherConfig;
import io.yoso4j.criterion.MatcherPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.PointSource.Planned;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matches all stages and images: costs on the device, one read, assignments on the host. */
final class DeviceMatcher {
  private final MatcherConfig config;
  private final MatchingCosts costs;
  private final HostReads reads;

  DeviceMatcher(SetCriterionConfig config, HostReads reads, long maxElements) {
    this.config = config.matcher();
    this.reads = reads;
    costs = new MatchingCosts(config, maxElements);
  }

  /** The matcher's random points, or null if it takes none. */
  @Nullable Planned plan(
      PointSource source, List<StageGroup> groups, List<ImageTargets> images, Upload upload) {
    if (!(config.points() instanceof MatcherPoints.SharedRandom(int points))) {
      return null;
    }
    List<Row> rows = new ArrayList<>();
    for (StageGroup group : groups.stream().filter(this::comparesMasks).toList()) {
      for (int stage : group.indices()) {
        for (int image = 0; image < images.size(); image++) {
          rows.add(images.get(image).count() == 0 ? Row.UNUSED : new Row(stage, image, 0));
        }
      }
    }
    return rows.isEmpty() ? null : source.plan(upload, DrawPurpose.MATCHER, rows, points);
  }

  private boolean comparesMasks(StageGroup group) {
    return group.masked() && (config.maskCost() != 0 || config.diceCost() != 0);
  }

  /**
   * Matches. Waits for the device once, or not at all if there is no object in the whole batch.
   *
   * @param drawn what {@link #plan} returned
   */
  Matching match(
      List<StageGroup> groups,
      PaddedTargets targets,
      @Nullable Planned drawn,
      Packet packet,
      Pins pins) {
    float[] values = new float[0];
    if (targets.most() > 0) {
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        List<Tensor> flat = new ArrayList<>();
        long row = 0;
        for (StageGroup group : groups) {
          flat.add(cost(group, targets, drawn, row, packet).reshape(-1));
          row += comparesMasks(group) ? rows(group) : 0;
        }
        values = reads.floats(Functional.cat(flat, 0));
      }
    }
    return Matching.solve(groups, targets, values, pins);
  }

  private static long rows(StageGroup group) {
    return (long) group.size() * group.shape().batch();
  }

  /** {@code [G * B, Q, T]}. */
  private Tensor cost(
      StageGroup group, PaddedTargets targets, @Nullable Planned drawn, long row, Packet packet) {
    Tensor cost =
        comparesMasks(group)
            ? masks(group, targets, drawn, row, packet)
            : Tensor.zeros(
                ElementType.FLOAT32,
                packet.device(),
                rows(group),
                group.shape().queries(),
                targets.most());
    if (group.scored() && config.classCost() != 0) {
      cost = cost.add(costs.classes(group.logits(), group.everyStage(targets.labels(packet))));
    }
    if (group.boxed() && (config.boxCost() != 0 || config.giouCost() != 0)) {
      Tensor boxes = group.fromBoxes((_, predicted) -> predicted);
      cost = cost.add(costs.boxes(boxes, group.everyStage(targets.boxes(packet))));
    }
    return cost;
  }

  private Tensor masks(
      StageGroup group, PaddedTargets targets, @Nullable Planned drawn, long row, Packet packet) {
    BitPlanes planes = targets.masks(packet);
    IgnoredPixels ignored = targets.ignored(packet);
    int most = targets.most();
    int queries = group.shape().queries();
    return switch (config.points()) {
      case MatcherPoints.SharedRandom _ ->
          costs.masks(
              new MatchPoints.Sampled(
                  group,
                  planes,
                  ignored,
                  targets.frame(packet, config.frame()),
                  most,
                  Objects.requireNonNull(drawn).draw(packet, row, rows(group))),
              queries,
              most);
      case MatcherPoints.PredictionGrid _ ->
          costs.masks(
              new MatchPoints.PredictionPixels(group, planes, ignored, most, packet.device()),
              queries,
              most);
      case MatcherPoints.TargetGrid _ -> targetGrid(group, targets, planes, ignored);
    };
  }

  /** Images may have targets of different sizes, so they are taken one by one. */
  private Tensor targetGrid(
      StageGroup group, PaddedTargets targets, BitPlanes planes, @Nullable IgnoredPixels ignored) {
    int most = targets.most();
    int queries = group.shape().queries();
    List<Tensor> ofImages = new ArrayList<>();
    for (int image = 0; image < targets.images().size(); image++) {
      ImageTargets objects = targets.images().get(image);
      if (objects.count() == 0) {
        ofImages.add(
            Tensor.zeros(
                ElementType.FLOAT32, planes.words().device(), group.size(), queries, most));
      } else {
        try (TensorScope scope = TensorScope.open()) {
          MatchPoints points =
              MatchPoints.TargetPixels.of(
                  group,
                  image,
                  planes.narrow(targets.row(image, 0), most),
                  ignored == null ? null : ignored.narrow(image, 1),
                  most,
                  objects.height(),
                  objects.width());
          ofImages.add(scope.lift(costs.masks(points, queries, most)));
        }
      }
    }
    return Functional.stack(ofImages, 1).reshape(rows(group), queries, most);
  }
}
