package io.yoso4j.criterion;

import io.yoso4j.criterion.loss.CrossEntropy;
import io.yoso4j.criterion.loss.FocalLoss;
import io.yoso4j.criterion.loss.MaskLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates one stage on one image with the buffers of one thread. */
final class ImageTask {
  private final SetCriterionConfig config;
  private final BatchScale scale;
  private final PointDraws draws;
  private final Pins pins;
  private final Workspace work = new Workspace();
  private final ImageMatcher matcher;
  private final PairPoints pairPoints;

  ImageTask(SetCriterionConfig config, BatchScale scale, PointDraws draws, Pins pins) {
    this.config = config;
    this.scale = scale;
    this.draws = draws;
    this.pins = pins;
    matcher = new ImageMatcher(config, work);
    pairPoints = new PairPoints(config.maskPoints(), work);
  }

  ImageOutcome evaluate(StageJob job, int image, ImageTargets targets) {
    StagePrediction stage = job.stage();
    List<NonFinite> nonFinite = new ArrayList<>();
    load(stage, image);
    double[] cost = matcher.costs(stage, job.index(), image, targets, draws);
    report(nonFinite, stage, targets, ImageMatcher.firstNonFinite(cost, targets.count()), "cost");
    Assignment pinned = pins.assignment(job.index(), image);
    Assignment assignment =
        pinned != null ? pinned : ImageMatcher.assign(cost, stage.queries(), targets.count());
    double lossCe = classTerm(job, image, targets, assignment, nonFinite);
    MaskLoss masks = maskTerms(job, image, targets, assignment, nonFinite);
    return new ImageOutcome(assignment, lossCe, masks.crossEntropy(), masks.dice(), nonFinite);
  }

  /** The matching cost alone, {@code [Q, T]}. */
  double[] costs(StageJob job, int image, ImageTargets targets) {
    load(job.stage(), image);
    return matcher.costs(job.stage(), job.index(), image, targets, draws);
  }

  private void load(StagePrediction stage, int image) {
    int queries = stage.queries();
    long planeBytes = (long) stage.height() * stage.width() * Float.BYTES;
    work.masks.load(
        stage.masks(), (long) image * queries * planeBytes, queries, stage.height(), stage.width());
    MemorySegment logits = stage.logits();
    if (logits != null) {
      int size = queries * stage.columns();
      work.classLogits = Workspace.atLeast(work.classLogits, size);
      long offset = (long) image * size * Float.BYTES;
      MemorySegment.copy(
          logits, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, work.classLogits, 0, size);
    }
  }

  private double classTerm(
      StageJob job,
      int image,
      ImageTargets targets,
      Assignment assignment,
      List<NonFinite> nonFinite) {
    MemorySegment gradient = job.gradLogits();
    if (gradient == null) {
      return 0;
    }
    StagePrediction stage = job.stage();
    int columns = stage.columns();
    int[] classes = new int[stage.queries()];
    Arrays.fill(classes, -1);
    for (int i = 0; i < assignment.size(); i++) {
      classes[assignment.queries()[i]] = targets.labels()[assignment.targets()[i]];
    }
    int size = stage.queries() * columns;
    work.classGradient = Workspace.atLeast(work.classGradient, size);
    Arrays.fill(work.classGradient, 0, size, 0f);
    double sum = 0;
    int bad = -1;
    for (int query = 0; query < classes.length; query++) {
      double loss = classLoss(query * columns, columns, classes[query], job.classWeights());
      sum += loss;
      if (bad < 0 && !Double.isFinite(loss)) {
        bad = query;
      }
    }
    report(nonFinite, stage, targets, bad, StageResult.LOSS_CE);
    MemorySegment.copy(
        work.classGradient,
        0,
        gradient,
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        (long) image * size * Float.BYTES,
        size);
    return sum;
  }

  /** One query's share of the normalised class term; {@code label} is -1 for an unmatched query. */
  private double classLoss(int offset, int columns, int label, double classWeights) {
    double termWeight = config.weights().classification();
    return switch (config.classification()) {
      case Classification.SoftmaxCrossEntropy(double noObjectWeight) -> {
        double weight = label < 0 ? (float) noObjectWeight : 1;
        double share = classWeights == 0 ? 0 : weight / classWeights;
        int truth = label < 0 ? columns - 1 : label;
        yield share
            * CrossEntropy.evaluate(
                work.classLogits, offset, columns, truth, termWeight * share, work.classGradient);
      }
      case Classification.SigmoidFocal(double alpha, double gamma) -> {
        double share = 1 / scale.numMasks();
        yield share
            * new FocalLoss(alpha, gamma)
                .evaluate(
                    work.classLogits,
                    offset,
                    columns,
                    label,
                    termWeight * share,
                    work.classGradient);
      }
    };
  }

  private MaskLoss maskTerms(
      StageJob job,
      int image,
      ImageTargets targets,
      Assignment assignment,
      List<NonFinite> nonFinite) {
    StagePrediction stage = job.stage();
    long planeBytes = (long) stage.height() * stage.width() * Float.BYTES;
    long imageBytes = stage.queries() * planeBytes;
    job.gradMasks().asSlice(image * imageBytes, imageBytes).fill((byte) 0);
    if (assignment.size() > 0 && config.maskPoints() instanceof MaskPoints.FullMask) {
      work.predictionTaps.setResized(stage.height(), stage.width(), scale.height(), scale.width());
      work.targetTaps.setPixels(scale.height(), scale.width());
    }
    double maskSum = 0;
    double diceSum = 0;
    int badMask = -1;
    int badDice = -1;
    for (int i = 0; i < assignment.size(); i++) {
      int query = assignment.queries()[i];
      MaskLoss pair = pairTerms(job.index(), image, query, assignment.targets()[i], targets);
      maskSum += pair.crossEntropy();
      diceSum += pair.dice();
      badMask = badMask < 0 && !Double.isFinite(pair.crossEntropy()) ? query : badMask;
      badDice = badDice < 0 && !Double.isFinite(pair.dice()) ? query : badDice;
      work.maskGradient.clear(1, stage.height(), stage.width());
      work.maskGradient.scatter(0, work.predictionTaps, work.pointGradient);
      work.maskGradient.store(0, job.gradMasks(), image * imageBytes + query * planeBytes);
    }
    report(nonFinite, stage, targets, badMask, StageResult.LOSS_MASK);
    report(nonFinite, stage, targets, badDice, StageResult.LOSS_DICE);
    return new MaskLoss(maskSum / scale.numMasks(), diceSum / scale.numMasks());
  }

  private MaskLoss pairTerms(int stage, int image, int query, int target, ImageTargets targets) {
    if (!(config.maskPoints() instanceof MaskPoints.FullMask)) {
      float[] pinned = pins.points(stage, image, target);
      int count =
          pinned != null
              ? pinned.length / 2
              : pairPoints.choose(query, stage, image, target, draws);
      float[] xy = pinned != null ? pinned : work.points;
      work.predictionTaps.setPoints(xy, count, work.masks.height(), work.masks.width());
      work.targetTaps.setPoints(xy, count, scale.height(), scale.width());
    }
    int count = work.predictionTaps.count();
    work.pointLogits = Workspace.atLeast(work.pointLogits, count);
    work.pointLabels = Workspace.atLeast(work.pointLabels, count);
    work.pointGradient = Workspace.atLeast(work.pointGradient, count);
    work.masks.sample(query, work.predictionTaps, 0, count, work.pointLogits);
    targets.masks().get(target).plane().sample(work.targetTaps, 0, count, work.pointLabels);
    LossWeights weights = config.weights();
    return MaskLoss.evaluate(
        work.pointLogits,
        work.pointLabels,
        count,
        weights.mask() / scale.numMasks(),
        weights.dice() / scale.numMasks(),
        work.pointGradient);
  }

  private static void report(
      List<NonFinite> nonFinite,
      StagePrediction stage,
      ImageTargets targets,
      int query,
      String term) {
    if (query >= 0) {
      nonFinite.add(new NonFinite(stage.name(), targets.imageId(), query, term));
    }
  }

  /**
   * One stage with the memory its gradients go to.
   *
   * @param stage the predictions
   * @param index of the stage
   * @param classWeights divisor of the softmax cross-entropy
   * @param gradLogits null if the stage has no class logits
   * @param gradMasks like the stage's masks
   */
  record StageJob(
      StagePrediction stage,
      int index,
      double classWeights,
      @Nullable MemorySegment gradLogits,
      MemorySegment gradMasks) {}
}
