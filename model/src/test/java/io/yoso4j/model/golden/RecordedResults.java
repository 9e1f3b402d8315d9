package io.yoso4j.model.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.model.Instance;
import io.yoso4j.model.PanopticOptions;
import io.yoso4j.model.PanopticResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Comparison of instances and segments with recorded ones. */
public final class RecordedResults {
  /** Scores may be so far apart. */
  public static final double TOLERANCE = 1e-4;

  private RecordedResults() {}

  /** Masks may differ in a share of their pixels; empty masks are upstream's alone. */
  public static void compare(
      Golden golden, String prefix, List<Instance> actual, double pixelShare) {
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

  /** The list of segments is the recorded one, and the areas are those of the map. */
  public static void compareSegments(PanopticResult actual, JsonNode segments) {
    assertThat(actual.segments()).hasSize(segments.size());
    for (int i = 0; i < segments.size(); i++) {
      PanopticResult.Segment segment = actual.segments().get(i);
      assertThat(segment.id()).isEqualTo(segments.get(i).get("id").asInt());
      assertThat(segment.category()).isEqualTo(segments.get(i).get("category_id").asInt());
      assertThat(segment.thing()).isEqualTo(segments.get(i).get("isthing").asBoolean());
      assertThat(segment.area())
          .isEqualTo((int) Arrays.stream(actual.ids()).filter(id -> id == segment.id()).count());
    }
  }

  /** Pixels of another segment than recorded. */
  public static int[] differing(PanopticResult actual, Golden.Array ids) {
    assertThat(actual.ids()).hasSize(ids.values().length);
    return IntStream.range(0, actual.ids().length)
        .filter(i -> actual.ids()[i] != (int) ids.values()[i])
        .toArray();
  }

  /** The thresholds of a case. */
  public static PanopticOptions options(JsonNode thresholds, JsonNode things) {
    Set<Integer> set = new HashSet<>();
    things.forEach(thing -> set.add(thing.asInt()));
    return new PanopticOptions(
        set,
        thresholds.get("object_mask_threshold").asDouble(),
        thresholds.get("overlap_threshold").asDouble());
  }

  /** A recorded image, planes of R, G and B. */
  public static RgbImage image(Golden.Array planar) {
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
