package io.yoso4j.model.weights;

import java.util.Map;

/** MobileNetV2 of width 1 in torchvision's names, after {@code backbone.}, without classifier. */
public record MobileNetV2Layout() implements BackboneLayout {
  /** Expansion, output channels and blocks of each group: table 2 of the paper. */
  private static final int[][] GROUPS = {
    {1, 16, 1}, {6, 24, 2}, {6, 32, 3}, {6, 64, 4}, {6, 96, 3}, {6, 160, 3}, {6, 320, 1}
  };

  private static final int STEM = 32;
  private static final int LAST = 1280;
  private static final int[] CHANNELS = {24, 32, 96, LAST};

  @Override
  public String describe() {
    return "MobileNetV2";
  }

  @Override
  public long channels(int stage) {
    return CHANNELS[stage];
  }

  @Override
  public Map<String, TensorSpec> tensors(boolean counters) {
    LayoutBuilder out = new LayoutBuilder();
    conv(out, counters, "backbone.features.0.0", "backbone.features.0.1", STEM, 3, 3);
    int inputs = STEM;
    int index = 1;
    for (int[] group : GROUPS) {
      for (int block = 0; block < group[2]; block++) {
        String prefix = "backbone.features." + index++ + ".conv.";
        int inner = inputs * group[0];
        int layer = 0;
        if (group[0] != 1) {
          conv(out, counters, prefix + layer + ".0", prefix + layer + ".1", inner, inputs, 1);
          layer++;
        }
        conv(out, counters, prefix + layer + ".0", prefix + layer + ".1", inner, 1, 3);
        layer++;
        conv(out, counters, prefix + layer, prefix + (layer + 1), group[1], inner, 1);
        inputs = group[1];
      }
    }
    conv(
        out,
        counters,
        "backbone.features." + index + ".0",
        "backbone.features." + index + ".1",
        LAST,
        inputs,
        1);
    return out.build();
  }

  private static void conv(
      LayoutBuilder out,
      boolean counters,
      String conv,
      String norm,
      int outputs,
      int inputs,
      int kernel) {
    out.floats(conv + ".weight", outputs, inputs, kernel, kernel)
        .biased(norm, outputs)
        .statistics(norm, outputs);
    if (counters) {
      out.counter(norm);
    }
  }
}
