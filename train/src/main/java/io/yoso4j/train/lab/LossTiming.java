package io.yoso4j.train.lab;

import com.sun.management.ThreadMXBean;
import io.yoso4j.criterion.CriterionTimes;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One loss on one input, evaluated again and again. */
final class LossTiming {
  private final SetCriterionConfig config;
  private final SetCriterion criterion;
  private final List<StagePrediction> stages;
  private final List<ImageTargets> targets;
  private final MemorySegment gradients;
  private final Device device;
  private final List<CriterionTimes> times = new ArrayList<>();

  /**
   * @param gradients where they are written, every time anew; stays the caller's
   * @param device of the network: on the processor the loss runs on one thread
   */
  LossTiming(
      SetCriterionConfig config,
      List<StagePrediction> stages,
      List<ImageTargets> targets,
      MemorySegment gradients,
      Device device) {
    this.config = config.toBuilder().parallelism(1).build();
    this.stages = stages;
    this.targets = targets;
    this.gradients = gradients;
    this.device = device;
    criterion = SetCriterion.create(this.config);
  }

  /** Evaluates once; the round decides the points. */
  void run(int round, boolean counts) {
    CriterionTimes time =
        switch (device) {
          case CPU ->
              criterion
                  .profile(
                      stages, targets, draws(round), SegmentAllocator.slicingAllocator(gradients))
                  .times();
          case CUDA -> onDevice(round);
        };
    if (counts) {
      times.add(time);
    }
  }

  private PointDraws draws(int round) {
    return PointDraws.counterBased(0, round, LongStream.range(0, targets.size()).toArray());
  }

  private static MemorySegment heap(long bytes, long alignment) {
    return MemorySegment.ofArray(new float[Math.toIntExact(bytes / Float.BYTES)]);
  }

  /** Waits for the gradients; only the whole is known. */
  private CriterionTimes onDevice(int round) {
    try (TensorScope _ = TensorScope.open();
        StepCriterion steps = StepCriterion.create(config, device)) {
      List<StageOutputs> outputs = stages.stream().map(this::upload).toList();
      long start = System.nanoTime();
      try (StepLoss loss = steps.evaluate(outputs, targets, draws(round))) {
        loss.backward();
        var _ = loss.report();
      }
      Tensor masks = Objects.requireNonNull(outputs.getLast().masks());
      double _ = Objects.requireNonNull(masks.grad()).sum().item();
      return new CriterionTimes(0, 0, 0, 0, System.nanoTime() - start);
    }
  }

  private StageOutputs upload(StagePrediction stage) {
    return new StageOutputs(
        upload(stage.logits(), stage.batch(), stage.queries(), stage.columns()),
        upload(stage.masks(), stage.batch(), stage.queries(), stage.height(), stage.width()),
        null);
  }

  private @Nullable Tensor upload(@Nullable MemorySegment values, long... shape) {
    return values == null
        ? null
        : Tensor.of(values.toArray(ValueLayout.JAVA_FLOAT), shape).to(device).requiresGrad(true);
  }

  /** Milliseconds of every counted evaluation. */
  List<Double> totals() {
    return times.stream().map(time -> time.totalNanos() / 1e6).toList();
  }

  /** Median milliseconds of a part; null where it is not told. */
  @Nullable Double part(ToLongFunction<CriterionTimes> part) {
    return device == Device.CUDA
        ? null
        : TurnListener.median(times.stream().map(t -> part.applyAsLong(t) / 1e6).toList(), 0);
  }

  int samples() {
    return times.size();
  }

  /** Threads that evaluate the loss; null on a GPU. */
  @Nullable Integer threads() {
    return device == Device.CUDA ? null : config.parallelism();
  }

  /**
   * All that a criterion which has not run before allocates for one evaluation, gradients included,
   * whether it is held at once or not. Null where it is not told.
   */
  @Nullable Long allocatedBytes() {
    if (device == Device.CUDA
        || !(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
        || !threads.isThreadAllocatedMemorySupported()) {
      return null;
    }
    SetCriterion fresh = SetCriterion.create(config);
    long before = threads.getCurrentThreadAllocatedBytes();
    var _ = fresh.evaluate(stages, targets, draws(0), LossTiming::heap);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
