package io.yoso4j.train.criterion;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.MaskPoints;
import io.yoso4j.criterion.Pins;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.PointSource.Planned;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.Upload.Packet;
import io.yoso4j.train.criterion.Upload.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the points of matched pairs' mask terms, once the upload is sent. */
interface PairPoints {
  /**
   * The points of some pairs, {@code [count, P, 2]}.
   *
   * @param planes the pairs' mask logits, {@code [count, 1, H, W]}, without a graph
   * @param from first of the pairs
   */
  Tensor choose(Packet packet, Tensor planes, long from);

  /** The most values one pair takes while its points are chosen and scored. */
  long perPair();

  /**
   * Prepares the choice.
   *
   * @param choice how points are chosen, other than the full mask
   * @param rows the pairs
   */
  static PairPoints plan(
      MaskPoints choice, PointSource source, Upload upload, List<Row> rows, Pins pins) {
    float[] pinned = pinned(rows, pins);
    if (pinned != null) {
      return new Pinned(upload.floats(pinned), rows.size(), pinned.length / 2 / rows.size());
    }
    return switch (choice) {
      case MaskPoints.RandomPoints random -> {
        int count = random.numPoints();
        yield new Drawn(null, 0, 0, source.plan(upload, DrawPurpose.RANDOM, rows, count), count);
      }
      case MaskPoints.UncertaintySampled sampled -> {
        int kept = sampled.uncertainPoints();
        int fresh = sampled.numPoints() - kept;
        yield new Drawn(
            kept == 0
                ? null
                : source.plan(upload, DrawPurpose.OVERSAMPLE, rows, sampled.candidates()),
            kept == 0 ? 0 : sampled.candidates(),
            kept,
            fresh == 0 ? null : source.plan(upload, DrawPurpose.RANDOM, rows, fresh),
            fresh);
      }
      default -> throw DeviceCriterion.unsupported(choice);
    };
  }

  private static float @Nullable [] pinned(List<Row> rows, Pins pins) {
    float[] all = null;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      float[] xy = pins.points(row.stage(), row.image(), row.instance());
      if (xy == null) {
        return null;
      }
      all = all == null ? new float[rows.size() * xy.length] : all;
      System.arraycopy(xy, 0, all, i * xy.length, xy.length);
    }
    return all;
  }

  /** Points given from outside, {@code [pairs, points, 2]}. */
  record Pinned(Slot slot, int pairs, int points) implements PairPoints {
    @Override
    public Tensor choose(Packet packet, Tensor planes, long from) {
      return packet.get(slot).view(pairs, points, 2).narrow(0, from, planes.size(0));
    }

    @Override
    public long perPair() {
      return points;
    }
  }

  /**
   * Of some candidates the ones where the prediction is least certain, and uniform points.
   *
   * @param candidates null if none are kept
   * @param candidateCount drawn per pair
   * @param kept of the candidates
   * @param uniform null if there are none
   * @param uniformCount drawn per pair
   */
  record Drawn(
      @Nullable Planned candidates,
      int candidateCount,
      int kept,
      @Nullable Planned uniform,
      int uniformCount)
      implements PairPoints {
    @Override
    public Tensor choose(Packet packet, Tensor planes, long from) {
      try (TensorScope scope = TensorScope.open()) {
        List<Tensor> parts = new ArrayList<>();
        long count = planes.size(0);
        if (candidates != null) {
          Tensor points = candidates.draw(packet, from, count);
          Tensor logits = Functional.gridSample(planes, SamplingGrid.of(points));
          Tensor certainty = logits.view(count, candidateCount).abs();
          Tensor index = Functional.smallest(certainty, kept, 1);
          parts.add(points.gather(1, index.unsqueeze(2).expand(count, kept, 2)));
        }
        if (uniform != null) {
          parts.add(uniform.draw(packet, from, count));
        }
        return scope.lift(Functional.cat(parts, 1));
      }
    }

    @Override
    public long perPair() {
      return Math.max(candidateCount, kept + uniformCount);
    }
  }
}
