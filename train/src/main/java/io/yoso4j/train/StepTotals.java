package io.yoso4j.train;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.NumMasksReducer;
import io.yoso4j.train.distributed.Ranks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the terms of a step's batches are divided by: with several batches to a step, or several
 * processes, the number of objects and the sum of class weights of all of them, so that their
 * losses and gradients add up to those of one large batch.
 *
 * <p>Both are known before anything is matched, since a query is matched for every object. The one
 * exception, an image with more objects than queries under class weights that differ, counts its
 * objects' mean weight.
 */
final class StepTotals implements NumMasksReducer {
  private final Classification classification;
  private final int queries;
  private final NumMasksReducer ranks;
  private final boolean processes;
  private boolean several;
  private long objects;
  private double weights;
  private @Nullable Double allObjects;
  private @Nullable Double allWeights;

  /**
   * @param queries of every image
   * @param ranks averages over the processes
   */
  StepTotals(Classification classification, int queries, NumMasksReducer ranks) {
    this(classification, queries, ranks, false);
  }

  private StepTotals(
      Classification classification, int queries, NumMasksReducer ranks, boolean processes) {
    this.classification = classification;
    this.queries = queries;
    this.ranks = ranks;
    this.processes = processes;
  }

  /** The totals of all processes. */
  static StepTotals of(Classification classification, int queries, Ranks ranks) {
    NumMasksReducer sums =
        new NumMasksReducer() {
          @Override
          public double average(long targets) {
            return ranks.sum((double) targets)[0];
          }

          @Override
          public double averageClassWeights(double sum) {
            return ranks.sum(sum)[0];
          }
        };
    return new StepTotals(classification, queries, sums, ranks.several());
  }

  /** A step with these batches begins. */
  void begin(List<List<ImageTargets>> batches) {
    several = processes || batches.size() > 1;
    allObjects = null;
    allWeights = null;
    objects = 0;
    weights = 0;
    for (List<ImageTargets> batch : batches) {
      for (ImageTargets image : batch) {
        objects += image.count();
        weights += weights(image.labels());
      }
    }
  }

  private double weights(int[] labels) {
    if (!(classification instanceof Classification.SoftmaxCrossEntropy softmax)) {
      return 0;
    }
    double sum = 0;
    for (int label : labels) {
      sum += softmax.weight(label);
    }
    return labels.length <= queries
        ? sum + (queries - labels.length) * softmax.weight(-1)
        : sum * queries / labels.length;
  }

  @Override
  public double average(long targets) {
    if (!several) {
      return ranks.average(targets);
    }
    // The same for every batch.
    Double known = allObjects;
    double all = known == null ? ranks.average(objects) : known;
    allObjects = all;
    return all;
  }

  /**
   * What the class terms of this step were divided by so far, or null when each stage of its one
   * batch was divided by its own sum, or by none.
   */
  @Nullable Double classWeights() {
    return allWeights;
  }

  @Override
  public double averageClassWeights(double sum) {
    if (!several) {
      return ranks.averageClassWeights(sum);
    }
    // The same for every stage.
    Double known = allWeights;
    double all = known == null ? ranks.averageClassWeights(weights) : known;
    allWeights = all;
    return all;
  }
}
