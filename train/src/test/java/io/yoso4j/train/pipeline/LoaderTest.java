package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoaderTest {
  private static final int IMAGES = 7;

  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    StringBuilder images = new StringBuilder();
    StringBuilder annotations = new StringBuilder();
    for (int id = 1; id <= IMAGES; id++) {
      // Every other image is greyscale.
      int type = id % 2 == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
      BufferedImage image = new BufferedImage(40 + id, 50, type);
      for (int x = 0; x < 40; x++) {
        for (int y = 0; y < 50; y++) {
          image.setRGB(x, y, (x * 5) << 16 | (x * 5) << 8 | (x * 5));
        }
      }
      ImageIO.write(image, "png", folder.resolve(id + ".png").toFile());
      images.append(
          "%s{\"id\":%d,\"file_name\":\"%d.png\",\"width\":%d,\"height\":50}"
              .formatted(id == 1 ? "" : ",", id, id, 40 + id));
      annotations.append(
          ("%s{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"iscrowd\":0,\"area\":400,"
                  + "\"bbox\":[10,10,20,20],\"segmentation\":[[10,10,30,10,30,30,10,30]]}")
              .formatted(id == 1 ? "" : ",", id, id));
    }
    images.append(",{\"id\":99,\"file_name\":\"none.png\",\"width\":5,\"height\":5}");
    Files.writeString(
        folder.resolve("a.json"),
        "{\"images\":[%s],\"annotations\":[%s],\"categories\":[{\"id\":1,\"name\":\"box\"}]}"
            .formatted(images, annotations));
  }

  private static final List<String> EVERYTHING =
      List.of(
          "augment.vertical_flip=0.5",
          "augment.rotate=0.5",
          "augment.color=0.5",
          "augment.copy_paste=0.7");

  @ParameterizedTest
  @CsvSource({"1,1,0", "2,1,512", "4,3,512", "4,1,0"})
  void threadsPrefetchAndCacheChangeNothing(int threads, int prefetch, int cacheMb) {
    TrainConfig config =
        everything(
            "data.loader_threads=" + threads,
            "data.prefetch=" + prefetch,
            "data.cache_mb=" + cacheMb);
    assertThat(digests(config, 0, 12))
        .isEqualTo(digests(everything("data.loader_threads=1"), 0, 12));
  }

  @Test
  void aResumedLoaderGoesOnAsIfNeverStopped() {
    TrainConfig config = everything();
    List<String> whole = digests(config, 0, 12);
    for (int step = 0; step < 12; step++) {
      assertThat(digests(config, step, 12 - step)).isEqualTo(whole.subList(step, 12));
    }
  }

  @Test
  void epochsLookDifferentAndSeedsToo() {
    assertThat(digests(config(), 0, 12)).doesNotHaveDuplicates();
    assertThat(digests(config("seed=1"), 0, 3)).isNotEqualTo(digests(config("seed=2"), 0, 3));
  }

  @Test
  void greyscaleImagesHaveThreeEqualChannels() {
    SampleSource source = SampleSource.of(data(), config());
    for (int i = 0; i < IMAGES; i++) {
      Sample sample = source.at(i);
      int plane = sample.height() * sample.width();
      for (int y = 0; y < sample.validHeight(); y++) {
        for (int x = 0; x < sample.validWidth(); x++) {
          int at = y * sample.width() + x;
          assertThat(sample.pixels()[plane + at]).isEqualTo(sample.pixels()[at]);
          assertThat(sample.pixels()[2 * plane + at]).isEqualTo(sample.pixels()[at]);
        }
      }
    }
  }

  @Test
  void imagesWithoutObjectsAreFilteredOnRequest() {
    assertThat(SampleSource.of(data(), config()).images()).isEqualTo(IMAGES);
    assertThat(SampleSource.of(data(), config("data.filter_empty=false")).images())
        .isEqualTo(IMAGES + 1);
  }

  @Test
  void aBadImageFailsWithItsNameAndEndsTheLoader() throws IOException {
    Files.write(folder.resolve("3.png"), new byte[] {1, 2, 3});
    try (Loader loader = Loader.open(data(), config(), 0)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < IMAGES; i++) {
                  loader.next();
                }
              })
          .isInstanceOf(DataException.class)
          .hasMessageContaining("image 3")
          .hasMessageContaining("3.png");
      assertThatThrownBy(loader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void badImagesAreReplacedAndNamedOnRequest() throws IOException {
    Files.delete(folder.resolve("3.png"));
    Files.write(folder.resolve("4.png"), new byte[] {1, 2, 3});
    TrainConfig config = config("data.on_bad_image=skip");
    int warnings = 0;
    try (Loader loader = Loader.open(data(), config, 0)) {
      for (int step = 0; step < IMAGES; step++) {
        for (Sample sample : loader.next().samples()) {
          assertThat(sample.imageId()).isNotIn(3L, 4L);
          warnings += sample.warnings().size();
        }
      }
    }
    // Three epochs meet 3.png once each, and 4.png once each by itself and once for 3.png.
    assertThat(warnings).isEqualTo(9);
    assertThat(digests(config("data.on_bad_image=skip", "data.loader_threads=4"), 0, 7))
        .isEqualTo(digests(config("data.on_bad_image=skip", "data.loader_threads=1"), 0, 7));
  }

  @Test
  void anImageToPasteFromIsNamedOrReplacedToo() throws IOException {
    Files.delete(folder.resolve("3.png"));
    SampleSource strict = SampleSource.of(data(), config("augment.copy_paste=1"));
    SampleSource skipping =
        SampleSource.of(data(), config("augment.copy_paste=1", "data.on_bad_image=skip"));
    SampleSource plain = SampleSource.of(data(), config("data.on_bad_image=skip"));
    int asDonor = 0;
    for (int i = 0; i < 5 * IMAGES; i++) {
      int position = i;
      Sample sample = skipping.at(i);
      assertThat(sample.warnings()).allSatisfy(w -> assertThat(w).startsWith("image 3: "));
      int drawn = plain.at(i).warnings().size();
      asDonor += sample.warnings().size() - drawn;
      assertThat(sample.warnings().size()).isBetween(drawn, drawn + 1);
      if (sample.warnings().isEmpty()) {
        assertThat(strict.at(i).pixels()).isEqualTo(sample.pixels());
      } else {
        assertThatThrownBy(() -> strict.at(position))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("image 3: ")
            .hasMessageContaining("3.png");
      }
    }
    assertThat(asDonor).isBetween(1, 15);
  }

  @Test
  void aDataSetWithoutAnyReadableImageIsAnError() throws IOException {
    for (int id = 1; id <= IMAGES; id++) {
      Files.delete(folder.resolve(id + ".png"));
    }
    SampleSource source = SampleSource.of(data(), config("data.on_bad_image=skip"));
    assertThatThrownBy(() -> source.at(0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none of its 7 images can be read");
  }

  @Test
  void batchesCopyTheirPixelsAsFloats() {
    try (Loader loader = Loader.open(data(), config(), 0);
        Arena arena = Arena.ofConfined()) {
      Batch batch = loader.next();
      MemorySegment floats = arena.allocate(batch.floatBytes(), 4);
      batch.copyPixelsTo(floats);
      int plane = 3 * batch.height() * batch.width();
      for (int i = 0; i < plane; i++) {
        assertThat(floats.getAtIndex(ValueLayout.JAVA_FLOAT, plane + i))
            .isEqualTo(batch.samples().get(1).pixels()[i] & 0xff);
      }
      assertThatThrownBy(() -> batch.copyPixelsTo(floats.asSlice(4)))
          .hasMessageContaining("must hold");
    }
  }

  @Test
  void theCacheKeepsWithinItsBound() {
    ImageCache cache = new ImageCache(50 * (41 + 42) * 3 + 10, new Move.ScaleJitter(64, 0.5, 1));
    data().images().stream().limit(IMAGES).forEach(cache::get);
    data().images().stream().limit(IMAGES).forEach(cache::get);
    assertThat(cache.bytes()).isEqualTo(50 * (41 + 42) * 3);
  }

  private CocoDataset data() {
    return CocoDataset.read(folder.resolve("a.json"), folder);
  }

  /** Every random change switched on. */
  private static TrainConfig everything(String... sets) {
    return config(Stream.concat(EVERYTHING.stream(), Stream.of(sets)).toArray(String[]::new));
  }

  private static TrainConfig config(String... sets) {
    List<String> all =
        new ArrayList<>(List.of("augment.image_size=32", "train.batch_size=3", "seed=7"));
    all.addAll(List.of(sets));
    return ConfigLoader.load("tiny", null, all);
  }

  private List<String> digests(TrainConfig config, long firstStep, int steps) {
    List<String> digests = new ArrayList<>();
    try (Loader loader = Loader.open(data(), config, firstStep)) {
      for (int step = 0; step < steps; step++) {
        StringBuilder digest = new StringBuilder();
        for (Sample sample : loader.next().samples()) {
          digest.append(sample.imageId()).append(' ').append(Arrays.hashCode(sample.pixels()));
          digest.append(' ').append(sample.masks()).append(Arrays.toString(sample.labels()));
          sample.masks().forEach(mask -> digest.append(mask.hashCode()));
        }
        digests.add(digest.toString());
      }
    }
    return digests;
  }
}
