package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random predictions and objects, as arrays of DJL and as the criterion takes them.
 *
 * @param layout of the stages
 * @param predictions arrays that need gradients
 * @param stages copies of them
 * @param targets objects of every image
 */
record RandomBatch(
    List<StageLayout> layout,
    NDList predictions,
    List<StagePrediction> stages,
    List<ImageTargets> targets) {
  static final int QUERIES = 5;
  static final int CLASSES = 3;
  static final int HEIGHT = 6;
  static final int WIDTH = 8;

  /**
   * @param columns of the class logits
   * @param amplitude of the mask logits
   * @param objects number of every image
   */
  static RandomBatch of(
      NDManager manager,
      long seed,
      List<StageLayout> layout,
      int columns,
      double amplitude,
      int... objects) {
    Random random = new Random(seed);
    int images = objects.length;
    NDList arrays = new NDList();
    List<StagePrediction> stages = new ArrayList<>();
    for (StageLayout stage : layout) {
      float[] logits = gaussians(random, images * QUERIES * columns, Math.min(amplitude, 2));
      float[] masks = gaussians(random, images * QUERIES * HEIGHT * WIDTH, amplitude);
      float[] boxes = boxes(random, images * QUERIES);
      if (stage.logits()) {
        arrays.add(manager.create(logits, new Shape(images, QUERIES, columns)));
      }
      if (stage.masks()) {
        arrays.add(manager.create(masks, new Shape(images, QUERIES, HEIGHT, WIDTH)));
      }
      if (stage.boxes()) {
        arrays.add(manager.create(boxes, new Shape(images, QUERIES, 4)));
      }
      stages.add(
          new StagePrediction(
              stage.name(),
              stage.logits() ? MemorySegment.ofArray(logits) : null,
              stage.masks() ? MemorySegment.ofArray(masks) : null,
              stage.boxes() ? MemorySegment.ofArray(boxes) : null,
              images,
              QUERIES,
              columns,
              HEIGHT,
              WIDTH));
    }
    arrays.forEach(array -> array.setRequiresGradient(true));
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      targets.add(targets(random, 100 + image, objects[image], 13, 11));
    }
    return new RandomBatch(layout, arrays, stages, targets);
  }

  /** Objects with masks and boxes, and an ignored region. */
  static ImageTargets targets(Random random, long id, int count, int height, int width) {
    int[] labels = new int[count];
    List<BitMask> masks = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      labels[n] = random.nextInt(CLASSES);
      masks.add(mask(random, height, width));
    }
    return new ImageTargets(
        id, labels, masks, height, width, boxes(random, count), mask(random, height, width));
  }

  private static BitMask mask(Random random, int height, int width) {
    byte[] pixels = new byte[height * width];
    int top = random.nextInt(height / 2);
    int left = random.nextInt(width / 2);
    for (int i = 0; i < pixels.length; i++) {
      boolean inside = i / width >= top && i % width >= left && i % width < left + width / 2;
      pixels[i] = (byte) (inside ^ random.nextInt(15) == 0 ? 1 : 0);
    }
    return BitMask.ofPixels(height, width, pixels);
  }

  private static float[] boxes(Random random, int count) {
    float[] boxes = new float[4 * count];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = i % 4 < 2 ? random.nextFloat(0.3f, 0.7f) : random.nextFloat(0.1f, 0.4f);
    }
    return boxes;
  }

  private static float[] gaussians(Random random, int count, double amplitude) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (amplitude * random.nextGaussian());
    }
    return values;
  }

  /** Gradients that arrived at the predictions, in their order. */
  List<float[]> gradients() {
    return predictions.stream().map(NDArray::getGradient).map(NDArray::toFloatArray).toList();
  }
}
