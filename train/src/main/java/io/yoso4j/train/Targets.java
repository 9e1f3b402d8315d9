package io.yoso4j.train;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Sample;
import java.util.List;

/** Objects of a batch as the criterion takes them; the mask bits are shared. */
final class Targets {
  private Targets() {}

  static List<ImageTargets> of(Batch batch) {
    return batch.samples().stream().map(Targets::of).toList();
  }

  private static ImageTargets of(Sample sample) {
    List<BitMask> masks =
        sample.masks().stream().map(m -> BitMask.of(m.height(), m.width(), m.words())).toList();
    return new ImageTargets(sample.imageId(), sample.labels(), masks, sample.size(), sample.size());
  }
}
