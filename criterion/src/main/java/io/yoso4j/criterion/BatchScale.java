package io.yoso4j.criterion;

import java.util.List;

/**
 * What all images of a batch share.
 *
 * @param numMasks divisor of the mask terms and the focal loss
 * @param height rows to which the loss pads all targets
 * @param width columns to which the loss pads all targets
 */
record BatchScale(double numMasks, int height, int width) {

  static BatchScale of(List<ImageTargets> targets, NumMasksReducer reducer) {
    long count = 0;
    int height = 0;
    int width = 0;
    for (ImageTargets image : targets) {
      count += image.count();
      height = Math.max(height, image.height());
      width = Math.max(width, image.width());
    }
    double average = reducer.average(count);
    Checks.nonNegative("average number of targets over the ranks", average);
    return new BatchScale(Math.max(1, average), height, width);
  }
}
