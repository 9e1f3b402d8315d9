package io.yoso4j.train.pipeline;

/**
 * The order in which training images are drawn: every epoch is its own shuffle of all images.
 *
 * <p>Which image stands at a position depends on the seed and the position alone, so a training can
 * go on anywhere without saved state. Safe for use by several threads.
 */
public final class SampleOrder {
  private final long seed;
  private final int count;

  /** The epoch asked for last; a race computes an equal one twice. */
  private volatile Epoch latest;

  private SampleOrder(long seed, int count) {
    this.seed = seed;
    this.count = count;
    this.latest = shuffle(seed, count, 0);
  }

  /**
   * @param seed seed of the run
   * @param count number of images, at least 1
   */
  public static SampleOrder of(long seed, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but is " + count);
    }
    return new SampleOrder(seed, count);
  }

  /** Images per epoch. */
  public int count() {
    return count;
  }

  /**
   * The image drawn at a position.
   *
   * @param position number of images drawn before it, over all epochs
   * @return an index from 0 to {@code count - 1}
   */
  public int imageIndexAt(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, but is " + position);
    }
    long number = position / count;
    Epoch epoch = latest;
    if (epoch.number != number) {
      epoch = shuffle(seed, count, number);
      latest = epoch;
    }
    return epoch.images[(int) (position % count)];
  }

  /** Fisher and Yates's shuffle. */
  private static Epoch shuffle(long seed, int count, long number) {
    CounterRandom random = CounterRandom.of(seed, number, -1);
    int[] images = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.below(Purpose.ORDER, i, i + 1);
      images[i] = images[j];
      images[j] = i;
    }
    return new Epoch(number, images);
  }

  private static final class Epoch {
    private final long number;
    private final int[] images;

    Epoch(long number, int[] images) {
      this.number = number;
      this.images = images;
    }
  }
}
