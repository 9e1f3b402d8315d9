package io.yoso4j.cli.report;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.CocoResults;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.SplitPaths;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.train.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A run folder with made-up curves and with detections that are shaken copies of the ground truth.
 */
public final class SyntheticRun {

  private static final int STEPS = 600;

  private SyntheticRun() {}

  /**
   * Writes the folder, and its data set beside it.
   *
   * @return the validation images
   */
  public static SplitPaths write(Path run) throws IOException {
    Path data = run.resolveSibling(run.getFileName() + "-data");
    if (!Files.exists(data)) {
      ShapesDataset.write(data, ShapesOptions.DEFAULT.withCounts(2, 24).withSeed(5));
    }
    Path annotations = data.resolve("annotations/instances_val.json");
    Path images = data.resolve("val");
    Files.createDirectories(run);
    Files.writeString(
        run.resolve("config.yaml"),
        ConfigLoader.load(
                "tiny",
                null,
                List.of("data.val_annotations=" + annotations, "data.val_images=" + images))
            .toYaml());
    Files.writeString(run.resolve("metrics.jsonl"), history());
    Files.writeString(run.resolve("metrics.json"), metrics());
    detections(CocoDataset.read(annotations, images), run.resolve("results_val.json"));
    return SplitPaths.of("val", annotations, images);
  }

  private static String history() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= STEPS; step++) {
      double noise = 0.85 + 0.3 * random.nextDouble();
      double decay = Math.exp(-step / 180.0);
      StringBuilder losses = new StringBuilder();
      double total = 0;
      for (int stage = 0; stage < 3; stage++) {
        for (String term : stage == 0 ? List.of("mask", "dice") : List.of("ce", "mask", "dice")) {
          double value = (0.3 + (1.6 + 0.4 * term.length() - 0.3 * stage) * decay) * noise;
          total += value;
          losses.append(losses.isEmpty() ? "" : ",");
          losses.append(String.format(Locale.ROOT, "\"s%d_loss_%s\":%.5f", stage, term, value));
        }
      }
      double rate = step < 50 ? step / 50e3 : step < 480 ? 1e-3 : 1e-4;
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"type\":\"step\",\"step\":%d,\"time\":%.2f,\"lr\":%s,\"loss\":%.5f,\"grad_norm\":%.3f,\"images_per_s\":31.2,\"losses\":{%s}}%n",
              step,
              step * 0.31,
              rate,
              total,
              2 + 6 * decay * noise,
              losses));
      if (step % 100 == 0) {
        double ap = 0.72 * (1 - Math.exp(-step / 250.0));
        lines.append(
            String.format(
                Locale.ROOT,
                "{\"type\":\"eval\",\"step\":%d,\"time\":%.1f,\"segm\":{\"AP\":%.4f,\"AP50\":%.4f,\"AP75\":%.4f},\"bbox\":{\"AP\":%.4f}}%n",
                step,
                step * 0.31,
                ap,
                Math.min(0.97, ap * 1.35),
                ap * 1.08,
                ap * 0.96));
      }
    }
    lines.append(
        "{\"type\":\"warning\",\"message\":\"image 17 (<b>a&b</b>.png): polygon with 3 numbers left"
            + " out\"}\n");
    lines.append("{\"type\":\"step\",\"step\":601,\"ti");
    return lines.toString();
  }

  private static String metrics() {
    String numbers =
        """
        {"AP":0.654,"AP50":0.881,"AP75":0.706,"APs":0.512,"APm":0.761,"APl":null,"AR1":0.31,"AR10":0.72,"AR100":0.72,"ARs":0.61,"ARm":0.8,"ARl":-1}\
        """;
    return """
    {"segm":%s,"bbox":%s,
     "per_class":[{"id":1,"name":"circle","AP":0.71,"AP50":0.95,"instances":112},{"id":2,"name":"square","AP":0.68,"AP50":0.9,"instances":98},
      {"id":3,"name":"triangle","AP":0.61,"AP50":0.87,"instances":105},{"id":4,"name":"star <script>alert(1)</script>","AP":0.55,"AP50":0.8,"instances":101},
      {"id":5,"name":"ring","AP":null,"AP50":null,"instances":0}],
     "train":{"steps":600,"seconds":187.4,"images_per_s":31.2,"peak_rss_mb":1432},
     "dataset":{"train_images":2,"val_images":24,"classes":5},
     "incidents":{"empty_objects":{"count":12,"examples":["000004.png","<b>.png"]}},
     "versions":{"yoso4j":"0.1.0-SNAPSHOT","libtorch":"2.10.0","java":"25.0.1"},
     "seed":5,"command":"./yoso4j quickstart --seed 5",
     "provenance":{"command":"./yoso4j quickstart --seed 5","yoso4j":"0.1.0-SNAPSHOT",
       "commit":"0123456789abcdef0123456789abcdef01234567-dirty","java":"25.0.1","threads":1,
       "train":{"annotations":"/data/instances_train.json",
         "file_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
         "images":2},"val":null}}
    """
        .formatted(numbers, numbers);
  }

  private static void detections(CocoDataset data, Path target) {
    SplittableRandom random = new SplittableRandom(11);
    List<CocoResult> results = new ArrayList<>();
    for (ImageRecord image : data.images()) {
      for (Annotation object : data.annotations(image.id())) {
        if (random.nextInt(6) == 0) {
          continue;
        }
        Bitmap mask =
            shifted(
                object.toRle(image.height(), image.width()).toBitmap(),
                random.nextInt(5),
                random.nextInt(4));
        Rle rle = Rle.encode(mask);
        int category = random.nextInt(8) == 0 ? (object.category() + 1) % 5 : object.category();
        results.add(
            new CocoResult(image.id(), category, 0.4 + 0.6 * random.nextDouble(), rle.bbox(), rle));
      }
    }
    CocoResults.write(target, data.categories(), results);
  }

  private static Bitmap shifted(Bitmap mask, int right, int down) {
    Bitmap moved = Bitmap.of(mask.height(), mask.width());
    for (int y = down; y < mask.height(); y++) {
      for (int x = right; x < mask.width(); x++) {
        moved.set(y, x, mask.get(y - down, x - right));
      }
    }
    return moved;
  }
}
