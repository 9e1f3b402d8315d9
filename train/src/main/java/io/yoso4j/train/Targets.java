package io.yoso4j.train;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Sample;
import java.util.List;

/** Objects of a batch as the criterion takes them; the mask bits are shared. */
public final class Targets {
  private Targets() {}

  /** The objects of every sample. */
  public static List<ImageTargets> of(Batch batch) {
    return batch.samples().stream().map(Targets::of).toList();
  }

  private static ImageTargets of(Sample sample) {
    ImageTargets targets =
        new ImageTargets(
            sample.imageId(),
            sample.labels(),
            sample.masks().stream().map(Targets::bits).toList(),
            sample.height(),
            sample.width());
    Bitmap ignore = sample.ignore();
    return ignore == null ? targets : targets.withIgnore(bits(ignore));
  }

  private static BitMask bits(Bitmap mask) {
    return BitMask.of(mask.height(), mask.width(), mask.words());
  }
}
