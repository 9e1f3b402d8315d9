package io.yoso4j.train;

import io.yoso4j.criterion.NonFinite;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.criterion.LossReport;

/**
 * Stops a training whose loss or gradient is not finite, and says where that began.
 *
 * @param data names the images
 */
record FiniteCheck(CocoDataset data) {
  /**
   * @param step steps taken before this one
   * @throws TrainException naming term, stage, query and image
   */
  void loss(LossReport loss, long step) {
    if (loss.nonFinite().isEmpty() && Double.isFinite(loss.total())) {
      return;
    }
    NonFinite first = loss.nonFinite().isEmpty() ? null : loss.nonFinite().getFirst();
    throw new TrainException(
        TrainException.Kind.NON_FINITE,
        "step "
            + (step + 1)
            + ": the loss is not finite ("
            + (first == null ? loss.total() : describe(first))
            + "); lower optim.lr or optim.clip_norm; the last checkpoint is kept");
  }

  /**
   * @param step steps taken before this one
   * @throws TrainException with the norm
   */
  void gradient(double norm, long step) {
    if (!Double.isFinite(norm)) {
      throw new TrainException(
          TrainException.Kind.NON_FINITE,
          "step "
              + (step + 1)
              + ": the loss is finite, but the norm of its gradient is "
              + norm
              + "; lower optim.lr; the last checkpoint is kept");
    }
  }

  private String describe(NonFinite first) {
    return "%s of stage %s, query %d, image %d (%s)"
        .formatted(
            first.term(),
            first.stage(),
            first.query(),
            first.imageId(),
            data.image(first.imageId()).fileName());
  }
}
