package io.yoso4j.data.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.dataset.DatasetSplit;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetStatisticsTest {

  @TempDir private Path folder;

  private TinyDataset data;

  @BeforeEach
  void write() throws IOException {
    data = TinyDataset.write(folder);
  }

  private DatasetStatistics statistics() {
    List<DatasetSplit> parts =
        data.parts().stream().map(part -> part.read(ReadOptions.STRICT)).toList();
    return DatasetStatistics.of(parts);
  }

  @Test
  void countsObjects() {
    DatasetStatistics statistics = statistics();
    assertThat(statistics.parts())
        .extracting(part -> part.name() + " " + part.images() + " " + part.objects())
        .containsExactly("train 2 4", "val 1 2");
    assertThat(statistics.parts().getFirst().objectsPerImage()).containsExactly(2, 2);
    assertThat(statistics.classes().getFirst().objects()).containsExactly(2, 1);
    assertThat(statistics.classes().getFirst().images()).isEqualTo(3);
    assertThat(statistics.classes().getFirst().medianSide()).isEqualTo(16);
    assertThat(statistics.imageSizes()).isEqualTo(Map.of(new ImageSize(40, 30), 3));
  }

  @Test
  void measuresObjects() {
    DatasetStatistics statistics = statistics();
    assertThat(statistics.sides()).containsExactly(10, 12, 12, 14, 16, 16);
    assertThat(statistics.relativeSides()).containsExactly(0.25, 0.3, 0.3, 0.35, 0.4, 0.4);
    assertThat(statistics.aspects()).containsOnly(1);
    assertThat(statistics.covered())
        .containsExactly(new double[] {296 / 1200.0, 400 / 1200.0, 400 / 1200.0}, within(1e-12));
  }

  @Test
  void thePlacesAreWhereTheObjectsAre() {
    double[][] places = statistics().places();
    // Pixel (12, 13) lies in the first squares of all images, the last one in no object.
    assertThat(places[14 * 32 / 30][12 * 32 / 40]).isEqualTo(0.5);
    assertThat(places[31][31]).isZero();
    double sum = Arrays.stream(places).flatMapToDouble(Arrays::stream).sum();
    double expected = (16 * 16 * 2 + 12 * 12 * 2 + 14 * 14 + 10 * 10) / 6.0 / 1200 * 1024;
    assertThat(sum).isCloseTo(expected, within(0.1 * expected));
  }

  @Test
  void crowdsAreCountedButNotMeasured() throws IOException {
    data.replace("train", "\"iscrowd\": 0", "\"iscrowd\": 1");
    DatasetStatistics statistics = statistics();
    assertThat(statistics.parts().getFirst().crowds()).isEqualTo(1);
    assertThat(statistics.parts().getFirst().objects()).isEqualTo(4);
    assertThat(statistics.parts().getFirst().objectsPerImage()).containsExactly(1, 2);
    assertThat(statistics.sides()).containsExactly(10, 12, 12, 14, 16);
  }
}
