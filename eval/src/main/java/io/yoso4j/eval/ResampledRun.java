package io.yoso4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** One run's numbers by category for some resamples of the images, from its matches alone. */
final class ResampledRun {
  private static final EvalMetric[] METRICS = EvalMetric.values();

  private final Matching matching;
  private final int[] limits;
  private final List<Double> thresholds;
  private final int[] imageOfSlot;

  /** By resample, metric and category: NaN where there is nothing to find. */
  private double[] values = new double[0];

  ResampledRun(Matching matching, EvalConfig config) {
    this.matching = matching;
    this.limits = config.maxDetections().stream().mapToInt(Integer::intValue).toArray();
    this.thresholds = config.iouThresholds();
    Cells cells = matching.cells();
    imageOfSlot = new int[cells.slots()];
    for (int cell = 0; cell < cells.size(); cell++) {
      Arrays.fill(imageOfSlot, cells.slotFrom(cell), cells.slotFrom(cell + 1), cells.image(cell));
    }
  }

  /** Computes the resamples {@code [first, first + count)}. */
  void compute(ImageWeights weights, int first, int count, int threads) {
    values = new double[Math.multiplyExact(count * METRICS.length, categories())];
    Indexed.forEach(categories(), threads, 1, () -> new Worker(weights, first, count));
  }

  /** A number of a category in a resample, counted from the first computed; NaN if undefined. */
  double value(int resample, EvalMetric metric, int category) {
    return values[index(resample, metric, category)];
  }

  /** A number over all categories; NaN if undefined. */
  double mean(int resample, EvalMetric metric) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < categories(); k++) {
      double value = value(resample, metric, k);
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private int categories() {
    return matching.data().categories();
  }

  private int index(int resample, EvalMetric metric, int category) {
    return (resample * METRICS.length + metric.place()) * categories() + category;
  }

  /** Fills in one category after the other. */
  private final class Worker implements IntConsumer {
    private final ImageWeights weights;
    private final int first;
    private final int count;
    private final CategoryEvents events = new CategoryEvents();

    Worker(ImageWeights weights, int first, int count) {
      this.weights = weights;
      this.first = first;
      this.count = count;
    }

    @Override
    public void accept(int category) {
      for (int area = 0; area < Curves.AREAS; area++) {
        long[] required = required(category, area);
        int[][] needed =
            Arrays.stream(required).mapToObj(CategoryEvents::needed).toArray(int[][]::new);
        for (int t = 0; t < thresholds.size(); t++) {
          events.collect(matching, imageOfSlot, limits, category, area, t);
          for (int r = 0; r < count; r++) {
            add(category, area, t, r, required[r], needed[r]);
          }
        }
      }
      scale(category);
    }

    private void add(int category, int area, int t, int r, long required, int[] needed) {
      int offset = weights.offset(first + r);
      double precision = Double.NaN;
      for (EvalMetric metric : METRICS) {
        if (metric.area() != area || !metric.uses(thresholds.get(t))) {
          continue;
        }
        double value;
        if (required == 0) {
          value = Double.NaN;
        } else if (metric.isPrecision()) {
          if (Double.isNaN(precision)) {
            precision = events.averagePrecision(weights.values(), offset, needed);
          }
          value = precision;
        } else {
          value = events.recall(metric.limit(), weights.values(), offset, required);
        }
        values[index(r, metric, category)] += value;
      }
    }

    /** Sums over thresholds become means; what no threshold took part in is undefined. */
    private void scale(int category) {
      for (EvalMetric metric : METRICS) {
        long used = thresholds.stream().filter(metric::uses).count();
        for (int r = 0; r < count; r++) {
          int i = index(r, metric, category);
          values[i] = used == 0 ? Double.NaN : values[i] / used;
        }
      }
    }

    private long[] required(int category, int area) {
      Cells cells = matching.cells();
      int[] byCell = matching.matches().required(area);
      long[] sums = new long[count];
      for (int cell = cells.firstOf(category); cell < cells.firstOf(category + 1); cell++) {
        if (byCell[cell] > 0) {
          for (int r = 0; r < count; r++) {
            sums[r] +=
                (long) byCell[cell]
                    * weights.values()[weights.offset(first + r) + cells.image(cell)];
          }
        }
      }
      return sums;
    }
  }
}
