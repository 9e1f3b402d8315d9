package io.yoso4j.model.weights;

import java.util.Map;

/**
 * A ResNet in detectron2's names, after {@code backbone.}.
 *
 * @param depth 18, 34, 50, 101 or 152
 * @param stemChannels channels after the first convolution, usually 64
 * @param res2Channels channels out of res2, usually 64 (depth 18 and 34) or 256
 * @param widthPerGroup inner channels of the first bottlenecks, usually 64; not used for depth 18
 *     and 34
 * @param norm what follows each convolution
 */
public record ResNetLayout(
    int depth, long stemChannels, long res2Channels, long widthPerGroup, Norm norm)
    implements BackboneLayout {
  private static final int STAGES = 4;
  private static final int MAX_BLOCKS = 64;

  /** Which tensors a normalisation has. */
  public enum Norm {
    /** Scale, shift and statistics that never change: four tensors. */
    FROZEN,
    /** Batch normalisation: the same four, and a counter in upstream's files. */
    BATCH,
    /** Group normalisation: scale and shift. */
    GROUP
  }

  /**
   * @throws IllegalArgumentException for another depth
   */
  public ResNetLayout {
    if (blocks(depth).length == 0) {
      throw new IllegalArgumentException("depth (" + depth + ") must be 18, 34, 50, 101 or 152");
    }
  }

  /** The usual widths. */
  public static ResNetLayout of(int depth, Norm norm) {
    return new ResNetLayout(depth, 64, depth < 50 ? 64 : 256, 64, norm);
  }

  static ResNetLayout infer(Map<String, WeightTensor> mapped) {
    boolean bottleneck = mapped.keySet().stream().anyMatch(name -> name.contains(".conv3."));
    int[] counts = new int[STAGES];
    for (int stage = 0; stage < STAGES; stage++) {
      while (counts[stage] < MAX_BLOCKS && hasBlock(mapped, stage, counts[stage])) {
        counts[stage]++;
      }
    }
    Norm norm =
        mapped.containsKey("backbone.stem.conv1.norm.running_mean") ? Norm.FROZEN : Norm.GROUP;
    String last = bottleneck ? "conv3" : "conv2";
    return new ResNetLayout(
        depth(bottleneck, counts),
        size(mapped, "backbone.stem.conv1.weight"),
        size(mapped, "backbone.res2.0." + last + ".weight"),
        bottleneck ? size(mapped, "backbone.res2.0.conv1.weight") : 64,
        norm);
  }

  private static boolean hasBlock(Map<String, WeightTensor> mapped, int stage, int block) {
    String prefix = "backbone.res" + (stage + 2) + "." + block + ".";
    return mapped.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** The depth with these blocks; files may lack the last stage, so res4 decides. */
  private static int depth(boolean bottleneck, int[] counts) {
    for (int depth : bottleneck ? new int[] {50, 101, 152} : new int[] {18, 34}) {
      if (blocks(depth)[2] == counts[2]) {
        return depth;
      }
    }
    throw new UnclearLayoutException("no ResNet with " + counts[2] + " blocks in res4");
  }

  private static long size(Map<String, WeightTensor> mapped, String name) {
    WeightTensor tensor = mapped.get(name);
    if (tensor == null || tensor.shape().length != 4) {
      throw new UnclearLayoutException("no convolution " + name);
    }
    return tensor.shape()[0];
  }

  private static int[] blocks(int depth) {
    return switch (depth) {
      case 18 -> new int[] {2, 2, 2, 2};
      case 34, 50 -> new int[] {3, 4, 6, 3};
      case 101 -> new int[] {3, 4, 23, 3};
      case 152 -> new int[] {3, 8, 36, 3};
      default -> new int[0];
    };
  }

  /** The same with batch normalisation. */
  ResNetLayout withCounters() {
    return new ResNetLayout(depth, stemChannels, res2Channels, widthPerGroup, Norm.BATCH);
  }

  @Override
  public long channels(int stage) {
    return res2Channels << stage;
  }

  @Override
  public String describe() {
    boolean usual = equals(of(depth, norm));
    String widths =
        " with stem "
            + stemChannels
            + ", res2 "
            + res2Channels
            + (depth < 50 ? "" : ", width per group " + widthPerGroup);
    return "ResNet-" + depth + (usual ? "" : widths);
  }

  @Override
  public Map<String, TensorSpec> tensors(boolean counters) {
    LayoutBuilder out = new LayoutBuilder();
    conv(out, "backbone.stem.conv1", counters, stemChannels, 3, 7);
    long inputs = stemChannels;
    for (int stage = 0; stage < STAGES; stage++) {
      long outputs = channels(stage);
      long inner = widthPerGroup << stage;
      for (int block = 0; block < blocks(depth)[stage]; block++) {
        String prefix = "backbone.res" + (stage + 2) + "." + block + ".";
        if (inputs != outputs) {
          conv(out, prefix + "shortcut", counters, outputs, inputs, 1);
        }
        if (depth < 50) {
          conv(out, prefix + "conv1", counters, outputs, inputs, 3);
          conv(out, prefix + "conv2", counters, outputs, outputs, 3);
        } else {
          conv(out, prefix + "conv1", counters, inner, inputs, 1);
          conv(out, prefix + "conv2", counters, inner, inner, 3);
          conv(out, prefix + "conv3", counters, outputs, inner, 1);
        }
        inputs = outputs;
      }
    }
    return out.build();
  }

  private void conv(
      LayoutBuilder out, String prefix, boolean counters, long outputs, long inputs, int kernel) {
    out.floats(prefix + ".weight", outputs, inputs, kernel, kernel);
    out.biased(prefix + ".norm", outputs);
    if (norm != Norm.GROUP) {
      out.statistics(prefix + ".norm", outputs);
    }
    if (norm == Norm.BATCH && counters) {
      out.counter(prefix + ".norm");
    }
  }
}
