package io.yoso4j.benchmarks;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.export.Deformable;
import io.yoso4j.export.OnnxFile;
import io.yoso4j.export.OnnxNetwork;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Instance;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.StoredModel;
import io.yoso4j.model.weights.Safetensors;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * YOSO-R50 of random weights as ONNX: size, time to write and to open, and time of an inference
 * beside libtorch's, in turns. Fails if their instances differ.
 *
 * <p>Options: {@code --sizes 512x800,800x1333} (height × width of the image), {@code --samples N},
 * {@code --classes N}.
 */
public final class OnnxBench {
  private static final Set<String> OPTIONS = Set.of("sizes", "samples", "classes");
  private static final int WARM_UPS = 2;
  private static final int SEED = 7;

  /** Of scores; pixels may differ where a logit is 0 but for rounding. */
  private static final double TOLERANCE = 1e-3;

  private record Engine(String name, Segmenter segmenter, Samples samples) {}

  private OnnxBench() {}

  /** Runs the bench; exit code 2 for wrong options. */
  public static void main(String[] args) throws IOException {
    try {
      run(new Arguments(args, OPTIONS), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void run(Arguments arguments, PrintStream out) throws IOException {
    Path folder = Files.createTempDirectory("onnx-bench");
    try {
      Path weights = folder.resolve("r50.safetensors");
      try (YosoNetwork network =
          YosoNetwork.create(YosoConfig.r50(arguments.count("classes", 80)), SEED)) {
        Safetensors.write(weights, NetworkWeights.store(network.parameters()), Map.of());
      }
      UnaryOperator<SegmenterOptions> options =
          start -> start.withInputSize(new InputSize.Original());
      List<Engine> engines = new ArrayList<>();
      try {
        engines.add(
            new Engine(
                "libtorch", Segmenter.open(weights, ModelCard.EMPTY, options), new Samples()));
        for (Deformable form : Deformable.values()) {
          Path file = folder.resolve(form + ".onnx");
          engines.add(
              new Engine("ONNX, " + form, exported(weights, file, form, out), new Samples()));
        }
        out.println("| size | engine | median ms | least |");
        out.println("|---|---|---|---|");
        for (String size : arguments.list("sizes", List.of("512x800", "800x1333"))) {
          measure(engines, size, arguments.count("samples", 7), out);
        }
      } finally {
        engines.forEach(engine -> engine.segmenter().close());
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static Segmenter exported(Path weights, Path file, Deformable form, PrintStream out)
      throws IOException {
    long start = System.nanoTime();
    try (Arena arena = Arena.ofConfined()) {
      OnnxFile.write(file, StoredModel.read(weights, ModelCard.EMPTY, arena), form);
    }
    long written = System.nanoTime();
    Segmenter segmenter =
        OnnxNetwork.segmenter(
            file, ModelCard.EMPTY, options -> options.withInputSize(new InputSize.Original()));
    long opened = System.nanoTime();
    out.printf(
        "%s: %.1f MB, written in %.2f s, opened in %.2f s%n",
        form, Files.size(file) / 1e6, (written - start) / 1e9, (opened - written) / 1e9);
    return segmenter;
  }

  private static void measure(List<Engine> engines, String size, int rounds, PrintStream out) {
    RgbImage image = noise(size);
    engines.forEach(engine -> engine.samples().clear());
    for (int round = 0; round < WARM_UPS + rounds; round++) {
      List<Instance> expected = List.of();
      for (Engine engine : engines) {
        long start = System.nanoTime();
        List<Instance> found = engine.segmenter().segment(image);
        long nanos = System.nanoTime() - start;
        if (round >= WARM_UPS) {
          engine.samples().add(nanos);
        }
        if (engine.equals(engines.getFirst())) {
          expected = found;
        } else {
          requireSame(engine.name(), expected, found);
        }
      }
    }
    for (Engine engine : engines) {
      out.printf(
          "| %s | %s | %.0f | %.0f |%n",
          size, engine.name(), engine.samples().median(), engine.samples().min());
    }
  }

  private static void requireSame(String name, List<Instance> expected, List<Instance> found) {
    boolean same = expected.size() == found.size() && !expected.isEmpty();
    for (int i = 0; same && i < expected.size(); i++) {
      Instance wanted = sorted(expected).get(i);
      Instance actual = sorted(found).get(i);
      same =
          wanted.query() == actual.query()
              && wanted.category() == actual.category()
              && Math.abs(wanted.score() - actual.score()) < TOLERANCE
              && Math.abs(wanted.mask().area() - actual.mask().area())
                  <= 2 + TOLERANCE * wanted.mask().area();
    }
    if (!same) {
      throw new IllegalStateException(name + " finds other instances than libtorch");
    }
  }

  private static List<Instance> sorted(List<Instance> instances) {
    return instances.stream()
        .sorted(Comparator.comparingInt(Instance::query).thenComparingInt(Instance::category))
        .toList();
  }

  private static RgbImage noise(String size) {
    String[] sides = size.split("x", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException("size (" + size + ") must look like 512x800");
    }
    int height = Integer.parseInt(sides[0]);
    int width = Integer.parseInt(sides[1]);
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(SEED).nextBytes(rgb);
    return RgbImage.of(width, height, rgb);
  }
}
