package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.Diagnostics;
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
    parts = explain ? CostParts.zeros(match.job.stage().queries(), match.targets.count()) : null;
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
  static double classWeights(Classification.SoftmaxCrossEntropy softmax, List<ImageState> images) {
    double sum = 0;
    for (ImageState image : images) {
      for (int label : image.labelOfQuery()) {
        sum += softmax.weight(label);
      }
    }
    return sum;
  }

  /** Compares the best class of every query with the matched targets. */
  void diagnose(float[] logits) {
    StagePrediction stage = match.job.stage();
    int[] labels = new int[assignment.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = match.targets.labels()[assignment.targets()[i]];
    }
    predictedObjects = Diagnostics.cardinality(logits, 0, stage.queries(), stage.columns());
    rightClasses = Diagnostics.correct(logits, 0, stage.columns(), assignment.queries(), labels);
  }
}
