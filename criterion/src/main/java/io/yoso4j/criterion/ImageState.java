package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.MaskLoss;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is found out about one stage on one image, step by step. */
final class ImageState {
  final ImageMatch match;
  final FirstBad bad = new FirstBad();
  final @Nullable CostParts parts;
  Assignment assignment = Assignment.NONE;
  double lossCe;
  double lossBox;
  double lossGiou;
  int predictedObjects;
  int rightClasses;
  double ceMagnitude;
  double boxMagnitude;
  double giouMagnitude;

  /** Where the image's first pair is among all. */
  int firstPair;

  /** Mask terms of the matched pairs, in the assignment's order. */
  MaskLoss[] pairs = new MaskLoss[0];

  PairExplanation[] explanations = new PairExplanation[0];
  double[] maskMagnitudes = new double[0];
  double[] diceMagnitudes = new double[0];

  ImageState(ImageMatch match, boolean explain) {
    this.match = match;
    parts =
        explain
            ? CostParts.zeros(match.job.stage().queries(), match.targets.count())
            : null;
  }

  /** Class of every query, -1 for an unmatched one. */
  int[] labelOfQuery() {
    int[] labels = new int[match.job.stage().queries()];
    Arrays.fill(labels, -1);
    for (int i = 0; i < assignment.size(); i++) {
      labels[assignment.queries()[i]] = match.targets.labels()[assignment.targets()[i]];
    }
    return labels;
  }

  /** Summed class weights of a stage's queries, the divisor of the cross-entropy. */
  static double classWeights(Classification classification, List<ImageState> images) {
    if (!(classification instanceof Classification.SoftmaxCrossEntropy softmax)) {
      return 0;
    }
    double sum = 0;
    for (ImageState image : images) {
      for (int label : image.labelOfQuery()) {
        sum += softmax.weight(label);
      }
    }
    return sum;
  }

  /** Compares the best class of every query with its label. */
  void diagnose(float[] logits, int[] labels) {
    int columns = match.job.stage().columns();
    for (int query = 0; query < labels.length; query++) {
      int best = 0;
      for (int column = 1; column < columns; column++) {
        if (logits[query * columns + column] > logits[query * columns + best]) {
          best = column;
        }
      }
      predictedObjects += best < columns - 1 ? 1 : 0;
      rightClasses += best == labels[query] ? 1 : 0;
    }
  }
}
