package io.yoso4j.benchmarks;

import java.util.List;

/**
 * Sizes of one evaluation of the criterion.
 *
 * @param name in tables and on the command line
 * @param batch B, images
 * @param queries Q, predictions per image
 * @param classes object classes
 * @param side height and width of the predicted masks in pixels
 * @param targets T, objects per image
 * @param targetSide height and width of the target masks in pixels
 * @param points P, points of the matcher and of a pair's mask terms
 * @param stages predictions that are matched and scored each on its own
 * @param firstScored whether the first stage has class logits (Mask2Former) or not (YOSO)
 */
record Workload(
    String name,
    int batch,
    int queries,
    int classes,
    int side,
    int targets,
    int targetSide,
    int points,
    int stages,
    boolean firstScored) {

  static final Workload SMALL = new Workload("small", 2, 100, 80, 64, 8, 256, 3136, 3, false);
  static final Workload STANDARD =
      new Workload("standard", 2, 100, 80, 128, 12, 512, 12544, 3, false);
  static final Workload LARGE = new Workload("large", 2, 100, 133, 256, 20, 1024, 12544, 10, true);
  static final Workload DENSE = new Workload("dense", 2, 300, 80, 128, 150, 512, 12544, 3, false);

  private static final List<Workload> ALL = List.of(SMALL, STANDARD, LARGE, DENSE);

  /** Names of the workloads, in the order of the tables. */
  static List<String> names() {
    return ALL.stream().map(Workload::name).toList();
  }

  /**
   * The workload of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("size (" + name + ") must be one of " + names()));
  }

  Workload withQueries(int value) {
    return new Workload(
        name, batch, value, classes, side, targets, targetSide, points, stages, firstScored);
  }

  Workload withTargets(int value) {
    return new Workload(
        name, batch, queries, classes, side, value, targetSide, points, stages, firstScored);
  }

  Workload withPoints(int value) {
    return new Workload(
        name, batch, queries, classes, side, targets, targetSide, value, stages, firstScored);
  }

  Workload withStages(int value) {
    return new Workload(
        name, batch, queries, classes, side, targets, targetSide, points, value, firstScored);
  }

  /** Predicted masks of this side, targets four times as large. */
  Workload withSide(int value) {
    return new Workload(
        name, batch, queries, classes, value, targets, 4 * value, points, stages, firstScored);
  }

  /** The numbers on one line. */
  String description() {
    return String.format(
        "B %d, Q %d, C %d, masks %d², T %d at %d², P %d, stages %d",
        batch, queries, classes, side, targets, targetSide, points, stages);
  }
}
