package io.yoso4j.benchmarks;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Times contenders in turns, so that whatever else the machine does touches all of them alike.
 * Every evaluation's total is checked.
 */
final class Duel {
  /** Random points move the total; more than this is another result. */
  private static final double RANDOM_SPREAD = 0.05;

  private static final int LEAST_SAMPLES = 3;
  private static final long REST_NANOS = 20_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final double warmUpSeconds;
  private final int samples;
  private final double seconds;

  /**
   * How long to measure.
   *
   * @param warmUpSeconds rounds before the first sample, at least one round
   * @param samples of each contender
   * @param seconds after which no further round starts, once there are three samples of each
   */
  Duel(double warmUpSeconds, int samples, double seconds) {
    this.warmUpSeconds = warmUpSeconds;
    this.samples = samples;
    this.seconds = seconds;
  }

  /**
   * Times the contenders.
   *
   * @param expected total that every evaluation comes close to
   * @param warm called between warm-up and measurement
   * @throws IllegalStateException if one does not
   */
  List<Samples> run(List<? extends Contender> contenders, double expected, Runnable warm) {
    long step = 0;
    long start = System.nanoTime();
    do {
      for (Contender contender : contenders) {
        timed(contender, step, expected);
      }
      step++;
    } while (secondsSince(start) < warmUpSeconds);
    warm.run();
    List<Samples> results = contenders.stream().map(_ -> new Samples()).toList();
    start = System.nanoTime();
    for (int round = 0; round < samples; round++, step++) {
      if (round >= LEAST_SAMPLES && secondsSince(start) > seconds) {
        break;
      }
      for (int i = 0; i < contenders.size(); i++) {
        results.get(i).add(timed(contenders.get(i), step, expected));
      }
    }
    return results;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }

  /** One evaluation, after a rest in which threads of the one before stop spinning. */
  private static long timed(Contender contender, long step, double expected) {
    LockSupport.parkNanos(REST_NANOS);
    long start = System.nanoTime();
    double total = contender.evaluate(step);
    long nanos = System.nanoTime() - start;
    if (!(Math.abs(total - expected) <= RANDOM_SPREAD * Math.abs(expected))) {
      throw new IllegalStateException(
          contender.name() + ": total " + total + " at step " + step + ", expected " + expected);
    }
    return nanos;
  }
}
