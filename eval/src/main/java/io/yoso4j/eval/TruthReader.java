package io.yoso4j.eval;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.json.JsonKind;
import io.yoso4j.data.json.JsonReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what evaluation needs of an annotation file. */
final class TruthReader {
  private final JsonReader in;
  private final ObjectColumns objects;

  private final List<Category> categories = new ArrayList<>();
  private long[] imageIds = new long[256];
  private int[] heights = new int[256];
  private int[] widths = new int[256];
  private int images = 0;
  private boolean hasCategories = false;
  private boolean hasImages = false;
  private boolean hasAnnotations = false;

  TruthReader(JsonReader in, IouType type) {
    this.in = in;
    this.objects = new ObjectColumns(type.usesBoxes(), !type.usesBoxes());
  }

  void read() {
    if (in.peek() != JsonKind.OBJECT) {
      throw in.error(
          "not a COCO annotation file: an object with images, categories and annotations must stand"
              + " here");
    }
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "categories" -> {
          hasCategories = once(hasCategories, name);
          readCategories();
        }
        case "images" -> {
          hasImages = once(hasImages, name);
          readImages();
        }
        case "annotations" -> {
          hasAnnotations = once(hasAnnotations, name);
          readAnnotations();
        }
        default -> in.skip();
      }
    }
    if (!hasCategories || !hasImages || !hasAnnotations) {
      throw in.error(
          "not a COCO annotation file: it has no list \"%s\""
              .formatted(!hasCategories ? "categories" : !hasImages ? "images" : "annotations"));
    }
  }

  /** In the order of the file. */
  List<Category> categories() {
    return categories;
  }

  /** In the order of the file. */
  long[] imageIds() {
    return Arrays.copyOf(imageIds, images);
  }

  /** The height of each image, 0 where the file does not say; may be longer than the images. */
  int[] heights() {
    return heights;
  }

  /** The width of each image; see {@link #heights()}. */
  int[] widths() {
    return widths;
  }

  ObjectColumns objects() {
    return objects;
  }

  private boolean once(boolean before, String name) {
    if (before) {
      throw in.error("the list \"" + name + "\" stands twice");
    }
    return true;
  }

  private void readCategories() {
    in.beginArray();
    while (in.nextElement()) {
      Long id = null;
      String label = null;
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        switch (name) {
          case "id" -> id = in.integer();
          case "name" -> label = in.text();
          default -> in.skip();
        }
      }
      if (id == null || label == null) {
        throw in.error(
            "categories[%d] has no %s".formatted(categories.size(), id == null ? "id" : "name"));
      }
      categories.add(new Category(id, label, null));
    }
  }

  private void readImages() {
    in.beginArray();
    while (in.nextElement()) {
      if (images == imageIds.length) {
        int capacity = images + (images >> 1);
        imageIds = Arrays.copyOf(imageIds, capacity);
        heights = Arrays.copyOf(heights, capacity);
        widths = Arrays.copyOf(widths, capacity);
      }
      readImage();
    }
  }

  private void readImage() {
    boolean hasId = false;
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "id" -> {
          imageIds[images] = in.integer();
          hasId = true;
        }
        case "height" -> heights[images] = side(name);
        case "width" -> widths[images] = side(name);
        default -> in.skip();
      }
    }
    if (!hasId) {
      throw in.error("images[" + images + "] has no id");
    }
    if (heights[images] == 0 || widths[images] == 0) {
      heights[images] = 0;
      widths[images] = 0;
    }
    images++;
  }

  private int side(String name) {
    if (in.peek() == JsonKind.NULL) {
      in.skip();
      return 0;
    }
    long value = in.integer();
    if (value < 0 || value > 1 << 28) {
      throw in.error("images[%d]: %s is %d".formatted(images, name, value));
    }
    return (int) value;
  }

  private void readAnnotations() {
    in.beginArray();
    while (in.nextElement()) {
      readAnnotation();
    }
  }

  private void readAnnotation() {
    boolean hasId = false;
    objects.begin();
    int i = objects.size;
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      switch (name) {
        case "id" -> {
          objects.ids[i] = in.integer();
          hasId = true;
        }
        case "area" -> readArea(i);
        case "iscrowd" -> objects.crowds.set(i, in.flag());
        default -> {
          if (!objects.read(name, in)) {
            in.skip();
          }
        }
      }
    }
    String missing = objects.missing();
    if (!hasId || missing != null) {
      throw in.error("annotations[%d] has no %s".formatted(i, hasId ? missing : "id"));
    }
    objects.end();
  }

  private void readArea(int i) {
    if (in.peek() == JsonKind.NULL) {
      in.skip();
      return;
    }
    double area = in.number();
    if (!(area >= 0 && Double.isFinite(area))) {
      throw in.error(
          "annotations[%d]: area is %s; it must be finite and not negative".formatted(i, area));
    }
    objects.areas[i] = area;
  }
}
