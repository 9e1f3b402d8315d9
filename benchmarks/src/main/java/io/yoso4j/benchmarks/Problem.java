package io.yoso4j.benchmarks;

import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Inputs of a workload, predictions in native memory that both sides read without copies.
 *
 * @param stages predictions of every stage
 * @param targets objects of every image
 */
record Problem(List<StagePrediction> stages, List<ImageTargets> targets) {
  private static final double CLASS_SPREAD = 1.5;
  private static final double SEEN_CLASS = 4;
  private static final double NO_OBJECT = 3;

  /** Of sigmoid columns, which have no other way to say "no object". */
  private static final double GROUND = -4;

  /**
   * Makes the inputs.
   *
   * @param columns class columns of the logits
   * @param arena owns the memory
   */
  static Problem create(Workload size, int columns, long seed, Arena arena) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Ellipse>> objects = new ArrayList<>();
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; image < size.batch(); image++) {
      List<Ellipse> ofImage = new ArrayList<>();
      for (int target = 0; target < size.targets(); target++) {
        ofImage.add(Ellipse.random(random));
      }
      objects.add(ofImage);
      int[] labels = random.ints(size.targets(), 0, size.classes()).toArray();
      targets.add(
          new ImageTargets(
              image,
              labels,
              ofImage.stream().map(object -> object.mask(size.targetSide())).toList(),
              size.targetSide(),
              size.targetSide()));
    }
    List<StagePrediction> stages = new ArrayList<>();
    for (int stage = 0; stage < size.stages(); stage++) {
      stages.add(
          new StagePrediction(
              "s" + stage,
              stage == 0 && !size.firstScored()
                  ? null
                  : logits(size, columns, targets, random, arena),
              masks(size, objects, random, arena),
              size.batch(),
              size.queries(),
              columns,
              size.side(),
              size.side()));
    }
    return new Problem(stages, targets);
  }

  /** The target a query sees, or a value beyond the last target: spread over the queries. */
  private static int seen(int query, int queries) {
    return (int) (query * 7L % queries);
  }

  private static MemorySegment logits(
      Workload size, int columns, List<ImageTargets> targets, RandomGenerator random, Arena arena) {
    MemorySegment logits =
        arena.allocate(ValueLayout.JAVA_FLOAT, (long) size.batch() * size.queries() * columns);
    double ground = columns == size.classes() ? GROUND : 0;
    long at = 0;
    for (ImageTargets image : targets) {
      for (int query = 0; query < size.queries(); query++) {
        int target = seen(query, size.queries());
        for (int column = 0; column < columns; column++) {
          double value = ground + random.nextGaussian(0, CLASS_SPREAD);
          if (target < image.count() && column == image.labels()[target]) {
            value += SEEN_CLASS;
          } else if (column == size.classes()) {
            value += NO_OBJECT;
          }
          logits.setAtIndex(ValueLayout.JAVA_FLOAT, at++, (float) value);
        }
      }
    }
    return logits;
  }

  private static MemorySegment masks(
      Workload size, List<List<Ellipse>> objects, RandomGenerator random, Arena arena) {
    long plane = (long) size.side() * size.side();
    MemorySegment masks =
        arena.allocate(ValueLayout.JAVA_FLOAT, (long) size.batch() * size.queries() * plane);
    BlobLogits blobs = new BlobLogits(size.side());
    long offset = 0;
    for (List<Ellipse> ofImage : objects) {
      for (int query = 0; query < size.queries(); query++) {
        int target = seen(query, size.queries());
        Ellipse object = target < ofImage.size() ? ofImage.get(target).blurred(random) : null;
        blobs.write(random, object, masks, offset);
        offset += plane * Float.BYTES;
      }
    }
    return masks;
  }
}
