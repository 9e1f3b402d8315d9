package io.yoso4j.model;

import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.weights.LoadPlan;
import io.yoso4j.model.weights.WeightTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves weights between stored tensors and a network. */
public final class NetworkWeights {
  /** PyTorch's and upstream's bookkeeping, which no computation here reads. */
  private static final List<String> IGNORED =
      List.of("num_batches_tracked", "criterion.empty_weight", "pixel_mean", "pixel_std");

  private NetworkWeights() {}

  /**
   * What a load did, as names.
   *
   * @param loaded copied into the network
   * @param missing in the network, not among the stored tensors: kept as they were
   * @param unexpected stored, not in the network
   * @param misshaped in both, with different shapes ("name: stored [..], network [..]"): kept
   */
  public record LoadReport(
      List<String> loaded, List<String> missing, List<String> unexpected, List<String> misshaped) {
    public LoadReport {
      loaded = List.copyOf(loaded);
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
      misshaped = List.copyOf(misshaped);
    }

    /** Whether every tensor of the network was loaded and nothing was left over. */
    public boolean complete() {
      return missing.isEmpty() && unexpected.isEmpty() && misshaped.isEmpty();
    }
  }

  /** Copies what fits, converting element types, and reports the rest. */
  public static LoadReport loadPartial(ParameterMap network, Map<String, WeightTensor> stored) {
    LoadReport report = compare(network, stored);
    try (Autograd.NoGrad _ = Autograd.noGrad()) {
      for (String name : report.loaded()) {
        copy(network.get(name), required(stored, name));
      }
    }
    return report;
  }

  /**
   * Copies everything, or changes nothing.
   *
   * @param origin where the tensors come from, for the message
   * @throws IllegalArgumentException naming the tensors that are missing, unexpected or of another
   *     shape
   */
  public static void loadStrict(
      ParameterMap network, Map<String, WeightTensor> stored, String origin) {
    LoadReport report = compare(network, stored);
    if (!report.complete()) {
      throw new IllegalArgumentException(
          origin
              + " does not fit the network:"
              + part(" missing", report.missing())
              + part(" unexpected", report.unexpected())
              + part(" of another shape", report.misshaped()));
    }
    LoadReport unused = loadPartial(network, stored);
    assert unused.complete();
  }

  /** All parameters and buffers as float32, copied. */
  public static Map<String, WeightTensor> store(ParameterMap network) {
    Map<String, WeightTensor> stored = new LinkedHashMap<>();
    for (Parameter parameter : network.all()) {
      String name = parameter.name();
      Tensor tensor = parameter.tensor();
      stored.put(name, WeightTensor.ofFloats(name, tensor.toFloats(), tensor.shape()));
    }
    return stored;
  }

  private static LoadReport compare(ParameterMap network, Map<String, WeightTensor> stored) {
    Map<String, long[]> wanted = new LinkedHashMap<>();
    network.tensors().forEach((name, tensor) -> wanted.put(name, tensor.shape()));
    LoadPlan plan = LoadPlan.compare(wanted, stored);
    return new LoadReport(
        List.copyOf(plan.matched().keySet()),
        plan.missing(),
        plan.unexpected().stream()
            .filter(name -> IGNORED.stream().noneMatch(name::endsWith))
            .toList(),
        plan.misshaped().stream()
            .map(m -> m.name() + ": stored " + m.found() + ", network " + m.wanted())
            .toList());
  }

  private static void copy(Tensor target, WeightTensor source) {
    float[] values = source.toFloats();
    try (TensorScope _ = TensorScope.open()) {
      Tensor loaded = Tensor.of(values, source.shape());
      target.copyInPlace(target.device() == Device.CPU ? loaded : loaded.to(target.device()));
    }
  }

  private static WeightTensor required(Map<String, WeightTensor> stored, String name) {
    WeightTensor tensor = stored.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("stored weights have no tensor named \"" + name + "\"");
    }
    return tensor;
  }

  private static String part(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    int shown = Math.min(names.size(), 5);
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return what + " " + String.join(", ", names.subList(0, shown)) + more + ";";
  }
}
