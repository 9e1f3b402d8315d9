package io.yoso4j.train.pipeline;

import io.yoso4j.data.mask.Bitmap;
import java.util.ArrayList;
import java.util.List;

/** A sample in the making: pixels and objects in their places. For use by one thread. */
final class Scene {
  private final Placement placement;
  private final byte[] planes;
  private final List<SceneObject> objects;
  private int lost;

  /**
   * @param label index of the class
   * @param mask {@code [height, width]}, not empty; changed when something is pasted over it
   */
  record SceneObject(int label, Bitmap mask) {}

  /**
   * @param placement where the image lies
   * @param planes red, green, blue {@code [3, height, width]}; belongs to the scene from now on
   * @param objects belong to the scene too
   * @param lost objects that have no pixel left
   */
  Scene(Placement placement, byte[] planes, List<SceneObject> objects, int lost) {
    this.placement = placement;
    this.planes = planes;
    this.objects = new ArrayList<>(objects);
    this.lost = lost;
  }

  Placement placement() {
    return placement;
  }

  byte[] planes() {
    return planes;
  }

  List<SceneObject> objects() {
    return objects;
  }

  /** Objects that have no pixel left, because of the crop or of what was pasted over them. */
  int lost() {
    return lost;
  }

  /**
   * Pastes objects of another scene of the same size over this one: their pixels replace those
   * here, masks here lose them, and objects that lose all are dropped and counted.
   *
   * @param donor where the pixels come from
   * @param chosen some of its objects; they belong to this scene from now on
   */
  void paste(Scene donor, List<SceneObject> chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    Bitmap shape = chosen.getFirst().mask();
    Bitmap cover = Bitmap.of(shape.height(), shape.width());
    chosen.forEach(object -> cover.unite(object.mask()));
    copyPixels(donor, cover);
    objects.forEach(object -> object.mask().subtract(cover));
    int before = objects.size();
    objects.removeIf(object -> object.mask().area() == 0);
    lost += before - objects.size();
    objects.addAll(chosen);
  }

  /** Leaves out objects that are visible, but with fewer pixels; they are not counted as lost. */
  void requireArea(int pixels) {
    objects.removeIf(object -> object.mask().area() < pixels);
  }

  private void copyPixels(Scene donor, Bitmap cover) {
    int plane = planes.length / 3;
    long[] words = cover.words();
    for (int i = 0; i < words.length; i++) {
      for (long bits = words[i]; bits != 0; bits &= bits - 1) {
        int at = i * Long.SIZE + Long.numberOfTrailingZeros(bits);
        planes[at] = donor.planes[at];
        planes[plane + at] = donor.planes[plane + at];
        planes[2 * plane + at] = donor.planes[2 * plane + at];
      }
    }
  }
}
