package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.SemanticResult;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import java.util.List;

/** Compares instance, panoptic and semantic inference from recorded outputs of a head. */
final class InferenceCheck {
  private final CaseFiles files;
  private final JsonFields meta;
  private final ModelTolerances tolerances;
  private final Findings findings;

  InferenceCheck(CaseFiles files, JsonFields meta, ModelTolerances tolerances, Findings findings) {
    this.files = files;
    this.meta = meta;
    this.tolerances = tolerances;
    this.findings = findings;
  }

  /** Whether a {@code meta.json} is of inference alone. */
  static boolean describes(JsonFields meta) {
    return meta.has("queries") && meta.has("topk");
  }

  void run() {
    NpyArray classes = files.read("mask_cls", NpyType.FLOAT32, ANY, ANY);
    NpyArray masks = files.read("mask_pred", NpyType.FLOAT32, classes.shape()[0], ANY, ANY);
    ImageSize size = new ImageSize(masks.shape()[2], masks.shape()[1]);
    RgbImage blank =
        RgbImage.of(size.width(), size.height(), new byte[3 * size.width() * size.height()]);
    SegmenterOptions options =
        SegmenterOptions.defaults()
            .withInputSize(new InputSize.Original())
            .withMaxDetections(meta.whole("topk", 1));
    try (Segmenter segmenter = Segmenter.of(new Recorded(classes, masks), options)) {
      new InstancesCheck(files, tolerances, findings).check("instances", segmenter.segment(blank));
      new PanopticCheck(files, tolerances, findings)
          .check(
              "panoptic_seg",
              meta.objects("segments_info"),
              segmenter.panoptic(blank, ModelCheck.options(meta, meta)));
      if (files.has("sem_seg")) {
        semantic(segmenter.semantic(blank), classes.shape()[1] - 1);
      }
    }
    if (files.has("postprocess")) {
      findings.notCompared("postprocess");
    }
  }

  /** A pixel is wrong if another class scores higher by more than float32 can tell. */
  private void semantic(SemanticResult found, int classes) {
    int pixels = found.categories().length;
    NpyArray scores =
        files.read("sem_seg", NpyType.FLOAT32, classes, found.height(), found.width());
    int different = 0;
    for (int i = 0; i < pixels; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        best = Math.max(best, scores.value(c * pixels + i));
      }
      double chosen = scores.value(found.categories()[i] * pixels + i);
      different += best - chosen <= tolerances.scores() * Math.max(1, best) ? 0 : 1;
    }
    findings.measured(
        Deviation.Kind.PIXELS,
        "sem_seg",
        "f32",
        (double) different / Math.max(1, pixels),
        tolerances.pixels());
  }

  /** A network that says what was recorded, whatever it sees. */
  private record Recorded(NpyArray classes, NpyArray masks) implements QueryNetwork {
    @Override
    public InputSpec input() {
      return new InputSpec(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), 1);
    }

    @Override
    public int numClasses() {
      return classes.shape()[1] - 1;
    }

    @Override
    public Device device() {
      return Device.CPU;
    }

    @Override
    public StageTensors predict(Tensor images) {
      return new StageTensors(
          Tensor.of(classes.floats(), 1, classes.shape()[0], classes.shape()[1]),
          Tensor.of(masks.floats(), 1, masks.shape()[0], masks.shape()[1], masks.shape()[2]));
    }

    @Override
    public void close() {}
  }
}
