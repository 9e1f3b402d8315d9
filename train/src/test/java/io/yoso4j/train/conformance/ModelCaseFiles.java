package io.yoso4j.train.conformance;

import io.yoso4j.model.NetworkWeights;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.weights.TorchCheckpoint;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small cases of a model and of inference, as another implementation would record them. */
final class ModelCaseFiles {
  private static final String META =
      """
      {"config": {"MODEL": {
        "PIXEL_MEAN": [120, 110, 100], "PIXEL_STD": [50, 51, 52],
        "BACKBONE": {"FREEZE_AT": 0},
        "RESNETS": {"DEPTH": 18, "STEM_OUT_CHANNELS": 8, "RES2_OUT_CHANNELS": 8, "WIDTH_PER_GROUP": 8, "NORM": "FrozenBN"},
        "YOSO": {"NUM_CLASSES": 3, "NUM_STAGES": 1, "HIDDEN_DIM": 16, "AGG_DIM": 8, "NUM_PROPOSALS": 4,
          "CONV_KERNEL_SIZE_1D": 3, "NUM_CLS_FCS": 1, "NUM_MASK_FCS": 1, "TEMPERATIRE": 0.5, "SIZE_DIVISIBILITY": 32}}},
       "cases": {"a": {"n_images": 1}}}
      """;

  private ModelCaseFiles() {}

  /** A random network, one image, what backbone, neck and head make of it. */
  static CaseWriter network(Path folder) {
    CaseWriter files = new CaseWriter(folder).meta(META);
    ModelCase model = ModelCase.of(folder, JsonFields.read(folder.resolve("meta.json")));
    Random random = new Random(5);
    double[] input =
        IntStream.range(0, 3 * 32 * 32).mapToDouble(_ -> random.nextGaussian()).toArray();
    files.floats("a.backbone.input", new int[] {1, 3, 32, 32}, input);
    files.bytes("a.image0", new int[] {3, 32, 32}, new int[3 * 32 * 32]);
    try (YosoNetwork network = YosoNetwork.create(model.config(), 7);
        TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      TorchCheckpoint.write(
          folder.resolve("weights.pth"), NetworkWeights.store(network.parameters()));
      float[] floats = new float[input.length];
      IntStream.range(0, input.length).forEach(i -> floats[i] = (float) input[i]);
      List<Tensor> features = network.backboneFeatures(Tensor.of(floats, 1, 3, 32, 32), false);
      write(files, "a.backbone.res5", features.getLast());
      Tensor merged = network.mergeFeatures(features, false);
      write(files, "a.neck", merged);
      StageTensors last = network.heads(merged, false).getLast();
      write(files, "a.head.s1.masks", last.masks());
    }
    return files;
  }

  static void write(CaseWriter files, String name, Tensor tensor) {
    float[] values = tensor.toFloats();
    files.floats(
        name,
        Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray(),
        IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
  }

  /**
   * Two queries, one class, 2 × 2 pixels: query 0 has class logits (2, 0) and a full mask of logit
   * 1, query 1 sees nothing. The only instance scores sigmoid(2) · sigmoid(1).
   */
  static CaseWriter inference(Path folder) {
    return new CaseWriter(folder)
        .meta(
            """
            {"queries": 2, "classes": 1, "things": [0], "topk": 2, "object_mask_threshold": 0.5, "overlap_threshold": 0.5,
             "segments_info": [{"id": 1, "isthing": true, "category_id": 0}]}
            """)
        .floats("mask_cls", new int[] {2, 2}, 2, 0, 0, 5)
        .floats("mask_pred", new int[] {2, 2, 2}, 1, 1, 1, 1, -1, -1, -1, -1)
        .floats("instances.scores", new int[] {2}, score(), 0)
        .longs("instances.classes", 0, 0)
        .longs("instances.query", 0, 1)
        .bytes("instances.masks", new int[] {2, 2, 2}, 1, 1, 1, 1, 0, 0, 0, 0)
        .npy(
            "panoptic_seg",
            CaseWriter.header("<i4", "False", "2, 2,"),
            new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
  }

  static double score() {
    return 1 / (1 + Math.exp(-2)) / (1 + Math.exp(-1));
  }
}
