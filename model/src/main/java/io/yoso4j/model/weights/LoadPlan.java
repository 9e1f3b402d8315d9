package io.yoso4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tensors of a file fit a network, and which do not; nothing is dropped without a name.
 *
 * @param matched tensors with the name and shape that the network wants, in the network's order
 * @param missing names that the network wants and the file lacks
 * @param unexpected names that the file has and the network lacks
 * @param misshaped tensors with the right name and the wrong shape
 */
public record LoadPlan(
    Map<String, WeightTensor> matched,
    List<String> missing,
    List<String> unexpected,
    List<Misshaped> misshaped) {

  /**
   * A tensor of the wrong shape.
   *
   * @param wanted the network's shape, as text such as {@code [64, 3, 7, 7]}
   * @param found the file's shape
   */
  public record Misshaped(String name, String wanted, String found) {
    @Override
    public String toString() {
      return name + " (wants " + wanted + ", found " + found + ")";
    }
  }

  /** Copies all; the order of the map is kept. */
  public LoadPlan {
    matched = Collections.unmodifiableMap(new LinkedHashMap<>(matched));
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    misshaped = List.copyOf(misshaped);
  }

  /**
   * Compares names and shapes.
   *
   * @param wanted the shape of every parameter and buffer of the network, by name
   * @param found tensors by the network's names
   */
  public static LoadPlan compare(Map<String, long[]> wanted, Map<String, WeightTensor> found) {
    Map<String, WeightTensor> matched = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<Misshaped> misshaped = new ArrayList<>();
    wanted.forEach((name, shape) -> {
      WeightTensor tensor = found.get(name);
      if (tensor == null) {
        missing.add(name);
      } else if (!Arrays.equals(tensor.shape(), shape)) {
        misshaped.add(new Misshaped(name, Arrays.toString(shape), Arrays.toString(tensor.shape())));
      } else {
        matched.put(name, tensor);
      }
    });
    List<String> unexpected =
        found.keySet().stream().filter(name -> !wanted.containsKey(name)).toList();
    return new LoadPlan(matched, missing, unexpected, misshaped);
  }

  /** Whether every wanted tensor is there in the right shape; unexpected ones do no harm. */
  public boolean isComplete() {
    return missing.isEmpty() && misshaped.isEmpty();
  }
}
