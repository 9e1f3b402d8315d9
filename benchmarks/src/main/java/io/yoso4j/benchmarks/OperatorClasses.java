package io.yoso4j.benchmarks;

import static io.yoso4j.benchmarks.Operators.oneMinus;

import io.yoso4j.criterion.Classification;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Class cost and class loss. */
final class OperatorClasses {
  private static final double EPSILON = 1e-8;

  private final Classification classification;
  private final int numClasses;

  OperatorClasses(Classification classification, int numClasses) {
    this.classification = classification;
    this.numClasses = numClasses;
  }

  /** Cost {@code [Q, T]} of logits {@code [Q, columns]} for labels {@code [T]}. */
  Tensor cost(Tensor logits, Tensor labels) {
    try (OperatorScope scope = new OperatorScope()) {
      return scope.pass(
          switch (classification) {
            case Classification.SoftmaxCrossEntropy _ ->
                torch.softmax(logits, -1).index_select(1, labels).neg();
            case Classification.SigmoidFocal(double alpha, double gamma) ->
                focalCost(logits.sigmoid(), alpha, gamma).index_select(1, labels);
          });
    }
  }

  private static Tensor focalCost(Tensor probability, double alpha, double gamma) {
    Tensor inverse = oneMinus(probability);
    Tensor negative = focalValue(probability, inverse, gamma).mul(new Scalar(1 - alpha));
    Tensor positive = focalValue(inverse, probability, gamma).mul(new Scalar(alpha));
    return positive.sub(negative);
  }

  private static Tensor focalValue(Tensor error, Tensor truth, double gamma) {
    return error.pow(new Scalar(gamma)).mul(truth.add(new Scalar(EPSILON)).log().neg());
  }

  /** {@code loss_ce} of logits {@code [B, Q, columns]}. */
  Tensor loss(Tensor logits, OperatorBatch batch, MatchedPairs pairs, double numMasks) {
    try (OperatorScope scope = new OperatorScope()) {
      Tensor labels = labelsOf(batch, pairs);
      return scope.pass(
          switch (classification) {
            case Classification.SoftmaxCrossEntropy(double noObject) ->
                softmax(logits, pairs, labels, noObject);
            case Classification.SigmoidFocal(double alpha, double gamma) ->
                focal(logits, oneHot(logits, pairs, labels), alpha, gamma)
                    .sum()
                    .div(new Scalar(numMasks));
          });
    }
  }

  private static Tensor labelsOf(OperatorBatch batch, MatchedPairs pairs) {
    long[] labels = new long[pairs.count()];
    for (int pair = 0; pair < labels.length; pair++) {
      Tensor ofImage = batch.targets().get(pairs.image(pair)).labels();
      labels[pair] = ofImage.data_ptr_long().get(pairs.target(pair));
    }
    return OperatorBatch.copyOf(labels);
  }

  private Tensor softmax(Tensor logits, MatchedPairs pairs, Tensor labels, double noObject) {
    Tensor classes =
        torch.full(
            new long[] {logits.size(0), logits.size(1)},
            new Scalar((long) numClasses),
            new TensorOptions(torch.ScalarType.Long));
    Operators.put(classes, pairs.images(), pairs.queries(), labels);
    float[] weights = new float[numClasses + 1];
    Arrays.fill(weights, 1f);
    weights[numClasses] = (float) noObject;
    return Operators.crossEntropy(
        logits.transpose(1, 2), classes, OperatorBatch.copyOf(weights, weights.length));
  }

  private static Tensor oneHot(Tensor logits, MatchedPairs pairs, Tensor labels) {
    Tensor flat = torch.zeros_like(logits).flatten(0, 1);
    Tensor rows = pairs.images().mul(new Scalar(logits.size(1))).add(pairs.queries());
    Operators.put(flat, rows, labels, torch.ones(pairs.count()));
    return flat.view(logits.size(0), logits.size(1), logits.size(2));
  }

  /** {@code sigmoid_focal_loss}, unreduced. */
  private static Tensor focal(Tensor logits, Tensor truth, double alpha, double gamma) {
    Tensor probability = logits.sigmoid();
    Tensor crossEntropy = Operators.crossEntropyWithLogits(logits, truth);
    Tensor untruth = oneMinus(truth);
    Tensor ofTruth = probability.mul(truth).add(oneMinus(probability).mul(untruth));
    Tensor loss = crossEntropy.mul(oneMinus(ofTruth).pow(new Scalar(gamma)));
    if (alpha < 0) {
      return loss;
    }
    Tensor weight = truth.mul(new Scalar(alpha)).add(untruth.mul(new Scalar(1 - alpha)));
    return weight.mul(loss);
  }
}
