package io.yoso4j.benchmarks;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of the criterion, gradients included: three stages, the first without logits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CriterionBenchmark {
  private static final int STAGES = 3;

  /** Sizes of a training step. */
  public enum Size {
    /** The quickstart's: 24² masks, few queries. */
    TINY(8, 30, 5, 24, 5, 96, 1024),
    /** 64² masks. */
    SMALL(2, 100, 80, 64, 8, 256, 3136),
    /** 128² masks, upstream's number of points. */
    STANDARD(2, 100, 80, 128, 12, 512, 12544);

    private final int batch;
    private final int queries;
    private final int classes;
    private final int side;
    private final int targets;
    private final int targetSide;
    private final int points;

    Size(int batch, int queries, int classes, int side, int targets, int targetSide, int points) {
      this.batch = batch;
      this.queries = queries;
      this.classes = classes;
      this.side = side;
      this.targets = targets;
      this.targetSide = targetSide;
      this.points = points;
    }
  }

  /** The step's size. */
  @Param public Size size = Size.TINY;

  /** Threads at work, the caller's included. */
  @Param({"1", "2"})
  public int parallelism = 1;

  private SetCriterion criterion = SetCriterion.create(SetCriterionConfig.yoso(1));
  private List<StagePrediction> stages = List.of();
  private List<ImageTargets> targets = List.of();
  private PointDraws draws = PointDraws.counterBased(0, 0, new long[] {0});
  private double expected;

  /** Makes logits and round masks, and the total that every evaluation must give. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(7);
    criterion =
        SetCriterion.create(
            SetCriterionConfig.yoso(size.classes).toBuilder()
                .numPoints(size.points)
                .parallelism(parallelism)
                .build());
    stages = new ArrayList<>();
    for (int stage = 0; stage < STAGES; stage++) {
      stages.add(
          new StagePrediction(
              "s" + stage,
              stage == 0 ? null : logits(random, size.batch * size.queries * (size.classes + 1)),
              logits(random, size.batch * size.queries * size.side * size.side),
              size.batch,
              size.queries,
              size.classes + 1,
              size.side,
              size.side));
    }
    targets = new ArrayList<>();
    long[] ids = new long[size.batch];
    for (int image = 0; image < size.batch; image++) {
      ids[image] = image;
      targets.add(targets(random, image));
    }
    draws = PointDraws.counterBased(7, 0, ids);
    expected = evaluate().total();
  }

  private static MemorySegment logits(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian(0, 2);
    }
    return MemorySegment.ofArray(values);
  }

  private ImageTargets targets(SplittableRandom random, int image) {
    int side = size.targetSide;
    int[] labels = random.ints(size.targets, 0, size.classes).toArray();
    List<BitMask> masks = new ArrayList<>();
    for (int t = 0; t < size.targets; t++) {
      double x = random.nextDouble(side);
      double y = random.nextDouble(side);
      double radius = side * random.nextDouble(0.08, 0.25);
      long[] words = new long[(side * side + 63) / 64];
      for (int i = 0; i < side * side; i++) {
        if (Math.hypot(i % side - x, Math.floorDiv(i, side) - y) < radius) {
          words[i >> 6] |= 1L << i;
        }
      }
      masks.add(BitMask.of(side, side, words));
    }
    return new ImageTargets(image, labels, masks);
  }

  private CriterionResult evaluate() {
    return criterion.evaluate(
        stages,
        targets,
        draws,
        (bytes, alignment) -> MemorySegment.ofArray(new float[Math.toIntExact(bytes / 4)]));
  }

  /** Values and gradients. */
  @Benchmark
  public CriterionResult valuesAndGradients() {
    CriterionResult result = evaluate();
    if (result.total() != expected) {
      throw new IllegalStateException(
          "total " + result.total() + " differs from the first evaluation's " + expected);
    }
    return result;
  }
}
