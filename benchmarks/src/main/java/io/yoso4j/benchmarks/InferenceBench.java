package io.yoso4j.benchmarks;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.EngineOptions;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoInference;
import io.yoso4j.model.yoso.YosoNetwork;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Time of the parts of an inference: as prepared by {@link YosoNetwork#inference}, beside the
 * network as it is trained followed by the original's own operators for the masks, in turns.
 *
 * <p>Options: {@code --sizes 512x800,800x1333} (height × width of the image), {@code --samples N},
 * {@code --threads N}, {@code --type FLOAT32|BFLOAT16}, {@code --classes N}.
 */
public final class InferenceBench {
  private static final Set<String> OPTIONS =
      Set.of("sizes", "samples", "threads", "type", "classes");
  private static final List<String> PARTS =
      List.of("backbone", "neck", "head", "instances", "whole");
  private static final int WARM_UPS = 2;
  private static final int QUERIES = 100;
  private static final int SEED = 7;

  private final YosoNetwork network;
  private final YosoInference inference;
  private final ImageSize size;
  private final RgbImage image;
  private final Tensor input;
  private final List<Samples> original = samples();
  private final List<Samples> ours = samples();

  private InferenceBench(YosoNetwork network, YosoInference inference, ImageSize size) {
    this.network = network;
    this.inference = inference;
    this.size = size;
    image = noise(size);
    int divisor = network.config().sizeDivisibility();
    input =
        Tensor.zeros(
            1,
            3,
            Math.ceilDiv(size.height(), divisor) * (long) divisor,
            Math.ceilDiv(size.width(), divisor) * (long) divisor);
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
    ElementType type =
        ElementType.valueOf(arguments.text("type", "FLOAT32").toUpperCase(Locale.ROOT));
    Engine.start(EngineOptions.defaults().withThreads(threads));
    out.printf("YOSO-R50, %d queries, %d threads, %s; ms%n", QUERIES, threads, type);
    out.println("| size | part | original's operators | ours | ratio |");
    out.println("|---|---|---|---|---|");
    YosoConfig config = YosoConfig.r50(arguments.count("classes", 80));
    try (YosoNetwork network = YosoNetwork.create(config, SEED);
        YosoInference inference = network.inference(type)) {
      for (String text : arguments.list("sizes", List.of("512x800", "800x1333"))) {
        try (TensorScope _ = TensorScope.open()) {
          new InferenceBench(network, inference, parse(text))
              .measure(arguments.count("samples", 7), text, out);
        }
      }
    }
  }

  private static ImageSize parse(String text) {
    String[] sides = text.split("x", -1);
    try {
      if (sides.length == 2) {
        return new ImageSize(Integer.parseInt(sides[1]), Integer.parseInt(sides[0]));
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new IllegalArgumentException("size (" + text + ") must look like 512x800");
  }

  private void measure(int rounds, String label, PrintStream out) {
    for (int round = 0; round < WARM_UPS + rounds; round++) {
      if (round == WARM_UPS) {
        original.forEach(Samples::clear);
        ours.forEach(Samples::clear);
      }
      original();
      ours();
    }
    for (int part = 0; part < PARTS.size(); part++) {
      double before = original.get(part).median();
      double now = ours.get(part).median();
      out.printf(
          "| %s | %s | %.0f | %.0f | %.2f |%n", label, PARTS.get(part), before, now, now / before);
    }
  }

  private void original() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      long start = System.nanoTime();
      List<Tensor> features = timed(original.get(0), () -> network.backboneFeatures(input, false));
      Tensor merged = timed(original.get(1), () -> network.mergeFeatures(features, false));
      StageTensors stage = timed(original.get(2), () -> network.heads(merged, false).getLast());
      timed(original.get(3), () -> OriginalInstances.of(stage, input, size));
      original.get(4).add(System.nanoTime() - start);
    }
  }

  private void ours() {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      List<Tensor> features = timed(ours.get(0), () -> inference.features(input));
      Tensor merged = timed(ours.get(1), () -> inference.merged(features));
      timed(ours.get(2), () -> inference.heads(merged));
    }
    SegmenterOptions options = SegmenterOptions.defaults().withInputSize(new InputSize.Original());
    long start = System.nanoTime();
    Segmenter.of(inference, options).segment(image);
    long whole = System.nanoTime() - start;
    ours.get(4).add(whole);
    ours.get(3).add(Math.max(0, whole - parts()));
  }

  /** Time of the network alone in this round. */
  private long parts() {
    return ours.subList(0, 3).stream().mapToLong(Samples::lastNanos).sum();
  }

  private static <T> T timed(Samples samples, Supplier<T> body) {
    long start = System.nanoTime();
    T result = body.get();
    samples.add(System.nanoTime() - start);
    return result;
  }

  private static List<Samples> samples() {
    List<Samples> samples = new ArrayList<>();
    PARTS.forEach(_ -> samples.add(new Samples()));
    return samples;
  }

  private static RgbImage noise(ImageSize size) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    new SplittableRandom(SEED).nextBytes(rgb);
    return RgbImage.of(size.width(), size.height(), rgb);
  }
}
