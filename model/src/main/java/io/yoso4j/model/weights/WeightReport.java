package io.yoso4j.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of every tensor of a file, and what a network still wants.
 *
 * @param file what was looked at
 * @param origin whose names the tensors have, such as {@code torchvision}
 * @param layout the network that the tensors seem to be of; empty when they do not tell, and then
 *     nothing is compared
 * @param rows one for each tensor of the file, in its order
 * @param filled names that the file lacks and its kind defines
 * @param missing what the layout wants and the file lacks, by name
 */
public record WeightReport(
    WeightFile file,
    String origin,
    Optional<Layout> layout,
    List<Row> rows,
    List<String> filled,
    Map<String, TensorSpec> missing) {

  /** What becomes of a tensor. */
  public enum Outcome {
    /** It goes into the network. */
    LOADED,
    /** It is left out on purpose. */
    LEFT_OUT,
    /** No rule knows the name, or the network has no tensor of it. */
    UNEXPECTED,
    /** The network's tensor of this name has another shape. */
    MISSHAPED
  }

  /**
   * A tensor of the file.
   *
   * @param target the network's name; null where no rule gives one
   * @param note why it is left out, or the shape that the network wants; empty where it is loaded
   */
  public record Row(WeightTensor tensor, Outcome outcome, @Nullable String target, String note) {}

  /** Copies all; the order of the map is kept. */
  public WeightReport {
    rows = List.copyOf(rows);
    filled = List.copyOf(filled);
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
  }

  /**
   * Compares a file with the network that it seems to be of: a whole YOSO, or a backbone.
   *
   * @throws WeightException if two tensors of the file map to the same name
   */
  public static WeightReport of(WeightFile file) {
    MappedWeights weights =
        YosoWeights.isYoso(file) ? YosoWeights.map(file) : BackboneWeights.map(file);
    Optional<Layout> layout = Layout.infer(weights.mapped());
    Map<String, TensorSpec> wanted = layout.map(Layout::tensors).orElse(Map.of());
    Map<String, String> targets = new LinkedHashMap<>();
    weights.sources().forEach((target, source) -> targets.put(source, target));
    List<Row> rows = new ArrayList<>();
    file.tensors()
        .forEach((name, tensor) -> {
          String reason = weights.ignored().get(name);
          rows.add(
              reason != null
                  ? new Row(tensor, Outcome.LEFT_OUT, null, reason)
                  : row(tensor, targets.get(name), layout.isPresent() ? wanted : null));
        });
    Map<String, TensorSpec> missing = new LinkedHashMap<>(wanted);
    missing.keySet().removeAll(weights.mapped().keySet());
    return new WeightReport(file, weights.origin(), layout, rows, weights.filled(), missing);
  }

  private static Row row(
      WeightTensor tensor, @Nullable String target, @Nullable Map<String, TensorSpec> wanted) {
    if (target == null) {
      return new Row(tensor, Outcome.UNEXPECTED, null, "no rule knows this name");
    }
    if (wanted == null) {
      return new Row(tensor, Outcome.LOADED, target, "");
    }
    TensorSpec spec = wanted.get(target);
    if (spec == null) {
      return new Row(tensor, Outcome.UNEXPECTED, target, "the network has no such tensor");
    }
    boolean fits = Arrays.equals(spec.shape(), tensor.shape());
    return new Row(
        tensor,
        fits ? Outcome.LOADED : Outcome.MISSHAPED,
        target,
        fits ? "" : "wants " + Arrays.toString(spec.shape()));
  }

  /** The rows of one outcome. */
  public List<Row> rows(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).toList();
  }

  /** Whether the network is known, nothing is missing and nothing is left over by mistake. */
  public boolean complete() {
    return layout.isPresent()
        && missing.isEmpty()
        && rows.stream()
            .allMatch(r -> r.outcome() == Outcome.LOADED || r.outcome() == Outcome.LEFT_OUT);
  }
}
