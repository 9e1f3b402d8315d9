package io.yoso4j.train.criterion;

import io.yoso4j.criterion.LossWeights;
import io.yoso4j.criterion.MaskTerm;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mask terms of the matched pairs of a group of stages.
 *
 * <p>Pairs are taken in chunks, whose graphs are walked backward and freed at once, so that memory
 * is bounded however many pairs and points there are. What is left for the step's own backward pass
 * is the gradient of the matched planes.
 *
 * @param planes mask logits of the pairs, {@code [N, 1, H, W]}, with their graph
 * @param gradient of the weighted terms with respect to them
 * @param pointwise cross-entropy or focal term of every pair, {@code [N]}, not normalised
 * @param dice of every pair, {@code [N]}, not normalised
 * @param sample the points, null unless they were to be kept and were not the full mask
 */
record MaskTerms(
    Tensor planes, Tensor gradient, Tensor pointwise, Tensor dice, @Nullable PairSample sample) {

  /**
   * What decides the terms beside the predictions.
   *
   * @param weights of the terms
   * @param term the pointwise one
   * @param numMasks divisor of the terms
   * @param points chooses the points; null takes the full mask
   * @param targets masks of the pairs' targets, {@code [N]}
   * @param ignored pixels of the pairs' images, {@code [N]}; null if none are ignored
   * @param height rows to which all targets of the batch are padded
   * @param width columns to which all targets of the batch are padded
   * @param maxElements values a tensor of pairs × points may hold
   * @param keepPoints whether the points are wanted
   */
  record Setting(
      LossWeights weights,
      MaskTerm term,
      double numMasks,
      @Nullable PairPoints points,
      BitPlanes targets,
      @Nullable IgnoredPixels ignored,
      int height,
      int width,
      long maxElements,
      boolean keepPoints) {
    private long chunk() {
      long perPair = points == null ? (long) height * width : points.perPair();
      return Math.max(1, maxElements / Math.max(1, perPair));
    }
  }

  /** Evaluates the terms and their gradient. */
  static MaskTerms of(Tensor planes, Setting setting, Packet packet) {
    long pairs = planes.size(0);
    if (pairs == 0) {
      Tensor none = Tensor.zeros(ElementType.FLOAT32, packet.device(), 0);
      return new MaskTerms(planes, Tensor.zerosLike(planes), none, none, null);
    }
    try (TensorScope scope = TensorScope.open()) {
      List<MaskTerms> chunks = new ArrayList<>();
      long step = setting.chunk();
      Tensor detached = planes.detach();
      for (long from = 0; from < pairs; from += step) {
        Tensor leaf = detached.narrow(0, from, Math.min(step, pairs - from)).requiresGrad(true);
        chunks.add(chunk(leaf, from, setting, packet));
      }
      PairSample sample = chunks.getFirst().sample;
      return new MaskTerms(
          planes,
          scope.lift(joined(chunks, MaskTerms::gradient)),
          scope.lift(joined(chunks, MaskTerms::pointwise)),
          scope.lift(joined(chunks, MaskTerms::dice)),
          sample == null
              ? null
              : PairSample.joined(
                      chunks.stream().map(chunk -> Objects.requireNonNull(chunk.sample)).toList())
                  .lifted(scope));
    }
  }

  private static Tensor joined(List<MaskTerms> chunks, Function<MaskTerms, Tensor> part) {
    return Functional.cat(chunks.stream().map(part).toList(), 0);
  }

  private static MaskTerms chunk(Tensor leaf, long from, Setting setting, Packet packet) {
    try (TensorScope scope = TensorScope.open()) {
      PairSample sample =
          setting.points() == null
              ? PairSample.ofAllPixels(leaf, from, setting)
              : PairSample.ofPoints(leaf, from, setting, setting.points(), packet);
      PointLoss loss =
          PointLoss.of(setting.term(), sample.logits(), sample.labels(), sample.visible());
      LossWeights weights = setting.weights();
      Tensor total =
          loss.pointwise()
              .mul(weights.mask())
              .add(loss.dice().mul(weights.dice()))
              .div(setting.numMasks());
      Autograd.backward(List.of(total.sum()));
      Tensor gradient = leaf.grad();
      if (gradient == null) {
        throw new IllegalStateException("no gradient for the masks of " + leaf);
      }
      return new MaskTerms(
          leaf,
          scope.lift(gradient),
          scope.lift(loss.pointwise().detach()),
          scope.lift(loss.dice().detach()),
          setting.keepPoints() && setting.points() != null
              ? sample.detached().lifted(scope)
              : null);
    }
  }
}
