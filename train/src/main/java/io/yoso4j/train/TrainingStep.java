package io.yoso4j.train;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Autocast;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import io.yoso4j.train.pipeline.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One optimiser step: forward, criterion and backward of each of its batches, then the optimiser.
 * Batches of one step give the gradient of one large batch, up to rounding, and up to normalisation
 * layers that take statistics of a batch; see {@link StepTotals}.
 *
 * <p>Owns the memory that pixels are handed over in; state and criterion stay the caller's. Not
 * thread-safe.
 */
final class TrainingStep implements AutoCloseable {
  /**
   * What a step came to.
   *
   * @param loss the criterion's numbers
   * @param gradientNorm norm of the whole gradient before clipping
   */
  record Result(LossReport loss, double gradientNorm) {}

  private final long seed;
  private final ElementType precision;
  private final TrainingState state;
  private final StepCriterion criterion;
  private final StepTotals totals;
  private final StepExchange exchange;
  private final FiniteCheck check;
  private final StepClock clock = new StepClock();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;

  /**
   * @param criterion made with {@code totals}
   * @param totals told of the objects of every step
   * @param exchange with the other processes
   * @param check what becomes of a loss or gradient that is not finite
   */
  TrainingStep(
      TrainConfig config,
      TrainingState state,
      StepCriterion criterion,
      StepTotals totals,
      StepExchange exchange,
      FiniteCheck check) {
    seed = config.seed();
    precision =
        switch (config.engine().precision()) {
          case FLOAT32 -> ElementType.FLOAT32;
          case BFLOAT16 -> ElementType.BFLOAT16;
        };
    this.state = state;
    this.criterion = criterion;
    this.totals = totals;
    this.exchange = exchange;
    this.check = check;
    long values = 3L * config.augment().sampleHeight() * config.augment().sampleWidth();
    int images = exchange.shard().of(config.train().batchSize());
    pixels = arena.allocate(images * values * Float.BYTES, 64);
  }

  /** Which part of the steps took how long. */
  StepClock clock() {
    return clock;
  }

  /**
   * Changes the network's weights by one step.
   *
   * @param batches images and objects, gone through one after the other
   * @param step steps taken before; decides the random points
   * @param learningRate base rate
   * @throws TrainException if loss or gradient is not finite and the training is to stop; the
   *     weights are then as before
   * @throws SkippedStep if loss or gradient is not finite and the step is to be left out; the
   *     weights are then as before
   */
  Result take(List<Batch> batches, long step, double learningRate) {
    List<List<ImageTargets>> targets = batches.stream().map(Targets::of).toList();
    totals.begin(targets);
    state.network().parameters().clearGrads();
    List<LossReport> losses = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      try (TensorScope _ = TensorScope.open()) {
        boolean last = i == batches.size() - 1;
        losses.add(accumulate(batches.get(i), targets.get(i), step, last));
      }
    }
    double norm;
    try (TensorScope _ = TensorScope.open()) {
      norm = state.optimizer().step(learningRate);
    }
    check.gradient(norm, step);
    state.average().update(step + 1);
    clock.lap(StepClock.Part.OPTIMIZER);
    return new Result(LossReport.sum(losses), norm);
  }

  /**
   * Adds the gradient of the batch's loss to the parameters'.
   *
   * @param last whether the gradients are then complete
   */
  private LossReport accumulate(Batch batch, List<ImageTargets> targets, long step, boolean last) {
    batch.copyPixelsTo(pixels);
    MemorySegment filled = pixels.asSlice(0, batch.floatBytes());
    Tensor images =
        Tensor.of(filled, batch.samples().size(), 3, batch.height(), batch.width())
            .to(Engine.device());
    List<StageOutputs> stages = StageOutputs.of(forward(images));
    clock.lap(StepClock.Part.FORWARD);
    PointDraws draws = PointDraws.counterBased(seed, step, batch.imageIds());
    try (StepLoss loss = criterion.evaluate(stages, targets, draws)) {
      clock.lap(StepClock.Part.CRITERION);
      if (last) {
        exchange.lastBackward();
      }
      loss.backward();
      if (last) {
        exchange.finishGradients();
      }
      // Read here because the optimiser, which needs the gradient's norm, waits anyway.
      LossReport mine = loss.report();
      LossReport report = exchange.total(mine);
      check.loss(report, mine, totals.classWeights(), step, batch, stages);
      clock.lap(StepClock.Part.BACKWARD);
      return report;
    }
  }

  /** Backbone and neck in the configured precision, as in inference; the small head in full. */
  private List<StageTensors> forward(Tensor images) {
    YosoNetwork network = state.network();
    Tensor features;
    try (Autocast _ = Autocast.open(precision)) {
      features =
          network.mergeFeatures(network.backboneFeatures(network.normalise(images), true), true);
    }
    return network.heads(features, true);
  }

  @Override
  public void close() {
    arena.close();
  }
}
