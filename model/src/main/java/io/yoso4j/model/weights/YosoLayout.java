package io.yoso4j.model.weights;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Upstream's YOSO, with a ResNet as there or MobileNetV2.
 *
 * @param numClasses classes without the no-object class
 * @param kernel1d length of the head's dynamic 1-D convolutions
 */
public record YosoLayout(
    BackboneLayout backbone,
    long numClasses,
    long numQueries,
    long hiddenDim,
    long aggDim,
    long kernel1d,
    int numStages,
    int numClsFcs,
    int numMaskFcs,
    long feedForwardDim)
    implements Layout {
  private static final String HEADS = "yoso_head.mask_heads.";
  private static final int LEVELS = 3;
  private static final int OFFSETS_AND_MASKS = 27;

  /** A linear layer, a normalisation and a rectifier, which has no tensors. */
  private static final int FC_PARTS = 3;

  private static final int MAX_REPEATED = 1000;

  /**
   * The layout of a whole file.
   *
   * @throws WeightException if the file is no YOSO network with a ResNet or MobileNetV2
   */
  public static YosoLayout infer(WeightFile file) {
    try {
      boolean batch = file.tensors().containsKey("backbone.stem.conv1.norm.num_batches_tracked");
      return infer(YosoWeights.map(file).mapped(), batch);
    } catch (UnclearLayoutException e) {
      throw new WeightException(
          file.source(),
          "is no YOSO network with a ResNet or MobileNetV2: " + e.getMessage(),
          null);
    }
  }

  static YosoLayout infer(Map<String, WeightTensor> mapped, boolean batch) {
    long[] kernels = shape(mapped, "yoso_head.kernels.weight", 4);
    BackboneLayout found = BackboneLayout.infer(mapped);
    BackboneLayout backbone =
        batch && found instanceof ResNetLayout resnet ? resnet.withCounters() : found;
    return new YosoLayout(
        backbone,
        shape(mapped, HEADS + "0.fc_cls.weight", 2)[0] - 1,
        kernels[0],
        kernels[1],
        shape(mapped, "yoso_neck.deconv.bias", 4)[1],
        shape(mapped, HEADS + "0.f_atten.weight_linear.weight", 2)[0] - kernels[0],
        count(mapped, HEADS, 1, ".fc_cls.weight"),
        count(mapped, HEADS + "0.cls_fcs.", FC_PARTS, ".weight"),
        count(mapped, HEADS + "0.mask_fcs.", FC_PARTS, ".weight"),
        shape(mapped, HEADS + "0.ffn.layers.0.0.weight", 2)[0]);
  }

  private static long[] shape(Map<String, WeightTensor> mapped, String name, int rank) {
    WeightTensor tensor = mapped.get(name);
    if (tensor == null || tensor.shape().length != rank) {
      throw new UnclearLayoutException("it has no " + name + " of rank " + rank);
    }
    return tensor.shape();
  }

  private static int count(
      Map<String, WeightTensor> mapped, String prefix, int step, String suffix) {
    int count = 0;
    while (count < MAX_REPEATED && mapped.containsKey(prefix + count * step + suffix)) {
      count++;
    }
    return count;
  }

  @Override
  public String describe() {
    return "YOSO, "
        + backbone.describe()
        + ", "
        + numClasses
        + " classes, "
        + numQueries
        + " queries, "
        + numStages
        + " stages";
  }

  @Override
  public Map<String, TensorSpec> tensors() {
    return tensors(false);
  }

  /** All tensors of upstream's state dictionary in its order, the bookkeeping among them. */
  Map<String, TensorSpec> stateDict() {
    return tensors(true);
  }

  /** What upstream's state dictionary has and no computation reads. */
  Map<String, TensorSpec> bookkeeping() {
    Map<String, TensorSpec> rest = new LinkedHashMap<>(tensors(true));
    rest.keySet().removeAll(tensors(false).keySet());
    return rest;
  }

  private Map<String, TensorSpec> tensors(boolean bookkeeping) {
    LayoutBuilder out = new LayoutBuilder().all(backbone.tensors(bookkeeping));
    neck(out, bookkeeping);
    if (bookkeeping) {
      out.floats("yoso_head.criterion.empty_weight", numClasses + 1);
    }
    out.biased("yoso_head.kernels", numQueries, hiddenDim, 1, 1);
    for (int stage = 0; stage < numStages; stage++) {
      head(out, HEADS + stage + ".");
    }
    return out.build();
  }

  private void neck(LayoutBuilder out, boolean bookkeeping) {
    String deconv = "yoso_neck.deconv.";
    out.floats(deconv + "bias", 1, aggDim, 1, 1);
    for (int level = 0; level < LEVELS; level++) {
      long inputs = backbone.channels(LEVELS - level);
      long outputs = backbone.channels(LEVELS - level - 1) / 2;
      String deform = deconv + "deform_conv" + (level + 1) + ".";
      out.biased(deconv + "lateral_conv" + level, inputs / 2, inputs, 1, 1);
      out.biased(deform + "dcn_offset", OFFSETS_AND_MASKS, inputs / 2, 3, 3);
      out.floats(deform + "dcn.weight", outputs, inputs / 2, 3, 3);
      norm(out, deform + "dcn_bn", outputs, bookkeeping);
      out.floats(deform + "up_sample.weight", outputs, outputs, 4, 4);
      norm(out, deform + "up_bn", outputs, bookkeeping);
    }
    long res2 = backbone.channels(0);
    out.biased(deconv + "lateral_conv3", res2 / 2, res2, 1, 1);
    out.biased(deconv + "output_conv", aggDim, aggDim, 3, 3);
    for (int level = LEVELS; level >= 0; level--) {
      out.floats(
          deconv + "conv_a" + (level + 2) + ".weight", aggDim, backbone.channels(level) / 2, 1, 1);
    }
    out.biased("yoso_neck.loc_conv", hiddenDim, aggDim + 2, 1, 1);
  }

  private static void norm(LayoutBuilder out, String prefix, long channels, boolean bookkeeping) {
    out.biased(prefix, channels).statistics(prefix, channels);
    if (bookkeeping) {
      out.counter(prefix);
    }
  }

  private void head(LayoutBuilder out, String head) {
    long width = hiddenDim;
    for (String attention : new String[] {"f_atten", "k_atten"}) {
      out.biased(head + attention + ".weight_linear", numQueries + kernel1d, width);
      out.layerNorm(head + attention + ".norm", width);
      out.layerNorm(head + attention + "_norm", width);
    }
    out.floats(head + "s_atten.in_proj_weight", 3 * width, width);
    out.floats(head + "s_atten.in_proj_bias", 3 * width);
    out.biased(head + "s_atten.out_proj", width, width);
    out.layerNorm(head + "s_atten_norm", width);
    out.biased(head + "ffn.layers.0.0", feedForwardDim, width);
    out.biased(head + "ffn.layers.1", width, feedForwardDim);
    out.layerNorm(head + "ffn_norm", width);
    fcs(out, head + "cls_fcs.", numClsFcs);
    out.biased(head + "fc_cls", numClasses + 1, width);
    fcs(out, head + "mask_fcs.", numMaskFcs);
    out.biased(head + "fc_mask", width, width);
  }

  private void fcs(LayoutBuilder out, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      out.floats(prefix + FC_PARTS * i + ".weight", hiddenDim, hiddenDim);
      out.layerNorm(prefix + (FC_PARTS * i + 1), hiddenDim);
    }
  }
}
