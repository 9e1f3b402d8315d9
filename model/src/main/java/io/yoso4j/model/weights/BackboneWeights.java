package io.yoso4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renames the tensors of a backbone trained elsewhere to the names that YOSO's backbone uses, which
 * are detectron2's for a ResNet and torchvision's for MobileNetV2, after {@code backbone.}:
 *
 * <table>
 * <caption>X is weight, bias, running_mean or running_var</caption>
 * <tr><th>torchvision</th><th>Caffe2 (detectron2's MSRA files)</th><th>here</th></tr>
 * <tr><td>{@code conv1.weight}</td><td>{@code conv1_w}</td>
 *     <td>{@code backbone.stem.conv1.weight}</td></tr>
 * <tr><td>{@code bn1.X}</td><td>{@code res_conv1_bn_s}, {@code _b}</td>
 *     <td>{@code backbone.stem.conv1.norm.X}</td></tr>
 * <tr><td>{@code layer1.0.conv2.weight}</td><td>{@code res2_0_branch2b_w}</td>
 *     <td>{@code backbone.res2.0.conv2.weight}</td></tr>
 * <tr><td>{@code layer1.0.bn2.X}</td><td>{@code res2_0_branch2b_bn_s}, {@code _b}</td>
 *     <td>{@code backbone.res2.0.conv2.norm.X}</td></tr>
 * <tr><td>{@code layer2.0.downsample.0.weight}</td><td>{@code res3_0_branch1_w}</td>
 *     <td>{@code backbone.res3.0.shortcut.weight}</td></tr>
 * <tr><td>{@code layer2.0.downsample.1.X}</td><td>{@code res3_0_branch1_bn_s}, {@code _b}</td>
 *     <td>{@code backbone.res3.0.shortcut.norm.X}</td></tr>
 * <tr><td>{@code features.1.conv.0.0.weight}</td><td></td>
 *     <td>{@code backbone.features.1.conv.0.0.weight}</td></tr>
 * </table>
 *
 * Names that are detectron2's already pass, with or without {@code backbone.} or {@code
 * backbone.bottom_up.}; a leading {@code module.} is dropped.
 *
 * <p>Source: detectron2's {@code tools/convert-torchvision-to-d2.py} and {@code
 * checkpoint/c2_model_loading.py}.
 */
public final class BackboneWeights {
  private static final String TORCHVISION = "torchvision";
  private static final String CAFFE2 = "Caffe2";
  private static final String NORM = "(weight|bias|running_mean|running_var)";

  /** What batch normalisation adds to the variance. */
  private static final float EPSILON = 1e-5f;

  private static final NameTable TABLE = table();

  private BackboneWeights() {}

  private static NameTable table() {
    NameTable.Builder table = new NameTable.Builder();
    table
        .ignore("(.*\\.)?num_batches_tracked", "counter, read by nothing")
        .ignore("((backbone\\.)?(bottom_up\\.)?stem\\.)?fc\\..*", "classifier")
        .ignore("classifier\\..*", "classifier")
        .ignore("(fc1000|pred)_[wb]", "classifier")
        .ignore("conv1_b", "bias before a normalisation, which detectron2 leaves out too")
        .ignore(".*_momentum", "optimiser state")
        .ignore("optimizer\\..*", "optimiser state")
        .ignore("ema\\..*", "average of the weights")
        .ignore("(yoso_neck|yoso_head|criterion)\\..*", "not of the backbone")
        .ignore("(proposal_generator|roi_heads|sem_seg_head)\\..*", "not of the backbone")
        .ignore("backbone\\.fpn_.*", "not of the backbone")
        .ignore("pixel_(mean|std)", "part of the configuration");
    table
        .rename(TORCHVISION, "conv1\\.weight", "backbone.stem.conv1.weight")
        .rename(TORCHVISION, "bn1\\." + NORM, "backbone.stem.conv1.norm.$1")
        .rename(CAFFE2, "conv1_w", "backbone.stem.conv1.weight");
    List<String> ends = List.of("s", "b", "rm", "riv");
    List<String> norms = List.of("weight", "bias", "running_mean", "running_var");
    for (int i = 0; i < ends.size(); i++) {
      String norm = ".norm." + norms.get(i);
      String end = "_bn_" + ends.get(i);
      table.rename(CAFFE2, "res_conv1" + end, "backbone.stem.conv1" + norm);
      table.rename(
          CAFFE2, "res([2-5])_(\\d{1,3})_branch1" + end, "backbone.res$1.$2.shortcut" + norm);
      for (int conv = 1; conv <= 3; conv++) {
        table.rename(
            CAFFE2,
            "res([2-5])_(\\d{1,3})_branch2" + letter(conv) + end,
            "backbone.res$1.$2.conv" + conv + norm);
      }
    }
    table.rename(CAFFE2, "res([2-5])_(\\d{1,3})_branch1_w", "backbone.res$1.$2.shortcut.weight");
    for (int conv = 1; conv <= 3; conv++) {
      table.rename(
          CAFFE2,
          "res([2-5])_(\\d{1,3})_branch2" + letter(conv) + "_w",
          "backbone.res$1.$2.conv" + conv + ".weight");
    }
    for (int layer = 1; layer <= 4; layer++) {
      String from = "layer" + layer + "\\.(\\d{1,3})\\.";
      String to = "backbone.res" + (layer + 1) + ".$1.";
      table
          .rename(TORCHVISION, from + "conv([1-3])\\.weight", to + "conv$2.weight")
          .rename(TORCHVISION, from + "bn([1-3])\\." + NORM, to + "conv$2.norm.$3")
          .rename(TORCHVISION, from + "downsample\\.0\\.weight", to + "shortcut.weight")
          .rename(TORCHVISION, from + "downsample\\.1\\." + NORM, to + "shortcut.norm.$2");
    }
    return table
        .rename(
            "detectron2",
            "(?:backbone\\.)?(?:bottom_up\\.)?((?:stem|res[2-5])\\..+)",
            "backbone.$1")
        .rename(TORCHVISION, "(?:backbone\\.)?(features\\.\\d{1,3}\\..+)", "backbone.$1")
        .build();
  }

  private static char letter(int conv) {
    return (char) ('a' + conv - 1);
  }

  /**
   * Maps the tensors of a backbone; shapes are not looked at, and the depth does not matter.
   *
   * <p>Caffe2's files have no statistics: scale and shift are the whole normalisation. The mean 0
   * and the variance that makes the divisor 1 are filled in, as detectron2 does.
   *
   * @throws WeightException if two tensors of the file map to the same name
   */
  public static MappedWeights map(WeightFile file) {
    MappedWeights weights = TABLE.map(file);
    return weights.origin().equals(CAFFE2) ? withStatistics(weights) : weights;
  }

  private static MappedWeights withStatistics(MappedWeights weights) {
    Map<String, WeightTensor> mapped = new LinkedHashMap<>(weights.mapped());
    List<String> filled = new ArrayList<>();
    weights
        .mapped()
        .forEach((name, tensor) -> {
          if (name.endsWith(".norm.weight")) {
            String norm = name.substring(0, name.length() - "weight".length());
            long[] shape = tensor.shape();
            for (Map.Entry<String, Float> missing :
                Map.of(norm + "running_mean", 0f, norm + "running_var", 1 - EPSILON).entrySet()) {
              if (!mapped.containsKey(missing.getKey())) {
                float[] values = new float[Math.toIntExact(tensor.elements())];
                Arrays.fill(values, missing.getValue());
                mapped.put(
                    missing.getKey(), WeightTensor.ofFloats(missing.getKey(), values, shape));
                filled.add(missing.getKey());
              }
            }
          }
        });
    filled.sort(null);
    return new MappedWeights(
        weights.origin(), mapped, weights.sources(), weights.ignored(), weights.unknown(), filled);
  }
}
