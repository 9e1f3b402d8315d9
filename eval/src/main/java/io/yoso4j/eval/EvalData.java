package io.yoso4j.eval;

/** Checked objects and detections of the same images and categories. */
final class EvalData {
  private final IouType type;
  private final long[] imageIds;
  private final int categories;
  private final ObjectTable truths;
  private final ObjectTable detections;

  /**
   * @param imageIds ascending, each once; their position is the index of an image
   * @param categories the number of categories
   */
  EvalData(
      IouType type, long[] imageIds, int categories, ObjectTable truths, ObjectTable detections) {
    this.type = type;
    this.imageIds = imageIds;
    this.categories = categories;
    this.truths = truths;
    this.detections = detections;
  }

  IouType type() {
    return type;
  }

  /** Ascending, not a copy. */
  long[] imageIds() {
    return imageIds;
  }

  /** The number of categories. */
  int categories() {
    return categories;
  }

  ObjectTable truths() {
    return truths;
  }

  ObjectTable detections() {
    return detections;
  }
}
