package io.yoso4j.eval;

import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * Objects or detections in columns: some 60 bytes each, where records would take several hundred.
 * The columns are handed out as they are and may be longer than the number of objects.
 */
final class ObjectTable {
  private final int size;
  private final int[] images;
  private final int[] categories;
  private final double[] boxes;
  private final double[] areas;
  private final double[] scores;
  private final BitSet crowds;
  private final Masks masks;
  private final IntFunction<String> names;

  /**
   * @param size the number of objects
   * @param images index of each one's image
   * @param categories index of each one's category
   * @param boxes x, y, width and height of each; empty where boxes are not compared
   * @param areas in pixels; NaN stands for the area of the mask
   * @param scores empty for annotated objects
   * @param crowds empty for detections
   * @param masks where masks come from
   * @param names what an object is called in messages
   */
  ObjectTable(
      int size,
      int[] images,
      int[] categories,
      double[] boxes,
      double[] areas,
      double[] scores,
      BitSet crowds,
      Masks masks,
      IntFunction<String> names) {
    this.size = size;
    this.images = images;
    this.categories = categories;
    this.boxes = boxes;
    this.areas = areas;
    this.scores = scores;
    this.crowds = crowds;
    this.masks = masks;
    this.names = names;
  }

  /** The same objects with other boxes and areas. */
  ObjectTable withBoxes(double[] otherBoxes, double[] otherAreas) {
    return new ObjectTable(
        size, images, categories, otherBoxes, otherAreas, scores, crowds, masks, names);
  }

  int size() {
    return size;
  }

  int[] images() {
    return images;
  }

  int[] categories() {
    return categories;
  }

  double[] boxes() {
    return boxes;
  }

  /** Sets the box of an object. */
  void setBox(int object, Box box) {
    boxes[4 * object] = box.x();
    boxes[4 * object + 1] = box.y();
    boxes[4 * object + 2] = box.width();
    boxes[4 * object + 3] = box.height();
  }

  double[] areas() {
    return areas;
  }

  double[] scores() {
    return scores;
  }

  BitSet crowds() {
    return crowds;
  }

  Masks masks() {
    return masks;
  }

  IntFunction<String> names() {
    return names;
  }

  /** Some of the objects, in that order all of category 0 and none a crowd. */
  ObjectTable asOneCategory(int[] chosen) {
    double[] chosenBoxes = new double[boxes.length == 0 ? 0 : 4 * chosen.length];
    for (int i = 0; i < chosen.length && chosenBoxes.length > 0; i++) {
      System.arraycopy(boxes, 4 * chosen[i], chosenBoxes, 4 * i, 4);
    }
    return new ObjectTable(
        chosen.length,
        Arrays.stream(chosen).map(i -> images[i]).toArray(),
        new int[chosen.length],
        chosenBoxes,
        Arrays.stream(chosen).mapToDouble(i -> areas[i]).toArray(),
        scores.length == 0 ? scores : Arrays.stream(chosen).mapToDouble(i -> scores[i]).toArray(),
        new BitSet(),
        (i, text) -> masks.mask(chosen[i], text),
        i -> names.apply(chosen[i]));
  }

  /** Where masks come from. */
  interface Masks {
    /**
     * The mask of an object.
     *
     * @throws io.yoso4j.data.DataException if it is wrong or not of the size of its image
     */
    Rle mask(int object, MaskText text);
  }
}
