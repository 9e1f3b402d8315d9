package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageCacheTest {
  @TempDir Path folder;

  /** Three times what 64 pixels times a scale of 1.5 need are 288. */
  @ParameterizedTest
  @CsvSource({
    "288, 100, 288, 100",
    "400, 300, 400, 300",
    "433, 300, 288, 200",
    "1000, 3000, 96, 288",
    "4000, 3, 288, 1",
  })
  void imagesMuchLargerThanAnySampleAreReduced(
      int width, int height, int keptWidth, int keptHeight) {
    ImageRecord record = write(RgbImage.filled(width, height, 0x336699));
    RgbImage kept = new ImageCache(0, new Move.ScaleJitter(64, 0.5, 1.5)).get(record);
    assertThat(kept.width()).isEqualTo(keptWidth);
    assertThat(kept.height()).isEqualTo(keptHeight);
    assertThat(kept.color(kept.width() - 1, kept.height() - 1)).isEqualTo(0x336699);
  }

  @ParameterizedTest
  @CsvSource({"1000, 500, 100, 1333, 600, 300", "1000, 500, 100, 150, 450, 225"})
  void theShortestEdgeIsHeededToo(
      int width, int height, double length, int longest, int keptWidth, int keptHeight) {
    ImageRecord record = write(RgbImage.filled(width, height, 0));
    RgbImage kept =
        new ImageCache(0, new Move.ShortestEdge(List.of(20.0, length), longest)).get(record);
    assertThat(kept.width()).isEqualTo(keptWidth);
    assertThat(kept.height()).isEqualTo(keptHeight);
  }

  @Test
  void whatIsCachedChangesNothing() {
    ImageRecord record = write(SyntheticData.painted(SyntheticData.disc(700, 900, 300, 400, 250)));
    Move.Resize resize = new Move.ScaleJitter(64, 0.5, 1);
    ImageCache cache = new ImageCache(1 << 20, resize);
    RgbImage first = cache.get(record);
    assertThat(cache.get(record)).isSameAs(first);
    assertThat(cache.bytes()).isEqualTo(first.rgb().length);
    assertThat(new ImageCache(0, resize).get(record).rgb()).isEqualTo(first.rgb());
  }

  /** A reduced image shows the same at the same place: a disc stays under its mask. */
  @Test
  void samplesOfReducedImagesAreThoseOfWholeOnes() {
    Bitmap disc = SyntheticData.disc(701, 903, 310, 420, 250);
    RgbImage whole = SyntheticData.painted(disc);
    ImageRecord record = write(whole);
    RgbImage reduced = new ImageCache(0, new Move.ScaleJitter(64, 0.5, 1)).get(record);
    assertThat(reduced.width()).isEqualTo(192);
    SampleAugmenter augmenter =
        SyntheticData.augmenter(SyntheticData.settings("min_scale=0.5", "rotate=0.5"), 1);
    var objects = List.of(SyntheticData.object(1, disc));
    for (long draw = 0; draw < 20; draw++) {
      Sample of = augmenter.augment(new LabelledImage(record, whole, objects), Donors.NONE, draw);
      Sample ours =
          augmenter.augment(new LabelledImage(record, reduced, objects), Donors.NONE, draw);
      assertThat(ours.masks()).isEqualTo(of.masks());
      for (int i = 0; i < of.pixels().length; i++) {
        assertThat(ours.pixels()[i] & 0xff)
            .as("draw %d, byte %d", draw, i)
            .isBetween((of.pixels()[i] & 0xff) - 24, (of.pixels()[i] & 0xff) + 24);
      }
    }
  }

  @Test
  void anotherSizeThanTheRecordSaysIsAnError() {
    write(RgbImage.filled(10, 20, 0));
    ImageRecord wrong = new ImageRecord(1, "a.png", 20, 10, folder.resolve("a.png"));
    assertThatThrownBy(() -> new ImageCache(0, new Move.ScaleJitter(64, 1, 1)).get(wrong))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("image 1 is 10x20 pixels, but its annotation file says 20x10");
  }

  private ImageRecord write(RgbImage image) {
    Path file = folder.resolve("a.png");
    ImageFiles.writePng(image, file);
    return new ImageRecord(1, "a.png", image.width(), image.height(), file);
  }
}
