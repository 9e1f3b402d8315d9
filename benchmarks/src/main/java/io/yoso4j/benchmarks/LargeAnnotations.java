package io.yoso4j.benchmarks;

import io.yoso4j.data.dataset.CocoDataset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes a COCO annotation file of any size, or reads one and tells time and memory.
 *
 * <p>Objects and images are those of COCO's training set in number and length of text: 7 objects an
 * image, 44 numbers with two decimals an outline. With {@code -Xmx} the reading shows how little
 * memory it needs.
 */
public final class LargeAnnotations {
  private static final int CATEGORIES = 80;
  private static final int OBJECTS = 7;
  private static final int POINTS = 22;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  /** Bytes of an image with its objects, as written here. */
  private static final int IMAGE_BYTES = 3128;

  private LargeAnnotations() {}

  /** {@code --write FILE [--megabytes N]} or {@code --read FILE}. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = new Arguments(args, Set.of("write", "megabytes", "read"));
    if (arguments.has("write")) {
      write(Path.of(arguments.text("write", "")), arguments.count("megabytes", 500));
    }
    if (arguments.has("read")) {
      read(Path.of(arguments.text("read", "")));
    }
  }

  private static void read(Path file) throws IOException {
    long start = System.nanoTime();
    CocoDataset data = CocoDataset.read(file, file.resolveSibling("images"));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%s: %d MB, %d images, %d objects in %.1f s; heap in use %d MB of at most %d MB%n",
        file,
        Files.size(file) / 1_000_000,
        data.images().size(),
        data.annotationCount(),
        seconds,
        (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000,
        runtime.maxMemory() / 1_000_000);
  }

  private static void write(Path file, int megabytes) throws IOException {
    long images = megabytes * 1_000_000L / IMAGE_BYTES;
    SplittableRandom random = new SplittableRandom(7);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"images\": [");
      for (long id = 1; id <= images; id++) {
        out.write(
            "%s{\"license\": 3,\"file_name\": \"%012d.jpg\",\"height\": %d,\"width\": %d,\"id\": %d}"
                .formatted(id == 1 ? "" : ",", id, HEIGHT, WIDTH, id));
      }
      out.write("],\n\"annotations\": [");
      for (long id = 1; id <= images * OBJECTS; id++) {
        out.write(id == 1 ? "" : ",");
        object(out, id, (id - 1) / OBJECTS + 1, random);
      }
      out.write("],\n\"categories\": [");
      for (int id = 1; id <= CATEGORIES; id++) {
        out.write("%s{\"id\": %d,\"name\": \"c%d\"}".formatted(id == 1 ? "" : ",", id, id));
      }
      out.write("]}\n");
    }
  }

  private static void object(BufferedWriter out, long id, long image, SplittableRandom random)
      throws IOException {
    double radius = random.nextDouble(5, 100);
    double x = random.nextDouble(radius, WIDTH - radius);
    double y = random.nextDouble(radius, HEIGHT - radius);
    out.write("{\"segmentation\": [[");
    for (int i = 0; i < POINTS; i++) {
      double angle = 2 * Math.PI * i / POINTS;
      double reach = radius * random.nextDouble(0.7, 1);
      out.write(i == 0 ? "" : ",");
      number(out, x + reach * Math.cos(angle));
      out.write(',');
      number(out, y + reach * Math.sin(angle));
    }
    out.write("]],\"area\": ");
    number(out, 2.3 * radius * radius);
    out.write(",\"iscrowd\": 0,\"image_id\": " + image + ",\"bbox\": [");
    number(out, x - radius);
    out.write(',');
    number(out, y - radius);
    out.write(',');
    number(out, 2 * radius);
    out.write(',');
    number(out, 2 * radius);
    out.write("],\"category_id\": " + random.nextInt(1, CATEGORIES + 1) + ",\"id\": " + id + "}");
  }

  /** With two decimals. */
  private static void number(BufferedWriter out, double value) throws IOException {
    out.write(Double.toString(Math.rint(value * 100) / 100));
  }
}
