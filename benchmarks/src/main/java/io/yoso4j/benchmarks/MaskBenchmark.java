package io.yoso4j.benchmarks;

import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Polygons;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Masks of one image of 480x640: uneven outlines of 40 points, and detections that are the same
 * outlines a little moved. Times are for all objects of the image together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
  private static final int HEIGHT = 480;
  private static final int WIDTH = 640;
  private static final int POINTS = 40;

  /** Objects, and as many detections. */
  @Param({"8", "100"})
  public int objects = 8;

  private final List<double[]> outlines = new ArrayList<>();
  private final List<Rle> truths = new ArrayList<>();
  private final List<Rle> detections = new ArrayList<>();
  private final List<Bitmap> bitmaps = new ArrayList<>();
  private final List<String> compressed = new ArrayList<>();
  private boolean[] crowd = {};
  private double[][] ious = {};
  private Rle union = Rle.empty(HEIGHT, WIDTH);
  private long boundary;

  /** Draws the objects, and computes every result by way of bits. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(5);
    Bitmap together = Bitmap.of(HEIGHT, WIDTH);
    for (int i = 0; i < objects; i++) {
      double[] outline = outline(random);
      Rle truth = Polygons.rasterize(List.of(outline), HEIGHT, WIDTH);
      int down = random.nextInt(-4, 5);
      int right = random.nextInt(-4, 5);
      outlines.add(outline);
      truths.add(truth);
      detections.add(truth.place(HEIGHT, WIDTH, down, right));
      bitmaps.add(truth.toBitmap());
      compressed.add(truth.toCompressedString());
      together.unite(truth.toBitmap());
      boundary += truth.difference(truth.erode(16)).area();
    }
    union = Rle.encode(together);
    crowd = new boolean[objects];
    ious = new double[objects][objects];
    for (int d = 0; d < objects; d++) {
      Bitmap detection = detections.get(d).toBitmap();
      for (int t = 0; t < objects; t++) {
        long shared = detection.sharedPixels(bitmaps.get(t));
        long whole = detection.area() + bitmaps.get(t).area() - shared;
        ious[d][t] = shared == 0 ? 0 : (double) shared / whole;
      }
    }
  }

  private static double[] outline(SplittableRandom random) {
    double x = random.nextDouble(WIDTH);
    double y = random.nextDouble(HEIGHT);
    double radius = Math.exp(random.nextDouble(Math.log(8), Math.log(120)));
    double[] points = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      double angle = 2 * Math.PI * i / POINTS;
      double length = radius * random.nextDouble(0.8, 1.2);
      points[2 * i] = Math.clamp(x + length * Math.cos(angle), 0, WIDTH);
      points[2 * i + 1] = Math.clamp(y + length * Math.sin(angle), 0, HEIGHT);
    }
    return points;
  }

  private static <T> T checked(T result, boolean right) {
    if (!right) {
      throw new IllegalStateException("wrong result");
    }
    return result;
  }

  /** IoU of every detection with every object. */
  @Benchmark
  public double[][] iouMatrix() {
    double[][] result = Rle.iouMatrix(detections, truths, crowd);
    return checked(result, Arrays.deepEquals(result, ious));
  }

  /** Polygons to runs. */
  @Benchmark
  public Rle rasterize() {
    Rle last = union;
    for (int i = 0; i < objects; i++) {
      last = Polygons.rasterize(List.of(outlines.get(i)), HEIGHT, WIDTH);
      checked(last, last.equals(truths.get(i)));
    }
    return last;
  }

  /** Bits to runs. */
  @Benchmark
  public Rle encode() {
    Rle last = union;
    for (int i = 0; i < objects; i++) {
      last = Rle.encode(bitmaps.get(i));
      checked(last, last.equals(truths.get(i)));
    }
    return last;
  }

  /** Runs to bits. */
  @Benchmark
  public Bitmap decode() {
    Bitmap last = bitmaps.getFirst();
    for (int i = 0; i < objects; i++) {
      last = truths.get(i).toBitmap();
      checked(last, last.equals(bitmaps.get(i)));
    }
    return last;
  }

  /** COCO's compressed string to runs. */
  @Benchmark
  public Rle readCompressed() {
    Rle last = union;
    for (int i = 0; i < objects; i++) {
      last = Rle.ofCompressed(HEIGHT, WIDTH, compressed.get(i));
      checked(last, last.equals(truths.get(i)));
    }
    return last;
  }

  /** Runs to COCO's compressed string. */
  @Benchmark
  public String writeCompressed() {
    String last = "";
    for (int i = 0; i < objects; i++) {
      last = truths.get(i).toCompressedString();
      checked(last, last.equals(compressed.get(i)));
    }
    return last;
  }

  /** All objects in one mask. */
  @Benchmark
  public Rle union() {
    Rle result = Rle.union(truths);
    return checked(result, result.equals(union));
  }

  /** The boundary of each object, 16 pixels wide. */
  @Benchmark
  public long boundary() {
    long area = 0;
    for (Rle truth : truths) {
      area += truth.boundary().area();
    }
    return checked(area, area == boundary);
  }
}
