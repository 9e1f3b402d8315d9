package io.yoso4j.eval;

import io.yoso4j.data.json.JsonKind;
import io.yoso4j.data.json.JsonReader;

/**
 * Reads a file of results. As in pycocotools the first one decides: if it has a box, so must all,
 * and their sizes are those of their boxes; else all must have masks, and sizes are theirs.
 */
final class ResultReader {
  private final JsonReader in;
  private final ObjectColumns objects;
  private final boolean needBoxes;
  private boolean byBoxes;
  private int withoutMask = 0;

  ResultReader(JsonReader in, IouType type) {
    this.in = in;
    this.needBoxes = type.usesBoxes();
    this.objects = new ObjectColumns(true, true);
  }

  void read() {
    if (in.peek() != JsonKind.ARRAY) {
      throw in.error("not a file of COCO results: a list of results must stand here");
    }
    in.beginArray();
    while (in.nextElement()) {
      readResult();
    }
  }

  ObjectColumns objects() {
    return objects;
  }

  /** Whether sizes are those of boxes. */
  boolean byBoxes() {
    return byBoxes;
  }

  /** How many results have no mask where masks are evaluated. */
  int withoutMask() {
    return withoutMask;
  }

  private void readResult() {
    boolean hasScore = false;
    objects.begin();
    int i = objects.size;
    in.beginObject();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (name.equals("score")) {
        objects.scores[i] = in.number();
        hasScore = true;
      } else if (!objects.read(name, in)) {
        in.skip();
      }
    }
    String missing = objects.missing();
    if (missing != null || !hasScore) {
      throw in.error("result %d has no %s".formatted(i, missing == null ? "score" : missing));
    }
    if (!Double.isFinite(objects.scores[i])) {
      throw in.error("result %d: score is %s; it must be finite".formatted(i, objects.scores[i]));
    }
    settleSize(i);
    objects.end();
  }

  private void settleSize(int i) {
    if (i == 0) {
      byBoxes = objects.hasBox();
      if (byBoxes && needBoxes) {
        objects.dropMasks();
      }
    }
    if (byBoxes) {
      if (!objects.hasBox()) {
        throw in.error("result " + i + " has no bbox, but the first result has one");
      }
      objects.areas[i] = objects.boxes[4 * i + 2] * objects.boxes[4 * i + 3];
      if (!needBoxes && !objects.hasMask()) {
        withoutMask++;
      }
    } else if (!objects.hasMask()) {
      throw in.error(
          i == 0
              ? "result 0 has neither segmentation nor bbox"
              : "result " + i + " has no segmentation, and the first result has no bbox");
    }
  }
}
