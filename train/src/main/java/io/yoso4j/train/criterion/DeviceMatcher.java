package io.yoso4j.train.criterion;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.ImageTargets;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Matches all stages and images: costs on the device, one read, assignments on the host. */
final class DeviceMatcher {
  private final SetCriterionConfig config;
  private final MatchingCosts costs;
  private final HostReads reads;

  DeviceMatcher(SetCriterionConfig config, HostReads reads, long maxElements) {
    this.config = config;
    this.reads = reads;
    costs = new MatchingCosts(config, maxElements);
  }

  /** The matcher's random points, or null if it takes none. */
  @Nullable Planned plan(PointSource source, List<StageGroup> groups, int images, Upload upload) {
    return switch (config.matcher().points()) {
      case MatcherPoints.SharedRandom shared -> {
        List<Row> rows = new ArrayList<>();
        for (StageGroup group : groups) {
          for (int stage : group.indices()) {
            IntStream.range(0, images).forEach(image -> rows.add(new Row(stage, image, 0)));
          }
        }
        yield source.plan(upload, DrawPurpose.MATCHER, rows, shared.numPoints());
      }
      case MatcherPoints.PredictionGrid _, MatcherPoints.TargetGrid _ -> null;
      default -> throw DeviceCriterion.unsupported(config.matcher().points());
    };
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
          row += (long) group.size() * group.shape().batch();
        }
        values = reads.floats(Functional.cat(flat, 0));
      }
    }
    return Matching.solve(groups, targets, values, pins);
  }

  /** {@code [G * B, Q, T]}. */
  private Tensor cost(
      StageGroup group, PaddedTargets targets, @Nullable Planned drawn, long row, Packet packet) {
    BitPlanes planes = targets.masks(packet);
    int queries = group.shape().queries();
    int most = targets.most();
    long rows = (long) group.size() * group.shape().batch();
    Tensor cost =
        switch (config.matcher().points()) {
          case MatcherPoints.SharedRandom _ when drawn != null ->
              costs.masks(
                  new MatchPoints.Sampled(group, planes, most, drawn.draw(packet, row, rows)),
                  queries,
                  most);
          case MatcherPoints.TargetGrid _ -> targetGrid(group, targets, planes);
          default ->
              costs.masks(
                  new MatchPoints.PredictionPixels(group, planes, most, packet.device()),
                  queries,
                  most);
        };
    if (!group.scored() || config.matcher().classCost() == 0) {
      return cost;
    }
    Tensor labels =
        targets
            .labels(packet)
            .unsqueeze(0)
            .expand(group.size(), group.shape().batch(), most)
            .reshape(rows, most);
    return cost.add(costs.classes(group.logits(), labels));
  }

  /** Images may have targets of different sizes, so they are taken one by one. */
  private Tensor targetGrid(StageGroup group, PaddedTargets targets, BitPlanes planes) {
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
                  most,
                  objects.height(),
                  objects.width());
          ofImages.add(scope.lift(costs.masks(points, queries, most)));
        }
      }
    }
    return Functional.stack(ofImages, 1)
        .reshape((long) group.size() * ofImages.size(), queries, most);
  }
}
