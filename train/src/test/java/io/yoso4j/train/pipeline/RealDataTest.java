package io.yoso4j.train.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data sets go through the whole pipeline. */
final class RealDataTest {
  @ParameterizedTest
  @ValueSource(strings = {"fruit_nuts", "dsb2018_nuclei", "facade512"})
  void everyImageOfAnEpochBecomesASample(String name) {
    Path folder = sharedData(name);
    assumeTrue(folder != null, "shared/data/" + name + " is not beside this checkout");
    Path annotations = folder.resolve("annotations/instances_train.json");
    CocoDataset data =
        CocoDataset.read(
            annotations,
            Files.isDirectory(folder.resolve("train"))
                ? folder.resolve("train")
                : folder.resolve("images"));
    TrainConfig config =
        ConfigLoader.load("r18", null, List.of("augment.image_size=256", "train.batch_size=4"));
    SampleSource source = SampleSource.of(data, config);
    int batches = Math.min(10, source.images() / 4);
    int objects = 0;
    try (Loader loader = Loader.open(source, config, 0)) {
      for (int i = 0; i < batches; i++) {
        Batch batch = loader.next();
        assertThat(batch.height()).isEqualTo(256);
        assertThat(batch.width()).isEqualTo(256);
        for (Sample sample : batch.samples()) {
          objects += sample.masks().size();
          assertThat(Arrays.stream(sample.labels())).allMatch(label -> label >= 0);
          assertThat(sample.warnings()).isEmpty();
        }
      }
    }
    assertThat(objects).isGreaterThan(batches * 4);
  }

  private static @Nullable Path sharedData(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }
}
