package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Pins;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Points given from outside, for all pairs or some. Given ones are never ignored.
 *
 * @param slot given points, {@code [pairs, points, 2]}
 * @param given 1 for pairs that have them, else 0, {@code [pairs]}
 * @param pairs number of pairs
 * @param points of every pair
 * @param others chooses the points of other pairs; null if there are none
 */
record PinnedPairPoints(
    Slot slot, Slot given, int pairs, int points, @Nullable DrawnPairPoints others)
    implements PairPoints {

  @Override
  public Chosen choose(
      Packet packet, Tensor planes, long from, @Nullable UnaryOperator<Tensor> visible) {
    long count = planes.size(0);
    Tensor pinned = packet.get(slot).view(pairs, points, 2).narrow(0, from, count);
    if (others == null) {
      return new Chosen(pinned, null);
    }
    Chosen chosen = others.choose(packet, planes, from, visible);
    Tensor which = packet.get(given).narrow(0, from, count).greaterThan(0);
    Tensor seen = chosen.visible();
    return new Chosen(
        Functional.where(which.view(count, 1, 1), pinned, chosen.points()),
        seen == null
            ? null
            : Functional.where(which.view(count, 1), Tensor.zerosLike(seen).add(1.0), seen));
  }

  @Override
  public long perPair() {
    return others == null ? points : others.perPair();
  }

  /**
   * What pins give.
   *
   * @param xy points of every pair, null for a pair without
   * @param points of every pair that has them
   */
  record Given(List<float @Nullable []> xy, int points) {
    /**
     * Asks the pins; null if they give nothing.
     *
     * @throws IllegalArgumentException if they give different numbers of points
     */
    static @Nullable Given of(List<Row> rows, Pins pins) {
      List<float @Nullable []> all = new ArrayList<>();
      int points = -1;
      for (Row row : rows) {
        float[] xy = pins.points(row.stage(), row.image(), row.instance());
        all.add(xy);
        if (xy != null) {
          points = points < 0 ? xy.length / 2 : points;
          if (xy.length != 2 * points) {
            throw new IllegalArgumentException(
                "stage s%d image %d target %d: %d points are pinned, but %d for others"
                    .formatted(row.stage(), row.image(), row.instance(), xy.length / 2, points));
          }
        }
      }
      return points < 0 ? null : new Given(all, points);
    }

    /** Whether all pairs have points. */
    boolean complete() {
      return xy.stream().allMatch(Objects::nonNull);
    }

    /**
     * Prepares the points.
     *
     * @param others chooses those that are not given; null if all are
     * @throws IllegalArgumentException if others have another number of points
     */
    PinnedPairPoints plan(Upload upload, @Nullable DrawnPairPoints others) {
      if (others != null && others.points() != points) {
        throw new IllegalArgumentException(
            "%d points are pinned for some pairs, but %d are drawn for others"
                .formatted(points, others.points()));
      }
      float[] joined = new float[Math.multiplyExact(2 * points, xy.size())];
      long[] which = new long[xy.size()];
      for (int i = 0; i < which.length; i++) {
        float[] ofPair = xy.get(i);
        if (ofPair != null) {
          which[i] = 1;
          System.arraycopy(ofPair, 0, joined, 2 * points * i, 2 * points);
        }
      }
      return new PinnedPairPoints(
          upload.floats(joined), upload.longs(which), which.length, points, others);
    }
  }
}
