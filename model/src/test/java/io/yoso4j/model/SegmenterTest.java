package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.yoso.YosoConfig;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SegmenterTest {
  private static final SegmenterOptions OPTIONS =
      SegmenterOptions.defaults().withInputSize(new InputSize.Original());

  @Test
  void threadsGetWhatOneThreadGets() throws Exception {
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      images.add(noise(64 + 8 * i, 48, i));
    }
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 1);
        Segmenter segmenter = Segmenter.of(network.inference(ElementType.FLOAT32), OPTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<List<Instance>> expected = images.stream().map(segmenter::segment).toList();
      List<Future<List<Instance>>> futures = new ArrayList<>();
      for (RgbImage image : images) {
        futures.add(threads.submit(() -> segmenter.segment(image)));
      }
      for (int i = 0; i < images.size(); i++) {
        assertThat(futures.get(i).get()).isNotEmpty().isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void closedSegmenterSaysSo() {
    try (YosoNetwork network = YosoNetwork.create(YosoConfig.tiny(3), 1)) {
      Segmenter segmenter = Segmenter.of(network.inference(ElementType.FLOAT32), OPTIONS);
      segmenter.close();
      segmenter.close();
      assertThatThrownBy(() -> segmenter.segment(noise(32, 32, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  private static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(seed).nextBytes(rgb);
    return RgbImage.of(width, height, rgb);
  }
}
