package io.yoso4j.train;

import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import io.yoso4j.train.pipeline.Batch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One optimiser step: forward, criterion, backward, optimiser.
 *
 * <p>Owns the memory that pixels are handed over in; network, optimiser and criterion stay the
 * caller's. Not thread-safe.
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
  private final YosoNetwork network;
  private final ModelOptimizer optimizer;
  private final StepCriterion criterion;
  private final FiniteCheck check;
  private final StepClock clock;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;

  /**
   * @param check what becomes of a loss or gradient that is not finite
   * @param clock told which part of the step took how long
   */
  TrainingStep(
      TrainConfig config,
      YosoNetwork network,
      ModelOptimizer optimizer,
      StepCriterion criterion,
      FiniteCheck check,
      StepClock clock) {
    seed = config.seed();
    this.network = network;
    this.optimizer = optimizer;
    this.criterion = criterion;
    this.check = check;
    this.clock = clock;
    long values = 3L * config.augment().sampleHeight() * config.augment().sampleWidth();
    pixels = arena.allocate(config.train().batchSize() * values * Float.BYTES, 64);
  }

  /**
   * Changes the network's weights by one step.
   *
   * @param batch images and objects
   * @param step steps taken before; decides the random points
   * @param learningRate base rate
   * @throws TrainException if loss or gradient is not finite and the training is to stop; the
   *     weights are then as before
   * @throws SkippedStep if loss or gradient is not finite and the step is to be left out; the
   *     weights are then as before
   */
  Result take(Batch batch, long step, double learningRate) {
    LossReport loss;
    double norm;
    try (TensorScope _ = TensorScope.open()) {
      network.parameters().clearGrads();
      loss = accumulate(batch, step);
      norm = optimizer.step(learningRate);
    }
    clock.lap(StepClock.Part.OPTIMIZER);
    check.gradient(norm, step);
    return new Result(loss, norm);
  }

  /** Adds the gradient of the batch's loss to the parameters'. */
  private LossReport accumulate(Batch batch, long step) {
    batch.copyPixelsTo(pixels);
    Tensor images =
        Tensor.of(pixels, batch.samples().size(), 3, batch.height(), batch.width())
            .to(Engine.device());
    List<StageOutputs> stages = StageOutputs.of(network.forward(images, true));
    clock.lap(StepClock.Part.FORWARD);
    PointDraws draws = PointDraws.counterBased(seed, step, batch.imageIds());
    try (StepLoss loss = criterion.evaluate(stages, Targets.of(batch), draws)) {
      clock.lap(StepClock.Part.CRITERION);
      loss.backward();
      // Read here because the optimiser, which needs the gradient's norm, waits anyway.
      LossReport report = loss.report();
      check.loss(report, step, batch, stages);
      clock.lap(StepClock.Part.BACKWARD);
      return report;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
