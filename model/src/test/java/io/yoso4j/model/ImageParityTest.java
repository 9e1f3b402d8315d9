package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.golden.Golden;
import io.yoso4j.model.golden.GoldenNetwork;
import io.yoso4j.model.golden.RecordedResults;
import io.yoso4j.model.tensor.ElementType;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Instances and segments of whole images, as upstream returns them: from the network as it is
 * trained, and from the one that inference uses, with norms folded into convolutions.
 */
final class ImageParityTest {
  /** Share of an image's pixels that may differ. */
  private static final double PIXELS = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "small_r50w8, full, 1, false",
    "small_r50w8, full, 1, true",
    "small_r50w8, padded, 1, false",
    "small_r50w8, padded, 1, true",
    "small_r50w8, batch2, 2, false",
    "small_r50w8, batch2, 2, true",
    "small_r50w8, strict, 1, false",
    "small_r50w8, strict, 1, true",
    "small_3stage_3fc, full, 1, false",
    "small_3stage_3fc, full, 1, true"
  })
  void imagesGiveUpstreamsResults(String fixture, String name, int images, boolean folded) {
    Golden golden = Golden.require("model/" + fixture);
    SegmenterOptions options =
        SegmenterOptions.defaults().withInputSize(new InputSize.Original()).withMaxDetections(20);
    try (YosoNetwork network = GoldenNetwork.load(golden);
        Segmenter segmenter =
            Segmenter.of(folded ? network.inference(ElementType.FLOAT32) : network, options)) {
      List<RgbImage> inputs = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        inputs.add(RecordedResults.image(golden.array(name + ".image" + i)));
      }
      instances(golden, name, segmenter, inputs);
      segments(golden, name, segmenter, inputs);
    }
  }

  private static void instances(
      Golden golden, String name, Segmenter segmenter, List<RgbImage> inputs) {
    List<ImageSize> sizes = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      long[] output = golden.array(name + ".instances" + i + ".masks").shape();
      sizes.add(new ImageSize((int) output[2], (int) output[1]));
    }
    List<List<Instance>> results = segmenter.segment(inputs, sizes);
    for (int i = 0; i < inputs.size(); i++) {
      RecordedResults.compare(golden, name + ".instances" + i, results.get(i), PIXELS);
    }
  }

  private static void segments(
      Golden golden, String name, Segmenter segmenter, List<RgbImage> inputs) {
    JsonNode thisCase = golden.meta().get("cases").get(name);
    PanopticOptions options = RecordedResults.options(thisCase, golden.meta().get("things"));
    List<ImageSize> sizes = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      long[] output = golden.array(name + ".panoptic" + i + ".seg").shape();
      sizes.add(new ImageSize((int) output[1], (int) output[0]));
    }
    List<PanopticResult> results = segmenter.panoptic(inputs, sizes, options);
    for (int i = 0; i < inputs.size(); i++) {
      PanopticResult actual = results.get(i);
      RecordedResults.compareSegments(
          actual, thisCase.get("results").get(i).get("panoptic").get("segments_info"));
      int[] differing =
          RecordedResults.differing(actual, golden.array(name + ".panoptic" + i + ".seg"));
      SegmentMargins margins =
          SegmentMargins.of(golden, name, i, inputs.get(i), sizes.get(i), options);
      double[] decided =
          Arrays.stream(differing)
              .mapToDouble(margins::at)
              .filter(margin -> margin > RecordedResults.TOLERANCE)
              .toArray();
      assertThat(decided.length)
          .as("pixels of another segment, with margins %s", Arrays.toString(decided))
          .isLessThanOrEqualTo((int) (PIXELS * actual.ids().length));
      assertThat(differing.length).isLessThanOrEqualTo((int) (5 * PIXELS * actual.ids().length));
    }
  }
}
