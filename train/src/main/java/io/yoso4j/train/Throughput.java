package io.yoso4j.train;

import java.util.ArrayDeque;
import java.util.Deque;

/** Images per second, over the recent steps and over all. */
final class Throughput {
  private static final int WINDOW = 20;

  private record Mark(long nanos, long images) {}

  private final Deque<Mark> marks = new ArrayDeque<>();
  private final long started = System.nanoTime();
  private long images;

  Throughput() {
    marks.add(new Mark(started, 0));
  }

  /** A step with so many images ended. */
  void add(int count) {
    images += count;
    marks.add(new Mark(System.nanoTime(), images));
    if (marks.size() > WINDOW) {
      marks.removeFirst();
    }
  }

  /** Images of all steps. */
  long images() {
    return images;
  }

  double recent() {
    return rate(marks.getFirst());
  }

  double overall() {
    return rate(new Mark(started, 0));
  }

  private double rate(Mark since) {
    Mark now = marks.getLast();
    long nanos = now.nanos - since.nanos;
    return nanos <= 0 ? 0 : (now.images - since.images) * 1e9 / nanos;
  }
}
