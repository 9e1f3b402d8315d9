package io.yoso4j.benchmarks;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.tensor.AdamW;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Time of the parts of a training step of YOSO-R50: forward, criterion, backward, optimiser (with
 * clipping), without data loading.
 *
 * <p>Options: {@code --side PIXELS}, {@code --batch N}, {@code --samples N}, {@code --threads N}.
 */
public final class TrainingBench {
  private static final Set<String> OPTIONS = Set.of("side", "batch", "samples", "threads");
  private static final List<String> PARTS =
      List.of("forward", "criterion", "backward", "optimiser", "whole");
  private static final int CLASSES = 80;
  private static final int OBJECTS = 8;
  private static final int SEED = 5;
  private static final int WARM_UPS = 3;
  private static final double CLIP = 0.01;

  private final List<Samples> samples = PARTS.stream().map(_ -> new Samples()).toList();
  private final YosoNetwork network;
  private final StepCriterion criterion;
  private final AdamW adam;
  private final Tensor images;
  private final List<ImageTargets> targets;
  private final long[] ids;

  private TrainingBench(
      YosoNetwork network, StepCriterion criterion, AdamW adam, int batch, int side) {
    this.network = network;
    this.criterion = criterion;
    this.adam = adam;
    SplittableRandom random = new SplittableRandom(SEED);
    float[] pixels = new float[batch * 3 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble(256);
    }
    images = Tensor.of(pixels, batch, 3, side, side);
    ids = LongStream.range(0, batch).toArray();
    targets = LongStream.of(ids).mapToObj(id -> boxes(id, side, random)).toList();
  }

  /** Rectangles. */
  private static ImageTargets boxes(long id, int side, SplittableRandom random) {
    int[] labels = new int[OBJECTS];
    List<BitMask> masks = new ArrayList<>();
    for (int object = 0; object < OBJECTS; object++) {
      labels[object] = random.nextInt(CLASSES);
      int x = random.nextInt(side / 2);
      int y = random.nextInt(side / 2);
      byte[] inside = new byte[side * side];
      for (int row = y; row < y + side / 4; row++) {
        Arrays.fill(inside, row * side + x, row * side + x + side / 4, (byte) 1);
      }
      masks.add(BitMask.ofPixels(side, side, inside));
    }
    return new ImageTargets(id, labels, masks);
  }

  /** Runs the bench; exit code 2 for wrong options. */
  public static void main(String[] args) {
    try {
      run(new Arguments(args, OPTIONS), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void run(Arguments arguments, PrintStream out) {
    int threads = arguments.count("threads", Runtime.getRuntime().availableProcessors());
    int side = arguments.count("side", 256);
    int batch = arguments.count("batch", 2);
    Engine.start(EngineOptions.defaults().withThreads(threads));
    SetCriterionConfig config =
        SetCriterionConfig.yoso(CLASSES).toBuilder().parallelism(threads).build();
    try (TensorScope _ = TensorScope.open();
        YosoNetwork network = YosoNetwork.create(YosoConfig.r50(CLASSES), SEED);
        StepCriterion criterion = StepCriterion.create(config, Device.CPU);
        AdamW adam =
            AdamW.create(
                network.parameters().trainable().stream().map(Parameter::tensor).toList(),
                0.9,
                0.999,
                1e-8)) {
      TrainingBench bench = new TrainingBench(network, criterion, adam, batch, side);
      int rounds = arguments.count("samples", 10);
      for (int round = 0; round < WARM_UPS + rounds; round++) {
        if (round == WARM_UPS) {
          bench.samples.forEach(Samples::clear);
        }
        bench.step(round);
      }
      out.printf("YOSO-R50, %d² pixels, batch %d, %d threads; ms%n", side, batch, threads);
      out.println("| part | median | least |");
      out.println("|---|---|---|");
      for (int part = 0; part < PARTS.size(); part++) {
        Samples times = bench.samples.get(part);
        out.printf("| %s | %.0f | %.0f |%n", PARTS.get(part), times.median(), times.min());
      }
    }
  }

  private void step(long step) {
    try (TensorScope _ = TensorScope.open()) {
      long start = System.nanoTime();
      List<StageOutputs> stages = StageOutputs.of(network.forward(images, true));
      long forward = System.nanoTime();
      long criterionEnd;
      long backward;
      try (StepLoss loss =
          criterion.evaluate(stages, targets, PointDraws.counterBased(SEED, step, ids))) {
        criterionEnd = System.nanoTime();
        loss.backward();
        backward = System.nanoTime();
      }
      List<Tensor> gradients = new ArrayList<>();
      for (Tensor weight : adam.parameters()) {
        gradients.add(Objects.requireNonNull(weight.grad(), "gradient"));
      }
      Gradients.clip(gradients, CLIP);
      adam.step(1e-5, 0.05);
      network.parameters().clearGrads();
      long end = System.nanoTime();
      samples.get(0).add(forward - start);
      samples.get(1).add(criterionEnd - forward);
      samples.get(2).add(backward - criterionEnd);
      samples.get(3).add(end - backward);
      samples.get(4).add(end - start);
    }
  }
}
