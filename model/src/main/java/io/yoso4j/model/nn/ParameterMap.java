package io.yoso4j.model.nn;

import io.yoso4j.model.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of a network by name, in the order the network made them. Immutable. */
public final class ParameterMap {
  private final SequencedMap<String, Parameter> entries;

  ParameterMap(SequencedMap<String, Parameter> entries) {
    this.entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
  }

  /** All names, in order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** All parameters and buffers, in order. */
  public Collection<Parameter> all() {
    return entries.values();
  }

  /** The parameters that gradients are wanted for, in order. */
  public List<Parameter> trainable() {
    return entries.values().stream().filter(Parameter::trainable).toList();
  }

  /** The entry called {@code name}, or null. */
  public @Nullable Parameter find(String name) {
    return entries.get(name);
  }

  /**
   * The tensor called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Parameter entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("network has no tensor named \"" + name + "\"");
    }
    return entry.tensor();
  }

  /** The tensors by name, in order. */
  public Map<String, Tensor> tensors() {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, entry) -> tensors.put(name, entry.tensor()));
    return Collections.unmodifiableMap(tensors);
  }

  /** Number of trainable values. */
  public long trainableCount() {
    return trainable().stream().mapToLong(p -> p.tensor().count()).sum();
  }

  /** Forgets the gradients of all trainable parameters. */
  public void clearGrads() {
    for (Parameter entry : entries.values()) {
      if (entry.trainable()) {
        entry.tensor().clearGrad();
      }
    }
  }
}
