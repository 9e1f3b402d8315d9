package io.yoso4j.train.criterion;

import io.yoso4j.criterion.LossWeights;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mask cross-entropy and dice of the matched pairs of a group of stages.
 *
 * <p>Pairs are taken in chunks, whose graphs are walked backward and freed at once, so that memory
 * is bounded however many pairs and points there are. What is left for the step's own backward pass
 * is the gradient of the matched planes.
 *
 * @param planes mask logits of the pairs, {@code [N, 1, H, W]}, with their graph
 * @param gradient of the weighted terms with respect to them
 * @param crossEntropy of every pair, {@code [N]}, not normalised
 * @param dice of every pair, {@code [N]}, not normalised
 */
record MaskTerms(Tensor planes, Tensor gradient, Tensor crossEntropy, Tensor dice) {

  /**
   * What decides the terms beside the predictions.
   *
   * @param weights of the terms
   * @param numMasks divisor of the terms
   * @param points chooses the points; null takes the full mask
   * @param targets masks of the pairs' targets, {@code [N]}
   * @param height rows to which all targets of the batch are padded
   * @param width columns to which all targets of the batch are padded
   * @param maxElements values a tensor of pairs × points may hold
   */
  record Setting(
      LossWeights weights,
      double numMasks,
      @Nullable PairPoints points,
      BitPlanes targets,
      int height,
      int width,
      long maxElements) {
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
      return new MaskTerms(planes, Tensor.zerosLike(planes), none, none);
    }
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> gradients = new ArrayList<>();
      List<Tensor> crossEntropies = new ArrayList<>();
      List<Tensor> dices = new ArrayList<>();
      long step = setting.chunk();
      Tensor detached = planes.detach();
      for (long from = 0; from < pairs; from += step) {
        Tensor leaf = detached.narrow(0, from, Math.min(step, pairs - from)).requiresGrad(true);
        MaskTerms terms = chunk(leaf, from, setting, packet);
        gradients.add(terms.gradient);
        crossEntropies.add(terms.crossEntropy);
        dices.add(terms.dice);
      }
      return new MaskTerms(
          planes,
          scope.lift(Functional.cat(gradients, 0)),
          scope.lift(Functional.cat(crossEntropies, 0)),
          scope.lift(Functional.cat(dices, 0)));
    }
  }

  private static MaskTerms chunk(Tensor leaf, long from, Setting setting, Packet packet) {
    try (TensorScope scope = TensorScope.open()) {
      long count = leaf.size(0);
      BitPlanes targets = setting.targets().narrow(from, count).view(count, 1);
      Tensor logits;
      Tensor labels;
      if (setting.points() == null) {
        logits =
            Functional.interpolateBilinear(leaf, setting.height(), setting.width())
                .reshape(count, -1);
        Tensor pixels = Tensor.indices(logits.size(1), packet.device()).unsqueeze(0);
        labels = targets.at(pixels.floorDiv(setting.width()), pixels.mod(setting.width()));
      } else {
        Tensor points = setting.points().choose(packet, leaf.detach(), from);
        logits = Functional.gridSample(leaf, SamplingGrid.of(points)).reshape(count, -1);
        Tensor rows = points.select(2, 1).mul(setting.height()).sub(0.5);
        Tensor columns = points.select(2, 0).mul(setting.width()).sub(0.5);
        labels = targets.bilinear(rows, columns);
      }
      Tensor ce = Functional.binaryCrossEntropy(logits, labels).mean(1);
      Tensor sigmoid = Functional.sigmoid(logits);
      Tensor overlap = sigmoid.mul(labels).sum(1).mul(2.0).add(1);
      Tensor area = sigmoid.sum(1).add(labels.sum(1)).add(1);
      Tensor dice = overlap.div(area).neg().add(1);
      LossWeights weights = setting.weights();
      Tensor total = ce.mul(weights.mask()).add(dice.mul(weights.dice())).div(setting.numMasks());
      Autograd.backward(List.of(total.sum()));
      Tensor gradient = leaf.grad();
      if (gradient == null) {
        throw new IllegalStateException("no gradient for the masks of " + leaf);
      }
      return new MaskTerms(
          leaf, scope.lift(gradient), scope.lift(ce.detach()), scope.lift(dice.detach()));
    }
  }

  /** Sum of the pairs' values in one stage over the divisor: the stage's term. */
  static Tensor sum(Tensor perPair, long from, long count, double numMasks) {
    return perPair.narrow(0, from, count).sum().div(numMasks);
  }
}
