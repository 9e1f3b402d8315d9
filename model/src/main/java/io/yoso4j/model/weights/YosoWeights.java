package io.yoso4j.model.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of a whole YOSO network: upstream's checkpoints, and those of a run, which have the same
 * names.
 */
public final class YosoWeights {
  private static final String EMPTY_WEIGHT = "yoso_head.criterion.empty_weight";

  /** Upstream's {@code NO_OBJECT_WEIGHT}. */
  private static final float NO_OBJECT_WEIGHT = 0.1f;

  private static final NameTable TABLE =
      new NameTable.Builder()
          .ignore("(.*\\.)?num_batches_tracked", "counter, read by nothing")
          .ignore("(yoso_head\\.)?criterion\\..*", "of the loss")
          .ignore("pixel_(mean|std)", "part of the configuration")
          .ignore("optimizer\\..*", "optimiser state")
          .ignore("ema\\..*", "average of the weights; best.safetensors has it as weights")
          .rename("upstream YOSO", "((?:backbone|yoso_neck|yoso_head)\\..+)", "$1")
          .build();

  private YosoWeights() {}

  /** Whether a file holds more than a backbone. */
  public static boolean isYoso(WeightFile file) {
    return file.tensors().keySet().stream()
        .map(name -> name.startsWith("module.") ? name.substring("module.".length()) : name)
        .anyMatch(name -> name.startsWith("yoso_neck.") || name.startsWith("yoso_head."));
  }

  /**
   * Maps the tensors to the network's names, which are upstream's; bookkeeping and optimiser state
   * are left out.
   *
   * @throws WeightException if two tensors of the file map to the same name
   */
  public static MappedWeights map(WeightFile file) {
    return TABLE.map(file);
  }

  /**
   * What upstream's {@code load_state_dict(strict=True)} wants: the tensors in upstream's order,
   * with its bookkeeping. What the file lacks of the latter is made: counters of 0, class weights
   * of 1 and upstream's no-object weight of 0.1.
   *
   * @throws WeightException naming the tensors if some are missing, unknown, of another shape or
   *     type
   */
  public static Map<String, WeightTensor> forUpstream(WeightFile file) {
    YosoLayout layout = YosoLayout.infer(file);
    MappedWeights weights = map(file);
    Map<String, WeightTensor> found = new LinkedHashMap<>(weights.mapped());
    layout
        .bookkeeping()
        .forEach((name, spec) -> {
          WeightTensor stored = file.tensors().get(name);
          found.put(name, stored != null ? stored : made(name, spec));
        });
    Map<String, long[]> wanted = new LinkedHashMap<>();
    layout.stateDict().forEach((name, spec) -> wanted.put(name, spec.shape()));
    LoadPlan plan = LoadPlan.compare(wanted, found);
    if (!plan.isComplete() || !plan.unexpected().isEmpty() || !weights.unknown().isEmpty()) {
      throw new WeightException(
          file.source(),
          "is no complete YOSO network of upstream's: missing "
              + plan.missing()
              + ", unknown "
              + plan.unexpected()
              + weights.unknown()
              + ", of another shape "
              + plan.misshaped(),
          null);
    }
    return plan.matched();
  }

  private static WeightTensor made(String name, TensorSpec spec) {
    if (!name.equals(EMPTY_WEIGHT)) {
      return TensorSpec.zeros(name, spec);
    }
    float[] weights = new float[Math.toIntExact(spec.shape()[0])];
    Arrays.fill(weights, 1);
    weights[weights.length - 1] = NO_OBJECT_WEIGHT;
    return WeightTensor.ofFloats(name, weights, weights.length);
  }

  /** The names that {@link #forUpstream} had to make. */
  public static List<String> madeForUpstream(WeightFile file) {
    return YosoLayout.infer(file).bookkeeping().keySet().stream()
        .filter(name -> !file.tensors().containsKey(name))
        .toList();
  }
}
