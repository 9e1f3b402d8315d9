package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bit-exact agreement with masks that pycocotools made. */
class RleReferenceTest {
  private static final String FIXTURES = "data/coco_eval_fixtures/";

  @Test
  void annotationsBecomeTheSameMasks() {
    JsonNode expected = SharedFiles.json(FIXTURES + "expected_gt_rle.json");
    Map<Long, JsonNode> annotations = new HashMap<>();
    for (JsonNode node :
        SharedFiles.json(FIXTURES + "instances_val2014_100.json").get("annotations")) {
      annotations.put(node.get("id").asLong(), node);
    }
    assertThat(expected.size()).isEqualTo(839);
    for (JsonNode entry : expected) {
      long id = entry.get("id").asLong();
      int height = entry.get("size").get(0).asInt();
      int width = entry.get("size").get(1).asInt();
      String compressed = entry.get("counts").asString();

      Rle mask = mask(annotations.get(id).get("segmentation"), height, width);

      assertThat(mask.toCompressedString()).as("annotation %d", id).isEqualTo(compressed);
      assertThat(mask).isEqualTo(Rle.ofCompressed(height, width, compressed));
      assertThat(mask.area()).as("area of %d", id).isEqualTo(entry.get("area").asLong());
      assertThat(mask.bbox()).as("box of %d", id).isEqualTo(box(entry.get("bbox")));
      assertThat(Rle.encode(mask.toBitmap())).as("bits of %d", id).isEqualTo(mask);
    }
  }

  @Test
  void samplesEncodeAndDecodeTheSame() {
    JsonNode samples = SharedFiles.json("golden/eval/rle_samples.json");
    assertThat(samples.size()).isPositive();
    for (JsonNode sample : samples) {
      int height = sample.get("size").get(0).asInt();
      int width = sample.get("size").get(1).asInt();
      String compressed = sample.get("counts").asString();
      Bitmap bitmap = Bitmap.of(height, width);
      for (int y = 0; y < height; y++) {
        String row = sample.get("rows").get(y).asString();
        for (int x = 0; x < width; x++) {
          bitmap.set(y, x, row.charAt(x) == '1');
        }
      }

      Rle mask = Rle.encode(bitmap);

      assertThat(mask.toCompressedString()).isEqualTo(compressed);
      assertThat(Rle.ofCompressed(height, width, compressed).toBitmap()).isEqualTo(bitmap);
      assertThat(mask.area()).isEqualTo(sample.get("area").asLong());
      assertThat(mask.bbox()).isEqualTo(box(sample.get("bbox")));
    }
  }

  private static Rle mask(JsonNode segmentation, int height, int width) {
    if (segmentation.isObject()) {
      return Rle.ofCounts(height, width, ints(segmentation.get("counts")));
    }
    List<double[]> rings = new ArrayList<>();
    for (JsonNode ring : segmentation) {
      double[] xy = new double[ring.size()];
      for (int i = 0; i < xy.length; i++) {
        xy[i] = ring.get(i).asDouble();
      }
      rings.add(xy);
    }
    return Polygons.rasterize(rings, height, width);
  }

  private static int[] ints(JsonNode node) {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asInt();
    }
    return values;
  }

  private static Box box(JsonNode node) {
    return new Box(
        node.get(0).asDouble(),
        node.get(1).asDouble(),
        node.get(2).asDouble(),
        node.get(3).asDouble());
  }
}
