package io.yoso4j.train.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.criterion.DrawPurpose;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.criterion.PointSource.Planned;
import io.yoso4j.train.criterion.PointSource.Row;
import io.yoso4j.train.criterion.Upload.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointSourceTest {
  private static final int IMAGES = 3;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0x1234_5678_9ABC_DEF0L, Long.MIN_VALUE})
  void tensorsDrawWhatTheCounterBasedDrawsDraw(long seed) {
    Random random = new Random(seed);
    long[] ids = random.longs(IMAGES).toArray();
    PointDraws draws = PointDraws.counterBased(seed, random.nextLong(), ids);
    assertThat(PointSource.of(draws)).isInstanceOf(PhiloxPoints.class);
    assertDraws(PointSource.of(draws), draws, random);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void otherDrawsAreUploaded(long seed) {
    PointDraws draws =
        (purpose, stage, image, instance, xy) -> {
          Random values = new Random(((purpose.ordinal() * 7 + stage) * 7 + image) * 7 + instance);
          for (int i = 0; i < xy.length; i++) {
            xy[i] = values.nextFloat();
          }
        };
    assertThat(PointSource.of(draws)).isInstanceOf(DrawnPoints.class);
    assertDraws(PointSource.of(draws), draws, new Random(seed));
  }

  private static void assertDraws(PointSource source, PointDraws draws, Random random) {
    for (DrawPurpose purpose : DrawPurpose.values()) {
      for (int points : new int[] {1, 2, 7, 640}) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          rows.add(new Row(random.nextInt(10), random.nextInt(IMAGES), random.nextInt(200)));
        }
        try (TensorScope _ = TensorScope.open()) {
          Upload upload = new Upload();
          upload.floats(new float[random.nextInt(4)]);
          Planned planned = source.plan(upload, purpose, rows, points);
          Packet packet = upload.send(Device.CPU);
          float[] drawn = planned.draw(packet, 1, rows.size() - 1).toFloats();
          for (int i = 1; i < rows.size(); i++) {
            Row row = rows.get(i);
            float[] expected = new float[2 * points];
            draws.draw(purpose, row.stage(), row.image(), row.instance(), expected);
            for (int k = 0; k < expected.length; k++) {
              assertThat(drawn[(i - 1) * expected.length + k])
                  .as("%s, %d points, %s, value %d", purpose, points, row, k)
                  .isEqualTo(expected[k]);
            }
          }
        }
      }
    }
  }
}
