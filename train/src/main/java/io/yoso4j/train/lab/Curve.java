package io.yoso4j.train.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** AP over steps or seconds: straight lines from 0 at the start through the evaluations. */
final class Curve {
  private record Point(double x, double ap) {}

  private final List<Point> points = new ArrayList<>();

  /**
   * @param x steps or seconds of a point, ascending
   */
  Curve(List<CurvePoint> curve, ToDoubleFunction<CurvePoint> x) {
    points.add(new Point(0, 0));
    for (CurvePoint point : curve) {
      if (point.ap() != null) {
        points.add(new Point(x.applyAsDouble(point), point.ap()));
      }
    }
  }

  /** Where the curve ends. */
  double end() {
    return points.getLast().x;
  }

  /** How much of the last AP was won in the last part of the curve. */
  double rise(double part) {
    double last = points.getLast().ap;
    return last <= 0 ? 0 : (last - at((1 - part) * end())) / last;
  }

  private double at(double x) {
    for (int i = 1; i < points.size(); i++) {
      Point before = points.get(i - 1);
      Point after = points.get(i);
      if (x <= after.x && after.x > before.x) {
        return before.ap + (after.ap - before.ap) * (x - before.x) / (after.x - before.x);
      }
    }
    return points.getLast().ap;
  }

  /** Where the AP is first reached; null if it is not. */
  @Nullable Double first(double ap) {
    for (int i = 1; i < points.size(); i++) {
      Point before = points.get(i - 1);
      Point after = points.get(i);
      if (after.ap >= ap) {
        return before.ap >= ap
            ? before.x
            : before.x + (after.x - before.x) * (ap - before.ap) / (after.ap - before.ap);
      }
    }
    return null;
  }

  /**
   * Mean AP from the start to {@code limit}: the area under the curve over its length.
   *
   * @param limit above 0, at most {@link #end}
   */
  double mean(double limit) {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      Point before = points.get(i - 1);
      Point after = points.get(i);
      if (before.x >= limit) {
        break;
      }
      double to = Math.min(limit, after.x);
      double share = after.x == before.x ? 0 : (to - before.x) / (after.x - before.x);
      double ap = before.ap + (after.ap - before.ap) * share;
      area += (to - before.x) * (before.ap + ap) / 2;
    }
    return area / limit;
  }
}
