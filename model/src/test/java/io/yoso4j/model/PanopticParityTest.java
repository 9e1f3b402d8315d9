package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.GoldenNetwork;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Segments and semantic scores as upstream returns them. */
final class PanopticParityTest {
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
  void headOutputsGiveUpstreamsSegments(String name) {
    Golden golden = Golden.require("infer/" + name);
    Golden.Array masks = golden.array("mask_pred");
    int height = (int) masks.shape()[1];
    int width = (int) masks.shape()[2];
    int pixels = height * width;
    JsonNode meta = golden.meta();
    int classes = meta.get("classes").asInt();
    int queries = meta.get("queries").asInt();
    float[] probabilities = probabilities(golden);
    float[] logits = masks.floats();
    PanopticResult actual =
        new PanopticInference(options(meta, meta.get("things")), height, width)
            .divide(
                probabilities,
                queries,
                classes,
                query -> Arrays.copyOfRange(logits, query * pixels, (query + 1) * pixels));
    compare(actual, golden.array("panoptic_seg"), meta.get("segments_info"), 0);

    float[][] scores =
        SemanticInference.scores(
            probabilities,
            queries,
            classes,
            pixels,
            query -> Arrays.copyOfRange(logits, query * pixels, (query + 1) * pixels));
    double[] expected = golden.array("sem_seg").values();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) scores[i / pixels][i % pixels])
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
    int[] best = SemanticInference.best(scores, pixels);
    for (int i = 0; i < pixels; i++) {
      for (int category = 0; category < classes; category++) {
        assertThat(scores[best[i]][i]).isGreaterThanOrEqualTo(scores[category][i]);
      }
    }
  }

  /** Resizing of masks; libtorch computes positions in float32, ours in float64. */
  @ParameterizedTest
  @ValueSource(strings = {"all_pairs", "basic", "coco_like", "tie_queries"})
  void masksAreResizedAsUpstream(String name) {
    Golden golden = Golden.require("infer/" + name);
    Golden.Array masks = golden.array("mask_pred");
    Golden.Array expected = golden.array("postprocess");
    JsonNode crop = golden.meta().get("postprocess").get("crop");
    ImageSize size = new ImageSize((int) masks.shape()[2], (int) masks.shape()[1]);
    ImageSize valid = new ImageSize(crop.get(1).asInt(), crop.get(0).asInt());
    ImageSize output = new ImageSize((int) expected.shape()[2], (int) expected.shape()[1]);
    MaskResampler resampler = MaskResampler.of(size, size, valid, output);
    int from = size.width() * size.height();
    int to = output.width() * output.height();
    for (int query = 0; query < masks.shape()[0]; query++) {
      float[] logits = Arrays.copyOfRange(masks.floats(), query * from, (query + 1) * from);
      float[] actual = resampler.plane(MemorySegment.ofArray(logits));
      for (int i = 0; i < to; i++) {
        assertThat((double) actual[i]).isCloseTo(expected.values()[query * to + i], within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"full, 1", "padded, 1", "batch2, 2", "strict, 1"})
  void imagesGiveUpstreamsSegments(String name, int images) {
    Golden golden = Golden.require("model/small_r50w8");
    JsonNode meta = golden.meta();
    JsonNode thisCase = meta.get("cases").get(name);
    SegmenterOptions options = SegmenterOptions.defaults().withInputSize(new InputSize.Original());
    try (var network = GoldenNetwork.load(golden);
        Segmenter segmenter = Segmenter.of(network.inference(ElementType.FLOAT32), options)) {
      List<RgbImage> inputs = new ArrayList<>();
      List<ImageSize> outputs = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        inputs.add(SegmenterParityTest.image(golden.array(name + ".image" + i)));
        long[] shape = golden.array(name + ".panoptic" + i + ".seg").shape();
        outputs.add(new ImageSize((int) shape[1], (int) shape[0]));
      }
      List<PanopticResult> actual =
          segmenter.panoptic(inputs, outputs, options(thisCase, meta.get("things")));
      for (int i = 0; i < images; i++) {
        compare(
            actual.get(i),
            golden.array(name + ".panoptic" + i + ".seg"),
            thisCase.get("results").get(i).get("panoptic").get("segments_info"),
            1e-4);
      }
    }
  }

  private static void compare(
      PanopticResult actual, Golden.Array ids, JsonNode segments, double pixelShare) {
    assertThat(actual.segments()).hasSize(segments.size());
    for (int i = 0; i < segments.size(); i++) {
      PanopticResult.Segment segment = actual.segments().get(i);
      assertThat(segment.id()).isEqualTo(segments.get(i).get("id").asInt());
      assertThat(segment.category()).isEqualTo(segments.get(i).get("category_id").asInt());
      assertThat(segment.thing()).isEqualTo(segments.get(i).get("isthing").asBoolean());
      assertThat(segment.area())
          .isEqualTo((int) Arrays.stream(actual.ids()).filter(id -> id == segment.id()).count());
    }
    int different = 0;
    for (int i = 0; i < actual.ids().length; i++) {
      different += actual.ids()[i] == (int) ids.values()[i] ? 0 : 1;
    }
    assertThat(different).isLessThanOrEqualTo((int) (pixelShare * actual.ids().length));
  }

  private static PanopticOptions options(JsonNode thresholds, JsonNode things) {
    Set<Integer> set = new HashSet<>();
    things.forEach(thing -> set.add(thing.asInt()));
    return new PanopticOptions(
        set,
        thresholds.get("object_mask_threshold").asDouble(),
        thresholds.get("overlap_threshold").asDouble());
  }

  private static float[] probabilities(Golden golden) {
    Golden.Array classes = golden.array("mask_cls");
    try (TensorScope _ = TensorScope.open()) {
      return Functional.softmax(Tensor.of(classes.floats(), classes.shape()), -1).toFloats();
    }
  }

  @Test
  void semanticClassesByHand() {
    ImageSize size = new ImageSize(5, 4);
    float[] logits = new float[2 * 20];
    for (int i = 0; i < 20; i++) {
      logits[i] = i % 3 == 0 ? 5 : -5;
      logits[20 + i] = i % 3 == 0 ? -5 : 5;
    }
    float[] probabilities = {0.9f, 0.1f, 0, 0.1f, 0.9f, 0};
    SemanticResult result =
        new ImagePrediction(
                probabilities,
                2,
                2,
                MemorySegment.ofArray(logits),
                MaskResampler.identity(size),
                size)
            .semantic();
    for (int i = 0; i < 20; i++) {
      assertThat(result.categories()[i]).as("pixel %d", i).isEqualTo(i % 3 == 0 ? 0 : 1);
    }
  }

  @Test
  void thresholdsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PanopticOptions(Set.of(), 1.5, 0))
        .withMessageContaining("objectThreshold (1.5)");
  }
}
