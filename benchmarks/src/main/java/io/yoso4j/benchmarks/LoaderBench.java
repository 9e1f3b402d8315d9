package io.yoso4j.benchmarks;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.pipeline.Loader;
import io.yoso4j.train.pipeline.LoaderProfile;
import io.yoso4j.train.pipeline.SampleSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Time of making a training sample by parts: decoding, resizing, changes of colour and place,
 * drawing masks. One thread first, nothing kept in memory; then how many images a second several
 * threads hand over.
 *
 * <p>Options: {@code --annotations FILE.json} (COCO), {@code --images DIR}, {@code --side PIXELS},
 * {@code --samples N}, {@code --threads N}, {@code --set KEY=VALUE,…}.
 */
public final class LoaderBench {
  private static final Set<String> OPTIONS =
      Set.of("annotations", "images", "side", "samples", "threads", "set");
  private static final int BATCH = 2;

  private LoaderBench() {}

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
    int samples = arguments.count("samples", 300);
    int threads = arguments.count("threads", Runtime.getRuntime().availableProcessors());
    CocoDataset data =
        CocoDataset.read(
            Path.of(arguments.text("annotations", "")), Path.of(arguments.text("images", "")));
    List<String> sets = new ArrayList<>(arguments.list("set", List.of()));
    sets.add("augment.image_size=" + arguments.count("side", 512));
    sets.add("train.batch_size=" + BATCH);
    sets.add("data.loader_threads=" + threads);
    sets.add("data.cache_mb=0");
    TrainConfig config = ConfigLoader.load("r50", null, sets);
    LoaderProfile profile = alone(data, config, samples);
    out.printf(
        Locale.ROOT,
        "%d images, %.1f objects each, %d² pixels, nothing kept; ms an image%n",
        data.images().size(),
        (double) data.annotations().count() / data.images().size(),
        arguments.count("side", 512));
    out.println("| part | mean |");
    out.println("|---|--:|");
    for (Map.Entry<String, Double> part : profile.parts().entrySet()) {
      out.printf(
          Locale.ROOT,
          "| %s | %.2f |%n",
          part.getKey(),
          1000 * part.getValue() / profile.samples());
    }
    out.printf(Locale.ROOT, "| whole | %.2f |%n", 1000 * profile.seconds() / profile.samples());
    out.printf(
        Locale.ROOT, "%d threads: %.1f images/s%n", threads, together(data, config, samples));
  }

  /** The second round, when the JVM has compiled everything. */
  private static LoaderProfile alone(CocoDataset data, TrainConfig config, int samples) {
    SampleSource warm = SampleSource.of(data, config);
    for (int i = 0; i < samples; i++) {
      warm.at(i);
    }
    SampleSource source = SampleSource.of(data, config);
    for (int i = 0; i < samples; i++) {
      source.at(i);
    }
    return source.profile();
  }

  private static double together(CocoDataset data, TrainConfig config, int samples) {
    try (Loader loader = Loader.open(data, config, 0)) {
      loader.next();
      long start = System.nanoTime();
      int batches = Math.max(1, samples / BATCH);
      for (int i = 0; i < batches; i++) {
        loader.next();
      }
      return batches * BATCH * 1e9 / (System.nanoTime() - start);
    }
  }
}
