package io.yoso4j.train.pipeline;

/**
 * A window of at most the sample's size at a random place (detectron2's {@code FixedSizeCrop}).
 *
 * @param height rows of the sample
 * @param width columns of the sample
 */
record RandomCrop(int height, int width) {

  /** Crops what is scaled, turned and mirrored already. */
  Placement apply(Placement placement, CounterRandom random) {
    boolean transposed = placement.symmetry().transposed();
    int windowWidth = Math.min(placement.scaledWidth(), transposed ? height : width);
    int windowHeight = Math.min(placement.scaledHeight(), transposed ? width : height);
    return placement.cropped(
        random.below(Purpose.CROP_X, 0, placement.scaledWidth() - windowWidth + 1),
        random.below(Purpose.CROP_Y, 0, placement.scaledHeight() - windowHeight + 1),
        windowWidth,
        windowHeight);
  }
}
