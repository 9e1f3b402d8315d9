package io.yoso4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Sample;
import io.yoso4j.train.pipeline.SampleAugmenter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  private static final int SIDE = 32;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void crowdsReachTheCriterionOnlyWhereTheyAreIgnored(boolean ignoreRegions) {
    Bitmap crowd = Bitmap.of(SIDE, SIDE);
    crowd.set(3, 4, true);
    ImageTargets targets = Targets.of(new Batch(List.of(sample(crowd, ignoreRegions)))).getFirst();

    assertThat(targets.count()).isZero();
    BitMask ignore = targets.ignore();
    if (ignoreRegions) {
      assertThat(ignore.get(3, 4)).isTrue();
      assertThat(ignore.get(4, 3)).isFalse();
    } else {
      assertThat(ignore).isNull();
    }
  }

  private static Sample sample(Bitmap crowd, boolean ignoreRegions) {
    return SampleAugmenter.create(
            ConfigLoader.load(
                    "r50",
                    null,
                    List.of(
                        "augment.image_size=" + SIDE,
                        "augment.min_scale=1",
                        "augment.max_scale=1",
                        "augment.flip=0"))
                .augment(),
            List.of(0.0, 0.0, 0.0),
            1,
            ignoreRegions)
        .augment(
            new ImageRecord(1, "a.png", SIDE, SIDE, Path.of("a.png")),
            RgbImage.filled(SIDE, SIDE, 0),
            List.of(
                new Annotation(
                    1,
                    1,
                    0,
                    new Box(0, 0, 1, 1),
                    1,
                    true,
                    new Segmentation.RunLength(Rle.encode(crowd)))),
            0);
  }
}
