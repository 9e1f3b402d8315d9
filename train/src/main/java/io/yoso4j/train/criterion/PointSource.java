package io.yoso4j.train.criterion;

import io.yoso4j.criterion.CounterBasedDraws;
import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.List;

/** Where the random points of a step come from: the same points for the same {@link PointDraws}. */
sealed interface PointSource permits PhiloxPoints, DrawnPoints {

  /** Computed on the device if the draws are counter-based, else drawn here and uploaded. */
  static PointSource of(PointDraws draws) {
    return draws instanceof CounterBasedDraws counterBased
        ? new PhiloxPoints(counterBased)
        : new DrawnPoints(draws);
  }

  /** Prepares draws of {@code points} points for each row, adding to the upload what they need. */
  Planned plan(Upload upload, DrawPurpose purpose, List<Row> rows, int points);

  /**
   * Whom a draw is for.
   *
   * @param stage index of the stage
   * @param image index of the image in the batch
   * @param instance index of the target in the image; 0 in the matcher
   */
  record Row(int stage, int image, int instance) {
    /** Stands where a row is needed, but its points are not: nothing is asked of the draws. */
    static final Row UNUSED = new Row(0, 0, -1);

    boolean used() {
      return instance >= 0;
    }
  }

  /** Draws that can be made once the upload is sent. */
  interface Planned {
    /** The points of {@code count} rows, {@code [count, P, 2]}, (x, y) in [0, 1). */
    Tensor draw(Packet packet, long from, long count);
  }
}
