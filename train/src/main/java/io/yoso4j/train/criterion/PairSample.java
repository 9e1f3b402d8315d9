package io.yoso4j.train.criterion;

import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.MaskTerms.Setting;
import io.yoso4j.train.criterion.PairPoints.Chosen;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Predictions and targets of some pairs at the points where they are compared.
 *
 * @param points {@code [N, P, 2]}; null for the full mask
 * @param logits {@code [N, P]}
 * @param labels in [0, 1], {@code [N, P]}
 * @param visible 1 for points that take part, 0 for others, {@code [N, P]}; null if all do
 */
record PairSample(@Nullable Tensor points, Tensor logits, Tensor labels, @Nullable Tensor visible) {

  /**
   * At every pixel of the frame of all targets.
   *
   * @param planes mask logits of the pairs, {@code [N, 1, H, W]}
   * @param from first of the pairs
   */
  static PairSample ofAllPixels(Tensor planes, long from, Setting setting) {
    long count = planes.size(0);
    Tensor logits =
        Functional.interpolateBilinear(planes, setting.height(), setting.width())
            .reshape(count, -1);
    Tensor pixels = Tensor.indices(logits.size(1), planes.device()).unsqueeze(0);
    Tensor rows = pixels.floorDiv(setting.width());
    Tensor columns = pixels.mod(setting.width());
    IgnoredPixels ignored = setting.ignored();
    return new PairSample(
        null,
        logits,
        setting.targets().narrow(from, count).view(count, 1).at(rows, columns),
        ignored == null ? null : ignored.narrow(from, count).view(count, 1).visible(rows, columns));
  }

  /** At chosen points; arguments as above. */
  static PairSample ofPoints(
      Tensor planes, long from, Setting setting, PairPoints choice, Packet packet) {
    long count = planes.size(0);
    Frame frame = Frame.of(setting.height(), setting.width(), 1, packet.device());
    IgnoredPixels all = setting.ignored();
    IgnoredPixels ignored = all == null ? null : all.narrow(from, count).view(count, 1);
    Chosen chosen =
        choice.choose(
            packet,
            planes.detach(),
            from,
            ignored == null ? null : points -> ignored.visible(points, frame));
    Tensor points = chosen.points();
    return new PairSample(
        points,
        Functional.gridSample(planes, SamplingGrid.of(points)).reshape(count, -1),
        setting
            .targets()
            .narrow(from, count)
            .view(count, 1)
            .bilinear(frame.rows(points), frame.columns(points)),
        chosen.visible());
  }

  /** The pairs of several samples, one after the other; all or none of them with null parts. */
  static PairSample joined(List<PairSample> samples) {
    PairSample first = samples.getFirst();
    return new PairSample(
        first.points == null ? null : joined(samples, PairSample::points),
        joined(samples, PairSample::logits),
        joined(samples, PairSample::labels),
        first.visible == null ? null : joined(samples, PairSample::visible));
  }

  private static Tensor joined(
      List<PairSample> samples, Function<PairSample, @Nullable Tensor> part) {
    return Functional.cat(
        samples.stream().map(each -> Objects.requireNonNull(part.apply(each))).toList(), 0);
  }

  /** Without a graph. */
  PairSample detached() {
    return new PairSample(points, logits.detach(), labels, visible);
  }

  /** Outlives the scope. */
  PairSample lifted(TensorScope scope) {
    return new PairSample(
        points == null ? null : scope.lift(points),
        scope.lift(logits),
        scope.lift(labels),
        visible == null ? null : scope.lift(visible));
  }
}
