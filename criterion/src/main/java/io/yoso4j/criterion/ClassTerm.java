package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.CrossEntropy;
import io.yoso4j.criterion.loss.FocalLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Class cost and class loss of one stage on one image, with one thread's buffers. */
final class ClassTerm {
  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final Workspace work;
  private final int queries;
  private final int columns;
  private final long offset;

  /** Reads the image's class logits. */
  ClassTerm(
      SetCriterionConfig config,
      BatchScale scale,
      Workspace work,
      StagePrediction stage,
      MemorySegment logits,
      int image) {
    this.config = config;
    this.scale = scale;
    this.work = work;
    queries = stage.queries();
    columns = stage.columns();
    int size = queries * columns;
    offset = (long) image * size * Float.BYTES;
    work.classLogits = Workspace.atLeast(work.classLogits, size);
    MemorySegment.copy(logits, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, work.classLogits, 0, size);
  }

  /**
   * Adds the class cost.
   *
   * @param cost {@code [Q, T]}
   * @param parts receives the unweighted part, or null
   */
  void addCost(int[] labels, double[] cost, @Nullable CostParts parts) {
    double weight = config.matcher().classCost();
    if (weight == 0 || labels.length == 0) {
      return;
    }
    double[] ofClass = new double[columns];
    for (int query = 0; query < queries; query++) {
      switch (config.classification()) {
        case Classification.SoftmaxCrossEntropy _ -> {
          CrossEntropy.softmax(work.classLogits, query * columns, columns, ofClass);
          for (int label : labels) {
            ofClass[label] = -Math.abs(ofClass[label]);
          }
        }
        case Classification.SigmoidFocal(double alpha, double gamma) -> {
          FocalLoss focal = new FocalLoss(alpha, gamma);
          for (int label : labels) {
            float logit = work.classLogits[query * columns + label];
            // Infinity would be a finite cost, and the most attractive one.
            ofClass[label] = logit == Float.POSITIVE_INFINITY ? Double.NaN : focal.cost(logit);
          }
        }
      }
      for (int target = 0; target < labels.length; target++) {
        int at = query * labels.length + target;
        cost[at] += weight * ofClass[labels[target]];
        if (parts != null) {
          parts.classCost()[at] = ofClass[labels[target]];
        }
      }
    }
  }

  /**
   * The image's share of the normalised class term; writes its gradient.
   *
   * @param classes class of every query, -1 for an unmatched one
   * @param classWeights divisor of the softmax cross-entropy
   * @param gradient receives {@code [Q, columns]} at the image's place
   * @param bad receives the first query whose loss is not finite, if any
   */
  double loss(int[] classes, double classWeights, MemorySegment gradient, FirstBad bad) {
    int size = queries * columns;
    work.classGradient = Workspace.atLeast(work.classGradient, size);
    Arrays.fill(work.classGradient, 0, size, 0f);
    double sum = 0;
    for (int query = 0; query < queries; query++) {
      double loss = loss(query * columns, classes[query], classWeights);
      bad.check(StageResult.LOSS_CE, query, loss);
      sum += loss;
    }
    MemorySegment.copy(
        work.classGradient, 0, gradient, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, size);
    return sum;
  }

  private double loss(int at, int label, double classWeights) {
    double termWeight = config.weights().classification();
    return switch (config.classification()) {
      case Classification.SoftmaxCrossEntropy softmax -> {
        double share = classWeights == 0 ? 0 : softmax.weight(label) / classWeights;
        int truth = label < 0 ? columns - 1 : label;
        yield share
            * CrossEntropy.evaluate(
                work.classLogits, at, columns, truth, termWeight * share, work.classGradient);
      }
      case Classification.SigmoidFocal(double alpha, double gamma) -> {
        double share = 1 / scale.numMasks();
        yield share
            * new FocalLoss(alpha, gamma)
                .evaluate(
                    work.classLogits, at, columns, label, termWeight * share, work.classGradient);
      }
    };
  }

  /** Sum of absolute gradients; after {@link #loss}. */
  double magnitude() {
    double sum = 0;
    for (int i = 0; i < queries * columns; i++) {
      sum += Math.abs(work.classGradient[i]);
    }
    return sum;
  }
}
