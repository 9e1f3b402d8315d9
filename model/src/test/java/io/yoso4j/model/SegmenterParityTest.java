package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.GoldenNetwork;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances as upstream returns them, from head outputs and from whole images. */
final class SegmenterParityTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all_pairs",
        "all_stuff",
        "basic",
        "coco_like",
        "masks_all_negative",
        "nothing_kept",
        "overlap_strict",
        "stuff_merge",
        "tie_queries",
        "zero_thresholds"
      })
  void headOutputsGiveUpstreamsInstances(String name) {
    Golden golden = Golden.require("infer/" + name);
    Golden.Array classes = golden.array("mask_cls");
    Golden.Array masks = golden.array("mask_pred");
    int queries = (int) classes.shape()[0];
    int columns = (int) classes.shape()[1];
    int height = (int) masks.shape()[1];
    int width = (int) masks.shape()[2];
    long plane = (long) Float.BYTES * height * width;
    MaskResampler resampler = MaskResampler.identity(new ImageSize(width, height));
    SegmenterOptions options =
        SegmenterOptions.defaults().withMaxDetections(golden.meta().get("topk").asInt());
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      Tensor logits = Tensor.of(masks.floats(), masks.shape());
      float[] probabilities =
          Functional.softmax(Tensor.of(classes.floats(), classes.shape()), -1).toFloats();
      List<Instance> instances =
          InstanceInference.select(
              probabilities,
              queries,
              columns - 1,
              options,
              query -> resampler.mask(logits.data().asSlice(query * plane, plane), 0));
      compare(golden, "instances", instances, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "small_r50w8, full, 1",
    "small_r50w8, padded, 1",
    "small_r50w8, batch2, 2",
    "small_r50w8, strict, 1",
    "small_3stage_3fc, full, 1"
  })
  void imagesGiveUpstreamsInstances(String fixture, String name, int images) {
    Golden golden = Golden.require("model/" + fixture);
    SegmenterOptions options =
        SegmenterOptions.defaults().withInputSize(new InputSize.Original()).withMaxDetections(20);
    try (Segmenter segmenter = Segmenter.of(GoldenNetwork.load(golden), options)) {
      List<RgbImage> inputs = new ArrayList<>();
      List<ImageSize> sizes = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        Golden.Array array = golden.array(name + ".image" + i);
        inputs.add(image(array));
        long[] output = golden.array(name + ".instances" + i + ".masks").shape();
        sizes.add(new ImageSize((int) output[2], (int) output[1]));
      }
      List<List<Instance>> results = segmenter.segment(inputs, sizes);
      for (int i = 0; i < images; i++) {
        compare(golden, name + ".instances" + i, results.get(i), 1e-3);
      }
    }
  }

  /** Masks may differ in a share of their pixels; empty masks are upstream's alone. */
  static void compare(Golden golden, String prefix, List<Instance> actual, double pixelShare) {
    double[] scores = golden.array(prefix + ".scores").values();
    double[] classes = golden.array(prefix + ".classes").values();
    double[] queries = golden.array(prefix + ".query").values();
    Golden.Array masks = golden.array(prefix + ".masks");
    int pixels = (int) (masks.shape()[1] * masks.shape()[2]);
    Map<String, Instance> byKey = new HashMap<>();
    for (Instance instance : actual) {
      byKey.put(instance.query() + "/" + instance.category(), instance);
    }
    assertThat(byKey).as("each pair once").hasSize(actual.size());
    int filled = 0;
    for (int i = 0; i < scores.length; i++) {
      int area = 0;
      for (int p = 0; p < pixels; p++) {
        area += (int) masks.values()[i * pixels + p];
      }
      String key = (int) queries[i] + "/" + (int) classes[i];
      Instance instance = byKey.get(key);
      if (area == 0) {
        assertThat(instance).as("%s %s is empty", prefix, key).isNull();
        continue;
      }
      filled++;
      assertThat(instance).as("%s %s", prefix, key).isNotNull();
      assertThat(instance.score()).as("%s %s", prefix, key).isCloseTo(scores[i], within(TOLERANCE));
      Bitmap bitmap = instance.mask().toBitmap();
      int different = 0;
      for (int p = 0; p < pixels; p++) {
        boolean expected = masks.values()[i * pixels + p] != 0;
        different += bitmap.get(p / bitmap.width(), p % bitmap.width()) == expected ? 0 : 1;
      }
      assertThat(different)
          .as("%s %s pixels", prefix, key)
          .isLessThanOrEqualTo((int) (pixelShare * pixels));
    }
    assertThat(actual).as(prefix).hasSize(filled);
  }

  static RgbImage image(Golden.Array planar) {
    int height = (int) planar.shape()[1];
    int width = (int) planar.shape()[2];
    byte[] rgb = new byte[3 * height * width];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < height * width; i++) {
        rgb[3 * i + c] = (byte) planar.values()[c * height * width + i];
      }
    }
    return RgbImage.of(width, height, rgb);
  }
}
