package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.RecordedResults;
import io.yoso4j.model.tensor.Functional;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Instances, segments and semantic scores of recorded head outputs, as upstream returns them. */
final class HeadOutputParityTest {
  /** What a head gave, and its sizes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Outputs(
      Golden golden,
      float[] probabilities,
      float[] logits,
      int queries,
      int classes,
      int h,
      int w) {
    static Outputs of(String name) {
      Golden golden = Golden.require("infer/" + name);
      Golden.Array classes = golden.array("mask_cls");
      Golden.Array masks = golden.array("mask_pred");
      try (TensorScope _ = TensorScope.open()) {
        return new Outputs(
            golden,
            Functional.softmax(Tensor.of(classes.floats(), classes.shape()), -1).toFloats(),
            masks.floats(),
            (int) classes.shape()[0],
            (int) classes.shape()[1] - 1,
            (int) masks.shape()[1],
            (int) masks.shape()[2]);
      }
    }

    int pixels() {
      return h * w;
    }

    float[] plane(int query) {
      return Arrays.copyOfRange(logits, query * pixels(), (query + 1) * pixels());
    }
  }

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
  void headOutputsGiveUpstreamsResults(String name) {
    Outputs outputs = Outputs.of(name);
    instances(outputs);
    segments(outputs);
    semantic(outputs);
  }

  private static void instances(Outputs outputs) {
    MaskResampler resampler = MaskResampler.identity(new ImageSize(outputs.w, outputs.h));
    SegmenterOptions options =
        SegmenterOptions.defaults().withMaxDetections(outputs.golden.meta().get("topk").asInt());
    List<Instance> instances =
        InstanceInference.select(
            outputs.probabilities,
            outputs.queries,
            outputs.classes,
            options,
            query -> resampler.mask(MemorySegment.ofArray(outputs.plane(query)), 0));
    RecordedResults.compare(outputs.golden, "instances", instances, 0);
  }

  private static void segments(Outputs outputs) {
    JsonNode meta = outputs.golden.meta();
    PanopticResult actual =
        new PanopticInference(
                RecordedResults.options(meta, meta.get("things")), outputs.h, outputs.w)
            .divide(outputs.probabilities, outputs.queries, outputs.classes, outputs::plane);
    RecordedResults.compareSegments(actual, meta.get("segments_info"));
    assertThat(RecordedResults.differing(actual, outputs.golden.array("panoptic_seg"))).isEmpty();
  }

  private static void semantic(Outputs outputs) {
    int pixels = outputs.pixels();
    IntFunction<float[]> planes = outputs::plane;
    float[][] scores =
        SemanticInference.scores(
            outputs.probabilities, outputs.queries, outputs.classes, pixels, planes);
    double[] expected = outputs.golden.array("sem_seg").values();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) scores[i / pixels][i % pixels])
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
    int[] best = SemanticInference.best(scores, pixels);
    for (int i = 0; i < pixels; i++) {
      for (int category = 0; category < outputs.classes; category++) {
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
}
