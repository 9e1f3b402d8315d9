package io.yoso4j.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes what {@link OldLoss} gives for one image as a case that {@code ./yoso4j conformance}
 * compares with this project's loss: inputs, costs, matched queries, terms and gradients.
 */
public final class RecordCase {
  static final int QUERIES = 5;
  static final int CLASSES = MigrateLoss.CLASSES;
  static final int SIDE = 12;

  private RecordCase() {}

  /**
   * @param args the case's folder; files of the same names are replaced
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), 1);
  }

  static void write(Path folder, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] logits = gaussians(random, QUERIES, CLASSES);
    double[][] masks = gaussians(random, QUERIES, SIDE * SIDE);
    int[] labels = {2, 0, 2};
    byte[][] targets = {disc(3, 3, 3), disc(8, 4, 2.5), disc(6, 9, 4)};
    OldLoss.Result result = OldLoss.evaluate(logits, masks, labels, targets);

    Files.createDirectories(folder);
    npy(folder, "c0.pred_logits", "<f4", floats(logits), 1, QUERIES, CLASSES);
    npy(folder, "c0.pred_masks", "<f4", floats(masks), 1, QUERIES, SIDE, SIDE);
    npy(folder, "tgt.b0.labels", "<i8", longs(labels), labels.length);
    npy(folder, "tgt.b0.masks", "|u1", bytes(targets), targets.length, SIDE, SIDE);

    npy(folder, "c0.b0.cost.f64", "<f8", doubles(result.cost()), QUERIES, labels.length);
    Map<Integer, Integer> pairs = new TreeMap<>(); // by query
    IntStream.range(0, labels.length).forEach(t -> pairs.put(result.queryOf()[t], t));
    npy(folder, "c0.b0.src", "<i8", longs(pairs.keySet().stream().mapToInt(q -> q).toArray()), 3);
    npy(folder, "c0.b0.tgt", "<i8", longs(pairs.values().stream().mapToInt(t -> t).toArray()), 3);

    double[][] ofLogits = OldLoss.gradient(logits, logits, masks, labels, targets);
    double[][] ofMasks = OldLoss.gradient(masks, logits, masks, labels, targets);
    npy(folder, "grad.c0.pred_logits.f64", "<f8", doubles(ofLogits), 1, QUERIES, CLASSES);
    npy(folder, "grad.c0.pred_masks.f64", "<f8", doubles(ofMasks), 1, QUERIES, SIDE, SIDE);

    String terms =
        result.terms().entrySet().stream()
            .map(e -> "\"%s\": {\"unweighted_f64\": %s}".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    Files.writeString(
        folder.resolve("meta.json"),
        """
        {"family": "baseline",
         "config": {"C": %d, "w": %s, "alpha": %s, "gamma": %s},
         "calls": [{"losses": {%s}}]}
        """
            .formatted(
                CLASSES, Arrays.toString(OldLoss.WEIGHTS), OldLoss.ALPHA, OldLoss.GAMMA, terms));
  }

  static double[][] gaussians(SplittableRandom random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, _ -> (float) (2 * random.nextGaussian())); // as float32 can hold it
    }
    return values;
  }

  static byte[] disc(double x, double y, double radius) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (Math.hypot(i % SIDE - x, Math.floorDiv(i, SIDE) - y) <= radius ? 1 : 0);
    }
    return pixels;
  }

  private static ByteBuffer floats(double[][] rows) {
    ByteBuffer buffer = buffer(rows.length * rows[0].length * Float.BYTES);
    Arrays.stream(rows).flatMapToDouble(Arrays::stream).forEach(v -> buffer.putFloat((float) v));
    return buffer.flip();
  }

  private static ByteBuffer doubles(double[][] rows) {
    ByteBuffer buffer = buffer(rows.length * rows[0].length * Double.BYTES);
    Arrays.stream(rows).flatMapToDouble(Arrays::stream).forEach(buffer::putDouble);
    return buffer.flip();
  }

  private static ByteBuffer longs(int[] values) {
    ByteBuffer buffer = buffer(values.length * Long.BYTES);
    Arrays.stream(values).forEach(buffer::putLong);
    return buffer.flip();
  }

  private static ByteBuffer bytes(byte[][] rows) {
    ByteBuffer buffer = buffer(rows.length * rows[0].length);
    Arrays.stream(rows).forEach(buffer::put);
    return buffer.flip();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** NumPy's file format, version 1.0. */
  private static void npy(Path folder, String name, String type, ByteBuffer values, int... shape)
      throws IOException {
    String sizes =
        Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sizes);
    int padded = Math.ceilDiv(10 + header.length() + 1, 64) * 64;
    header += " ".repeat(padded - 10 - header.length() - 1) + "\n";
    byte[] bytes = new byte[padded + values.remaining()];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) 1).put((byte) 0).putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII)).put(values);
    Files.write(folder.resolve(name + ".npy"), bytes);
  }
}
