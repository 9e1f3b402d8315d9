package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.NumMasksReducer;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.StageGroup.Shape;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.Arrays;
import java.util.List;

/** The class term of a group of stages: what every query should say, and what it costs. */
final class ClassTerms {
  private final Classification classification;
  private final NumMasksReducer reducer;
  private final Shape shape;
  private final double numMasks;
  private final int groupSize;
  private final Slot labels;
  private final Slot shares;

  /**
   * Adds the queries' true classes to the upload.
   *
   * @param assignments of every stage of the group and every image
   */
  ClassTerms(
      SetCriterionConfig config,
      Shape shape,
      double numMasks,
      List<List<Assignment>> assignments,
      List<ImageTargets> targets,
      Upload upload) {
    classification = config.classification();
    reducer = config.numMasksReducer();
    this.shape = shape;
    this.numMasks = numMasks;
    groupSize = assignments.size();
    int perStage = shape.batch() * shape.queries();
    long[] label = new long[groupSize * perStage];
    float[] share = new float[label.length];
    Arrays.fill(label, -1);
    for (int stage = 0; stage < groupSize; stage++) {
      for (int image = 0; image < shape.batch(); image++) {
        Assignment pairs = assignments.get(stage).get(image);
        int first = stage * perStage + image * shape.queries();
        for (int i = 0; i < pairs.size(); i++) {
          label[first + pairs.queries()[i]] = targets.get(image).labels()[pairs.targets()[i]];
        }
      }
      setShares(label, share, stage * perStage, (stage + 1) * perStage);
    }
    labels = upload.longs(label);
    shares = upload.floats(share);
  }

  /** Each query's share in the stage's term; queries without an object get their column. */
  private void setShares(long[] label, float[] share, int from, int to) {
    switch (classification) {
      case Classification.SoftmaxCrossEntropy softmax -> {
        double sum = 0;
        for (int i = from; i < to; i++) {
          sum += softmax.weight((int) label[i]);
        }
        double average = reducer.averageClassWeights(sum);
        for (int i = from; i < to; i++) {
          share[i] = average == 0 ? 0 : (float) (softmax.weight((int) label[i]) / average);
          label[i] = label[i] < 0 ? shape.columns() - 1 : label[i];
        }
      }
      case Classification.SigmoidFocal _ -> Arrays.fill(share, from, to, (float) (1 / numMasks));
    }
  }

  /** The class of every query, {@code [G, B * Q]}; what the focal loss has no column for is -1. */
  Tensor truth(Packet packet) {
    return packet.get(labels).view(groupSize, (long) shape.batch() * shape.queries());
  }

  /**
   * Every query's share of its stage's unweighted term, {@code [G, B * Q]}, with the graph.
   *
   * @param logits {@code [G * B, Q, K]}
   */
  Tensor evaluate(Tensor logits, Packet packet) {
    long queries = (long) shape.batch() * shape.queries();
    Tensor flat = logits.reshape(groupSize, queries, shape.columns());
    Tensor truth = truth(packet).unsqueeze(2);
    Tensor losses =
        switch (classification) {
          case Classification.SoftmaxCrossEntropy _ ->
              Functional.logSoftmax(flat, -1).gather(2, truth).neg().view(groupSize, queries);
          case Classification.SigmoidFocal focal ->
              focal(flat, truth, focal.alpha(), focal.gamma()).sum(2);
        };
    return losses.mul(packet.get(shares).view(groupSize, queries));
  }

  /** With z the logit where the class is true and minus the logit elsewhere, see FocalLoss. */
  private Tensor focal(Tensor logits, Tensor truth, double alpha, double gamma) {
    Tensor columns = Tensor.indices(shape.columns(), logits.device());
    Tensor positive = columns.equalTo(truth).to(ElementType.FLOAT32);
    Tensor z = logits.mul(positive.mul(2.0).sub(1));
    // (1 - sigmoid(z))^gamma, whose derivative stays finite for every gamma.
    Tensor modulation = Functional.softplus(z).mul(-gamma).exp();
    Tensor loss = modulation.mul(Functional.softplus(z.neg()));
    return alpha < 0 ? loss : loss.mul(positive.mul(2 * alpha - 1).add(1 - alpha));
  }
}
